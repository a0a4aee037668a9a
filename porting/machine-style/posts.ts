import type { Method, Node } from 'php-parser';
import { isKind, textOfName, walk } from '../read/nodes.js';
import { isThis, listOf, partOf } from './writes.js';

/** A call of `postEvent`. */
export interface Post {
  readonly node: Node;
  /** Undefined when it is not written there. */
  readonly mt: string | undefined;
  /** Nickname, if it is a text; `anyone` for a broadcast; undefined when it is not written there. */
  readonly to: { readonly nickname: string } | 'anyone' | undefined;
}

/** All posts of a method. */
export function postsIn(method: Method): readonly Post[] {
  const posts: Post[] = [];
  walk(method, (node) => {
    if (!isKind(node, 'call') || !isKind(node.what, 'propertylookup') || !isThis(node.what.what)) return;
    if (textOfName(node.what.offset).toLowerCase() !== 'postevent') return;
    const [message, to] = node.arguments;
    posts.push({ node, mt: mtOf(message, method), to: receiverOf(to) });
  });
  return posts;
}

function receiverOf(node: Node | undefined): Post['to'] {
  if (node === undefined || node.kind === 'nullkeyword') return 'anyone';
  return isKind(node, 'string') ? { nickname: node.value } : undefined;
}

/** The type in `new Message('…')`, also by way of a variable. */
function mtOf(message: Node | undefined, method: Method): string | undefined {
  if (isKind(message, 'new')) {
    const [mt] = listOf(partOf(message, 'arguments'));
    return isKind(mt, 'string') ? mt.value : undefined;
  }
  if (!isKind(message, 'variable')) return undefined;
  const found = new Set<string | undefined>();
  walk(method, (node) => {
    const isGiven =
      isKind(node, 'assign') && isKind(node.left, 'variable') && node.left.name === message.name;
    if (isGiven) found.add(isKind(node.right, 'new') ? mtOf(node.right, method) : undefined);
  });
  return found.size === 1 ? [...found][0] : undefined;
}
