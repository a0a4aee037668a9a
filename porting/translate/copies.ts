import type { PhpClass } from '../read/model.js';
import type { Expression } from './ast.js';
import { type Code, atLeast, level } from './code.js';
import { type Translating, condition, php, typeIn } from './translating.js';
import { isNoArray } from './types.js';

/** How arrays of what the expression names are changed: by elements, or in arrays inside. */
export function changesOf(
  t: Translating,
  node: Expression,
): { readonly isChanged: boolean; readonly isDeep: boolean } {
  const none = { isChanged: false, isDeep: false };
  switch (node.kind) {
    case 'variable': {
      const variable = typeof node.name === 'string' ? t.scope.variable(node.name) : undefined;
      const alias = typeof node.name === 'string' ? t.aliases.get(node.name) : undefined;
      return alias ? changesOf(t, alias) : (variable ?? none);
    }
    case 'propertylookup':
    case 'nullsafepropertylookup':
      return node.offset.kind === 'identifier'
        ? t.facts.changesOf(node.offset.name, ownerOf(t, node.what))
        : { isChanged: true, isDeep: true };
    case 'staticlookup':
      return node.offset.kind === 'variable' && typeof node.offset.name === 'string'
        ? t.facts.changesOf(node.offset.name, undefined)
        : none;
    case 'offsetlookup': {
      const { isDeep } = changesOf(t, node.what);
      return { isChanged: isDeep, isDeep };
    }
    default:
      return none;
  }
}

/** What is certain of the object whose member it is. */
function ownerOf(t: Translating, node: Expression): PhpClass | 'message' | undefined {
  if (node.kind === 'variable' && node.name === 'this') return t.klass;
  return typeIn(t, node) === 'message' ? 'message' : undefined;
}

/** Whether its arrays belong to nobody else. */
function isFresh(t: Translating, node: Expression): boolean {
  switch (node.kind) {
    case 'array':
      return true;
    case 'bin':
      return node.type !== '??';
    case 'call':
      return (
        node.what.kind === 'name' &&
        !t.facts.functions.has(node.what.name.toLowerCase()) &&
        !/\b(current|reset|end|next|prev|max|min|call_user_func(_array)?)$/i.test(node.what.name)
      );
    case 'cast':
      return node.type !== 'array';
    default:
      return false;
  }
}

/**
 * The value where it gets another holder: arrays are values in PHP, so it is a copy if either holder changes it.
 * @param target what takes it, if that is known
 */
export function copied(t: Translating, node: Expression, target?: Expression): Code {
  if (node.kind === 'retif' && node.trueExpr) {
    const branches = [node.trueExpr, node.falseExpr].map((one) =>
      atLeast(copied(t, one, target), level.assignment),
    );
    return {
      text: `${atLeast(condition(t, node.test), level.coalesce)} ? ${branches.join(' : ')}`,
      level: level.conditional,
    };
  }
  const code = t.expression(node);
  if (node.kind === 'array' && target && isDeeplyChanged(t, target) && !holdsOnlyOwn(t, node))
    return php(t, 'copyOf', code.text);
  if (isNoArray(typeIn(t, node)) || isFresh(t, node)) return code;
  const isSourceChanged = holdersOf(node).some((one) => changesOf(t, one).isChanged);
  const isTargetChanged = target !== undefined && targetChanges(t, target);
  return isSourceChanged || isTargetChanged ? php(t, 'copyOf', code.text) : code;
}

/** What may hold the array that the expression gives: of `$a ?: $b` and `$a ?? $b` the one or the other. */
function holdersOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'bin':
      return [...holdersOf(node.left), ...holdersOf(node.right)];
    case 'retif':
      return [node.trueExpr ?? node.test, node.falseExpr].flatMap(holdersOf);
    case 'assign':
      return [node.left, ...holdersOf(node.right)];
    case 'match':
      return node.arms.flatMap((arm) => holdersOf(arm.body));
    case 'silent':
      return holdersOf(node.expr);
    default:
      return [node];
  }
}

function isDeeplyChanged(t: Translating, target: Expression): boolean {
  return changesOf(t, target.kind === 'offsetlookup' ? target.what : target).isDeep;
}

/** Whether no array inside of a literal belongs to anybody else. */
function holdsOnlyOwn(t: Translating, node: Expression): boolean {
  if (node.kind !== 'array') return isFresh(t, node) || isNoArray(typeIn(t, node));
  return node.items.every(
    (item) => item.kind === 'noop' || holdsOnlyOwn(t, item.kind === 'entry' ? item.value : item.what),
  );
}

function targetChanges(t: Translating, target: Expression): boolean {
  if (target.kind === 'offsetlookup') return changesOf(t, target.what).isDeep;
  return changesOf(t, target).isChanged;
}
