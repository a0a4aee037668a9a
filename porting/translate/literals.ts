import type { Encapsed, Expression, Magic, NumberNode, StringNode } from './ast.js';
import { fullNameOf } from './class-lookup.js';
import { atLeast, inTemplate, level, primary, quote, type Code } from './code.js';
import { php, textOf, typeIn, type Translating } from './translating.js';
import { copied } from './copies.js';

export function stringLiteral(t: Translating, node: StringNode): Code {
  if (node.isDoubleQuote && /\\(x[89a-f][0-9a-f]|[23][0-7]{2})/i.test(node.raw)) {
    const bytes = decodeBytes(node.value);
    if (bytes === undefined)
      return t.todo(
        node,
        'This text has bytes that are no UTF-8, which a text of JavaScript cannot hold; use a Buffer.',
      );
    return primary(quote(bytes));
  }
  return primary(quote(node.value));
}

/** `"\xC3\xA4"` are two bytes in PHP and one letter of UTF-8. */
function decodeBytes(value: string): string | undefined {
  try {
    const bytes = Array.from(value).flatMap((sign) =>
      sign.charCodeAt(0) < 256 ? [sign.charCodeAt(0)] : [...new TextEncoder().encode(sign)],
    );
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

export function numberLiteral(t: Translating, node: NumberNode): Code {
  const text = String(node.value).replace(/^0+(?=\d)(?!\d*[.e])/i, (zeros) =>
    zeros.length > 0 ? '0o' : zeros,
  );
  const value = Number(text.replaceAll('_', ''));
  if (Number.isInteger(value) && !Number.isSafeInteger(value) && !/[.e]/i.test(text)) {
    return {
      text: `new ${t.unit.php('ExactNumber')}(${quote(BigInt(text.replaceAll('_', '')).toString())})`,
      level: level.call,
    };
  }
  return { text, level: text.startsWith('-') ? level.unary : level.primary };
}

type Part = { readonly literal: string } | { readonly value: Expression };

/** `"a $b"` and `'a' . $b`: a template, in which each value is made a text as PHP does. */
export function concatenation(t: Translating, nodes: readonly Expression[]): Code {
  const parts = nodes.flatMap((node) => partsOf(t, node));
  if (parts.every((part) => 'literal' in part))
    return primary(quote(parts.map((part) => part.literal).join('')));
  if (parts.length === 1 && parts[0] && 'value' in parts[0]) return asText(t, parts[0].value);
  const printed = parts.map((part) =>
    'literal' in part ? inTemplate(part.literal) : `\${${inserted(t, part.value)}}`,
  );
  return primary(`\`${printed.join('')}\``);
}

function partsOf(t: Translating, node: Expression): Part[] {
  if (node.kind === 'string' && !(node.isDoubleQuote && /\\(x[89a-f]|[23][0-7]{2})/i.test(node.raw)))
    return [{ literal: node.value }];
  if (node.kind === 'nowdoc') return [{ literal: node.value }];
  if (node.kind === 'encapsedpart') return partsOf(t, node.expression);
  if (node.kind === 'encapsed' && node.type !== 'shell')
    return node.value.flatMap((part) => partsOf(t, part));
  if (node.kind === 'bin' && node.type === '.') return [...partsOf(t, node.left), ...partsOf(t, node.right)];
  if (node.kind === 'name' && node.name.replace(/^\\/, '') === 'PHP_EOL') return [{ literal: '\n' }];
  return [{ value: node }];
}

function inserted(t: Translating, node: Expression): string {
  const type = typeIn(t, node);
  return type === 'string' || type === 'int' ? textOf(t, node) : php(t, 'text', textOf(t, node)).text;
}

/** The value as a text. */
export function asText(t: Translating, node: Expression): Code {
  return typeIn(t, node) === 'string' ? t.expression(node) : php(t, 'text', textOf(t, node));
}

export function encapsed(t: Translating, node: Encapsed): Code {
  if (node.type === 'shell')
    return t.todo(
      node,
      'A program of the system is run and waited for; do it before run(), or in an actor that the machine invokes.',
    );
  return concatenation(t, [node]);
}

export function magic(t: Translating, node: Magic): Code {
  const { klass, functionName, unit } = t;
  const className = klass ? fullNameOf(klass) : '';
  switch (node.value.toUpperCase()) {
    case '__CLASS__':
      return primary(quote(className));
    case '__FUNCTION__':
      return primary(quote(functionName));
    case '__METHOD__':
      return primary(quote(klass ? `${className}::${functionName}` : functionName));
    case '__LINE__':
      return primary(String(node.loc?.start.line ?? 1));
    case '__NAMESPACE__':
      return primary(quote(unit.file.namespace ?? ''));
    case '__FILE__':
      return primary('import.meta.filename');
    case '__DIR__':
      return primary('import.meta.dirname');
    default:
      return t.todo(node, `${node.value} has no counterpart; write its value.`);
  }
}

/** `[1, 'a' => 2]`: an array where the keys are 0, 1, 2 …, else phpArray(). */
export function arrayLiteral(t: Translating, node: Expression & { readonly kind: 'array' }): Code {
  const entries = node.items.filter((item) => item.kind !== 'noop');
  if (entries.some((item) => item.kind === 'entry' && item.byRef)) {
    return t.todo(
      node,
      'An element by reference shares a variable, which arrays here do not; assign the element after each change.',
    );
  }
  const isSpread = entries.some((item) => item.kind === 'variadic' || item.unpack);
  if (isSpread) {
    const parts: string[] = [];
    for (const item of entries) {
      if (item.kind === 'variadic') parts.push(textOf(t, item.what));
      else if (item.unpack) parts.push(textOf(t, item.value));
      else if (item.key)
        parts.push(`${t.unit.php('phpArray')}([[${textOf(t, item.key)}, ${elementText(t, item.value)}]])`);
      else parts.push(`[${elementText(t, item.value)}]`);
    }
    return php(t, 'spread', ...parts);
  }
  const isList = entries.every((item) => item.kind === 'entry' && item.key === null);
  if (isList)
    return primary(
      `[${entries.map((item) => elementText(t, item.kind === 'entry' ? item.value : item.what)).join(', ')}]`,
    );
  const isMixed = entries.some((item) => item.kind === 'entry' && item.key === null);
  if (isMixed) return mixedArray(t, node);
  const pairs = entries.map((item) =>
    item.kind === 'entry' && item.key ? `[${textOf(t, item.key)}, ${elementText(t, item.value)}]` : '',
  );
  return php(t, 'phpArray', `[${pairs.join(', ')}]`);
}

/** Elements without a key get the next free one, which is known where the keys before are literals. */
function mixedArray(t: Translating, node: Expression & { readonly kind: 'array' }): Code {
  let next = 0;
  const pairs: string[] = [];
  for (const item of node.items) {
    if (item.kind !== 'entry') continue;
    let key: string;
    if (item.key === null) {
      key = String(next);
      next += 1;
    } else {
      key = textOf(t, item.key);
      const literal =
        item.key.kind === 'number' || item.key.kind === 'string' ? String(item.key.value) : undefined;
      if (literal === undefined && typeIn(t, item.key) !== 'string')
        return t.todo(node, 'Keys of this array depend on values before them; add the elements one by one.');
      if (literal !== undefined && /^-?\d+$/.test(literal)) next = Math.max(next, Number(literal) + 1);
    }
    pairs.push(`[${key}, ${elementText(t, item.value)}]`);
  }
  return php(t, 'phpArray', `[${pairs.join(', ')}]`);
}

function elementText(t: Translating, node: Expression): string {
  return atLeast(copied(t, node), level.assignment);
}
