/**
 * A text from a peer fit for a terminal: characters that would move the cursor, change colours or turn the
 * direction of writing are shown as escapes.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    if (character === '\n') return '\\n';
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Cut to `width` characters, with a mark where it was cut. */
export function fit(text: string, width: number): string {
  if (text.length <= width) return text;
  // Not in the middle of a character that takes two places.
  return `${text.slice(0, Math.max(0, width - 1)).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Seconds with three decimals. */
export function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** The members of a message body in a line, e.g. `type=user domain=sample.dom`. */
export function members(body: unknown, depth = 0): string {
  if (typeof body !== 'object' || body === null) return '';
  return Object.entries(body)
    .filter(([name]) => name !== 'mt')
    .map(([name, value]) => `${name}=${brief(value, depth)}`)
    .join(' ');
}

/** Below this many levels a value is only hinted at. */
const depthLimit = 16;

/** A value in a line; what the trace has shortened shows its length. */
export function brief(value: unknown, depth = 0): string {
  if (typeof value === 'string')
    return /^[^\s="{}[\],]+$/u.test(value) || value.startsWith('‹') ? value : JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth > depthLimit) return '…';
  if (isShortened(value)) return `(${value.length} ${units[value.cut] ?? 'parts'})`;
  if (Array.isArray(value))
    return value.length > 3
      ? `[${value.length} items]`
      : `[${value.map((item) => brief(item, depth + 1)).join(', ')}]`;
  if ('digits' in value && typeof value.digits === 'string') return value.digits;
  return `{${members(value, depth + 1)}}`;
}

const units: Readonly<Record<string, string>> = { list: 'items', text: 'characters', members: 'members' };

function isShortened(value: object): value is { cut: string; length: number } {
  return (
    'cut' in value && typeof value.cut === 'string' && 'length' in value && typeof value.length === 'number'
  );
}

/** The sentence in an error as it is recorded. */
export function errorText(error: unknown): string {
  if (typeof error === 'string') return error;
  if (typeof error !== 'object' || error === null) return '';
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return [code, message].filter((part) => typeof part === 'string').join(': ');
}

/** Why an automaton failed by its own account: the error in its output, or the one it was stopped with. */
export function failureOf(record: { readonly output?: unknown; readonly error?: unknown }): string {
  const { output, error } = record;
  if (error !== undefined) return errorText(error) || 'an error';
  if (typeof output !== 'object' || output === null || !('ok' in output) || output.ok !== false) return '';
  return ('error' in output ? errorText(output.error) : '') || 'it says no more';
}
