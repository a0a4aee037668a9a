import type { Cast, Expression } from './ast.js';
import { type Code, level, primary } from './code.js';
import { type Translating, php, textOf, typeIn } from './translating.js';
import { isNumber } from './types.js';

export function cast(t: Translating, node: Cast): Code {
  const type = typeIn(t, node.expr);
  const value = (): string => textOf(t, node.expr);
  switch (node.type) {
    case 'int':
    case 'integer':
      return type === 'int' ? t.expression(node.expr) : php(t, 'toInt', value());
    case 'float':
    case 'double':
    case 'real':
      return isNumber(type) ? t.expression(node.expr) : php(t, 'toFloat', value());
    case 'string':
    case 'binary':
      return type === 'string' ? t.expression(node.expr) : php(t, 'text', value());
    case 'bool':
    case 'boolean':
      return type === 'bool' ? t.expression(node.expr) : php(t, 'toBool', value());
    case 'array':
      return php(t, 'toArray', value());
    case 'object':
      return isEmptyArray(node.expr) ? { text: '{}', level: level.primary } : php(t, 'toObject', value());
    case 'null':
    case 'unset':
      return primary('null');
    default:
      return t.todo(node, `The cast (${node.type}) is not known.`);
  }
}

function isEmptyArray(node: Expression): boolean {
  return node.kind === 'array' && node.items.length === 0;
}
