import { entriesOf } from '../access.js';
import { byteLength } from '../bytes.js';
import { classNameOf, isTruthy, text } from '../convert.js';
import { isArray, kindOf } from '../kind.js';
import { exactFloatText } from '../number-text.js';
import { write } from '../output.js';
import { notSupported } from '../php-error.js';

import type { PhpKey, PhpValue } from '../value.js';

/** Members of objects that are no methods. */
function elementsOf(value: unknown): [PhpKey, unknown][] {
  const entries = entriesOf(value) as [PhpKey, unknown][];
  return isArray(value) ? entries : entries.filter(([, member]) => typeof member !== 'function');
}

/** Writes it, or returns it as a text. All members are shown as public ones: JavaScript does not tell. */
export function printR(value: unknown, returns: unknown = false): PhpValue {
  const whole = printed(value, '');
  if (isTruthy(returns)) return whole;
  write(whole);
  return true;
}

function printed(value: unknown, indent: string, around: readonly unknown[] = []): string {
  const kind = kindOf(value);
  if (kind !== 'array' && kind !== 'object') return text(value);
  const title = kind === 'array' ? 'Array' : `${classNameOf(value as object)} Object`;
  if (around.includes(value)) return `${title}\n *RECURSION*`;
  const lines = elementsOf(value).map(
    ([key, item]) =>
      `${indent}    [${String(key)}] => ${printed(item, `${indent}        `, [...around, value])}\n`,
  );
  return `${title}\n${indent}(\n${lines.join('')}${indent})\n`;
}

/** Writes values with their types. An object's number is always that of its first appearance in the dump. */
export function varDump(...values: readonly unknown[]): void {
  for (const value of values) write(dumped(value, '', new Map()));
}

function dumped(value: unknown, indent: string, seen: Map<unknown, number>): string {
  switch (kindOf(value)) {
    case 'null':
      return `${indent}NULL\n`;
    case 'bool':
      return `${indent}bool(${String(value)})\n`;
    case 'int':
      return `${indent}int(${String(value)})\n`;
    case 'float':
      return `${indent}float(${exactFloatText(Number(value))})\n`;
    case 'string':
      return `${indent}string(${String(byteLength(String(value)))}) "${String(value)}"\n`;
    case 'array':
    case 'object':
      return dumpedParts(value as object, indent, seen);
  }
}

function dumpedParts(value: object, indent: string, seen: Map<unknown, number>): string {
  if (seen.has(value) && !isArray(value)) return `${indent}*RECURSION*\n`;
  if (!isArray(value)) seen.set(value, seen.size + 1);
  const elements = elementsOf(value);
  const title = isArray(value)
    ? `array(${String(elements.length)})`
    : `object(${classNameOf(value)})#${String(seen.get(value))} (${String(elements.length)})`;
  const lines = elements.map(([key, item]) => {
    const name = typeof key === 'number' && isArray(value) ? String(key) : `"${String(key)}"`;
    return `${indent}  [${name}]=>\n${dumped(item, `${indent}  `, seen)}`;
  });
  return `${indent}${title} {\n${lines.join('')}${indent}}\n`;
}

/** Returns it as PHP writes it in a program; it is written to the output unless `returns` is true, and then null. */
export function varExport(value: unknown, returns: unknown = false): PhpValue {
  const whole = exported(value, '');
  if (isTruthy(returns)) return whole;
  write(whole);
  return null;
}

function exported(value: unknown, indent: string): string {
  switch (kindOf(value)) {
    case 'null':
      return 'NULL';
    case 'bool':
      return String(value);
    case 'int':
      return String(value);
    case 'float':
      return exportedFloat(Number(value));
    case 'string':
      return exportedText(String(value));
    case 'array':
      return `array (\n${exportedElements(value, indent)}${indent})`;
    case 'object':
      return exportedObject(value as object, indent);
  }
}

function exportedFloat(value: number): string {
  const digits = exactFloatText(value);
  return /^-?\d+$/.test(digits) ? `${digits}.0` : digits;
}

function exportedText(value: string): string {
  return `'${value.replace(/['\\]/g, '\\$&')}'`.replaceAll('\0', `' . "\\0" . '`);
}

function exportedElements(value: unknown, indent: string): string {
  return elementsOf(value)
    .map(([key, item]) => {
      const isNested = ['array', 'object'].includes(kindOf(item));
      const name = typeof key === 'number' && isArray(value) ? String(key) : exportedText(String(key));
      const lead = isArray(value) ? '  ' : '   ';
      return `${indent}${lead}${name} => ${isNested ? `\n${indent}  ` : ''}${exported(item, `${indent}  `)},\n`;
    })
    .join('');
}

function exportedObject(value: object, indent: string): string {
  const name = classNameOf(value);
  if (name === 'stdClass') return `(object) array(\n${exportedElements(value, indent)}${indent})`;
  return `\\${name}::__set_state(array(\n${exportedElements(value, indent)}${indent}))`;
}

/** @throws PhpError PHP_NOT_SUPPORTED for objects of a class other than stdClass */
export function serialize(value: unknown): string {
  const parts = (container: unknown): string =>
    elementsOf(container)
      .map(([key, item]) => serialize(isArray(container) ? key : String(key)) + serialize(item))
      .join('');
  switch (kindOf(value)) {
    case 'null':
      return 'N;';
    case 'bool':
      return `b:${value === true ? '1' : '0'};`;
    case 'int':
      return `i:${String(value)};`;
    case 'float':
      return `d:${exactFloatText(Number(value))};`;
    case 'string':
      return `s:${String(byteLength(String(value)))}:"${String(value)}";`;
    case 'array':
      return `a:${String(elementsOf(value).length)}:{${parts(value)}}`;
    case 'object':
      if (classNameOf(value as object) !== 'stdClass')
        throw notSupported('Only values and stdClass are serialized: write a class as JSON.');
      return `O:8:"stdClass":${String(elementsOf(value).length)}:{${parts(value)}}`;
  }
}
