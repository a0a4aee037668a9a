import type { PhpFile } from '../read/model.js';
import { typed, type Comment, type PhpNode, type Statement } from './ast.js';

/** The comments at the top of a file that are about the file, and not about what comes next. */
export function fileComments(file: PhpFile): readonly Comment[] {
  const first = typed<Statement & { readonly kind: 'block' }>(file.ast).children[0];
  const comments = first?.leadingComments ?? [];
  const [head] = comments;
  if (!first || !head || !/^(#!.*\n)?\s*<\?(php)?\s*$/i.test(file.text.slice(0, head.offset))) return [];
  const group: Comment[] = [];
  let end = head.offset;
  for (const one of comments) {
    const isNext = group.length === 0 || !isBlankLine(file.text.slice(end, one.offset));
    if (!isNext || (group.length > 0 && one.kind === 'commentblock')) break;
    group.push(one);
    end = one.offset + one.value.length;
  }
  const start = comments[group.length]?.offset ?? first.loc?.start.offset ?? end;
  return isBlankLine(file.text.slice(end, start)) || isPreparation(first) ? group : [];
}

function isBlankLine(between: string): boolean {
  return /\n[ \t]*\n/.test(between);
}

/** What comes before the program proper, so that nobody writes comments on it. */
function isPreparation(node: PhpNode): boolean {
  return (
    ['namespace', 'declare', 'usegroup', 'include'].includes(node.kind) ||
    (node.kind === 'expressionstatement' && node.expression.kind === 'include')
  );
}
