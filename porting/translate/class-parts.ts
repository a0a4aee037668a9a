import type { ClassMember } from './ast.js';
import type { TranslationUnit } from './unit.js';

/** A comment behind a member in its line belongs to it, and not to the next one. */
export function withTrailingComments(
  unit: TranslationUnit,
  members: readonly ClassMember[],
): readonly ClassMember[] {
  const { text } = unit.file;
  const result = [...members];
  for (let at = 1; at < result.length; at += 1) {
    const [before, one] = [result[at - 1], result[at]];
    const [comment] = one?.leadingComments ?? [];
    const end = before?.loc?.end.offset;
    if (!before || !one || !comment || end === undefined || text.slice(end, comment.offset).includes('\n'))
      continue;
    if (before.kind !== 'propertystatement' && before.kind !== 'classconstant') continue;
    result[at - 1] = { ...before, leadingComments: [...(before.leadingComments ?? []), comment] };
    result[at] = { ...one, leadingComments: (one.leadingComments ?? []).slice(1) };
  }
  return result;
}

/** Empty lines around everything with a body or a comment. */
export function spaced(parts: readonly string[]): string {
  let text = '';
  let wasLong = false;
  for (const part of parts) {
    const isLong = part.includes('\n');
    text += text === '' ? part : isLong || wasLong ? `\n\n${part}` : `\n${part}`;
    wasLong = isLong;
  }
  return text;
}
