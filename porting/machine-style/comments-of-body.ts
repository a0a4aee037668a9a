import type { Method, Node } from 'php-parser';
import type { PhpFile } from '../read/model.js';
import { isKind } from '../read/nodes.js';
import { typed, type Comment } from '../translate/ast.js';
import { oneComment } from '../translate/comments.js';

/** Comments inside of a method, each with the statement that it explains; `undefined`: none, so the method itself. */
export function commentsOfBody(
  file: PhpFile,
  method: Method,
): ReadonlyMap<Node | undefined, readonly Comment[]> {
  const found = new Map<Node | undefined, Comment[]>();
  for (const comment of commentsInside(file, method)) {
    const statement = statementOf(comment.offset, method.body?.children ?? [], file.text);
    found.set(statement, [...(found.get(statement) ?? []), comment]);
  }
  return found;
}

/** All comments between the braces of a method, in order. */
function commentsInside({ ast }: PhpFile, { body }: Method): readonly Comment[] {
  const comments = (ast.comments ?? []).map((one) => typed<Comment>(one));
  return comments.filter(({ offset }) => body !== null && isWithin(offset, body));
}

/**
 * The statement that a comment is about: the one in whose line it stands behind, the one around it, else the next one;
 * the last one, where there is no next one.
 */
function statementOf(offset: number, statements: readonly Node[], text: string): Node | undefined {
  const around = statements.find((one) => isWithin(offset, one));
  if (around) {
    const inside = blocksOf(around).find((block) => isWithin(offset, block));
    const found = inside && statementOf(offset, childrenOf(inside), text);
    return found ?? around;
  }
  const before = statements.findLast((one) => endOf(one) <= offset);
  if (before && !text.slice(endOf(before), offset).includes('\n')) return before;
  return statements.find((one) => startOf(one) > offset) ?? statements.at(-1);
}

/** What may hold statements of its own in what a chart is made of. */
function blocksOf(node: Node): readonly Node[] {
  if (isKind(node, 'block')) return [node];
  return isKind(node, 'if') ? [node.body, ...(node.alternate ? [node.alternate] : [])] : [];
}

function childrenOf(node: Node): readonly Node[] {
  return isKind(node, 'block') ? node.children : [node];
}

function isWithin(offset: number, node: Node): boolean {
  return startOf(node) <= offset && offset < endOf(node);
}

function startOf({ loc }: Node): number {
  return loc?.start.offset ?? -1;
}

function endOf({ loc }: Node): number {
  return loc?.end.offset ?? -1;
}

/** Comments as lines, so that what comes next has no doc comment of something else. */
export function asLines(comments: readonly Comment[]): string {
  return comments
    .flatMap((one) =>
      one.kind === 'commentline' ? [oneComment(one)] : linesOf(one.value).map((line) => `// ${line}`),
    )
    .map((line) => `${line}\n`)
    .join('');
}

function linesOf(block: string): readonly string[] {
  return block
    .replace(/^\/\*+|\*+\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
    .filter((line) => line !== '');
}
