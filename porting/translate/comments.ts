import type { Comment, PhpNode } from './ast.js';
import type { TranslationUnit } from './unit.js';

/** Comments of PHP as comments of TypeScript, each with a line end. */
export function commentText(comments: readonly Comment[]): string {
  return comments.map((one) => `${oneComment(one)}\n`).join('');
}

export function oneComment({ kind, value }: Comment): string {
  if (kind === 'commentblock') return value.replace(/\n[ \t]+\*/g, '\n *').trimEnd();
  return value
    .trimEnd()
    .replace(/^#+/, '//')
    .replace(/\s*\?>$/, '');
}

/** The PHP of a node, as it is in the file. */
export function originalOf(unit: TranslationUnit, node: PhpNode): string {
  if (!node.loc) return '';
  return unit.file.text.slice(node.loc.start.offset, node.loc.end.offset);
}

/** Lines of PHP as a comment; a long piece is cut. */
export function asComment(php: string): string {
  const lines = php.split('\n').map((line) => line.trimEnd());
  return lines.map((line) => `// PHP: ${line}`.trimEnd()).join('\n');
}
