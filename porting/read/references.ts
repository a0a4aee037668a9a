import type * as php from 'php-parser';
import { childrenOf, isKind, isNode, textOfName, walk } from './nodes.js';
import { nameOf, part, partsOf, rootOf, some, targetsOf } from './targets.js';

type Parent = Record<string, unknown>;

/**
 * Replaces references that are only other names, in the place where they are: after `$call = &$this->calls[$id]` each
 * `$call` is `$this->calls[$id]`; `foreach ($list as &$device)` that only changes members of objects goes through
 * values. References that may be more than that stay as they are.
 */
export function withoutReferences(program: php.Program): php.Program {
  walk(program, (node) => {
    if (node.kind === 'foreach') passByValue(node);
    if (isFunction(node) || node === program) inlineReferences(node);
  });
  return program;
}

function isFunction({ kind }: php.Node): boolean {
  return kind === 'function' || kind === 'method' || kind === 'closure';
}

function isInner({ kind }: php.Node): boolean {
  return ['function', 'method', 'closure', 'arrowfunc', 'class', 'trait', 'interface', 'enum'].includes(kind);
}

/** `foreach ($devices as &$device) { $device->seen = true; }` needs no reference. */
function passByValue(node: php.Node): void {
  const value = part(node, 'value');
  const body = part(node, 'body');
  const name = nameOf(value);
  if (!isNode(value) || name === undefined || part(value, 'byref') !== true || !isNode(body)) return;
  if (!some(body, (one) => targetsOf(one).some((target) => rootOf(target) === name)))
    Reflect.set(value, 'byref', false);
}

/** Lists of statements of this function, without those of inner functions. */
function blocksOf(owner: php.Node): unknown[][] {
  const found: unknown[][] = [];
  walk(owner, (node) => {
    if (node !== owner && isInner(node)) return false;
    const list = part(node, 'children');
    if (Array.isArray(list)) found.push(list as unknown[]);
    return true;
  });
  return found;
}

interface Reference {
  readonly name: string;
  readonly stands: php.Node;
  readonly block: unknown[];
  readonly statement: php.Node;
}

function referencesIn(owner: php.Node): Reference[] {
  return blocksOf(owner).flatMap((block) =>
    block.flatMap((statement) => {
      if (!isKind(statement, 'expressionstatement') || !isKind(statement.expression, 'assignref')) return [];
      const name = nameOf(statement.expression.left);
      const stands = statement.expression.right as unknown;
      return name !== undefined && isNode(stands) ? [{ name, stands, block, statement }] : [];
    }),
  );
}

function inlineReferences(owner: php.Node): void {
  const names = new Set(referencesIn(owner).map(({ name }) => name));
  for (const name of names) {
    const found = referencesIn(owner).filter((one) => one.name === name);
    const regions = found.map((one) => regionOf(one));
    const inRegions = regions.flat().reduce((sum, node) => sum + usesOf(node, name), 0);
    const isParameter = partsOf(owner, 'arguments').some(
      (one) => isNode(one) && textOfName(part(one, 'name') as php.Node | string) === name,
    );
    const all = usesOf(owner, name) - needlessUnsets(owner, name, regions);
    const isSafe = found.every((one, at) => mayStand(one, regions[at] ?? []));
    const unsets = unsetsIn(owner, name);
    if (isParameter || !isSafe || all !== inRegions + found.length || unsets.all !== unsets.inBlocks)
      continue;
    for (const block of blocksOf(owner)) removeUnsets(block, name);
    for (const [at, one] of found.entries()) {
      for (const node of regions[at] ?? []) replaceUses(node, name, one.stands);
      const rest = isMadeByNext(regions[at]?.[0], one.stands) ? [] : [made(one)];
      one.block.splice(one.block.indexOf(one.statement), 1, ...rest);
    }
  }
}

/** The statements of the block for which the reference holds. */
function regionOf({ name, block, statement }: Reference): readonly php.Node[] {
  const rest = block.slice(block.indexOf(statement) + 1).filter(isNode);
  const next = rest.findIndex(
    (one) =>
      isKind(one, 'expressionstatement') &&
      isKind(one.expression, 'assignref') &&
      nameOf(one.expression.left) === name,
  );
  return next < 0 ? rest : rest.slice(0, next);
}

function usesOf(node: php.Node, name: string): number {
  let count = 0;
  walk(node, (one) => {
    if (nameOf(one) === name) count += 1;
    return one === node || !hasOwnVariables(one);
  });
  return count;
}

/** Closures may take variables of the function around them; these know none. */
function hasOwnVariables({ kind }: php.Node): boolean {
  return ['function', 'method', 'class', 'trait', 'interface', 'enum'].includes(kind);
}

/** `unset($call)` outside of where it stands for something: a reference is let go. */
function needlessUnsets(owner: php.Node, name: string, regions: readonly (readonly php.Node[])[]): number {
  const inside = new Set<php.Node>();
  for (const node of regions.flat()) walk(node, (one) => void inside.add(one));
  let count = 0;
  walk(owner, (one) => {
    if (one.kind === 'unset' && !inside.has(one))
      count += partsOf(one, 'variables').filter((each) => nameOf(each) === name).length;
  });
  return count;
}

/** Whether the place is the same for as long as the reference holds. */
function mayStand({ name, stands }: Reference, region: readonly php.Node[]): boolean {
  if (!isPlace(stands) || usesOf(stands, name) > 0) return false;
  const variables = new Set<string>();
  const members = new Set<string>();
  walk(stands, (one) => {
    const variable = nameOf(one);
    if (variable !== undefined && variable !== 'this') variables.add(variable);
    if (one.kind === 'propertylookup' || one.kind === 'staticlookup')
      members.add(textOfName(part(one, 'offset') as php.Node));
  });
  const movesIt = (target: unknown): boolean => {
    if (!isNode(target)) return false;
    const variable = nameOf(target);
    if (variable !== undefined) return variables.has(variable);
    if (target.kind !== 'propertylookup' && target.kind !== 'staticlookup') return false;
    return members.has(textOfName(part(target, 'offset') as php.Node));
  };
  const lastUse = Math.max(-1, ...region.map((node) => lastUseIn(node, name)));
  return region.every(
    (node) =>
      !some(node, (one) => {
        if (isInner(one) && usesOf(one, name) > 0) return true;
        if (one.kind === 'assignref' && nameOf(part(one, 'left')) === name) return true;
        if (one.kind === 'foreach' || one.kind === 'catch' || one.kind === 'global' || one.kind === 'static')
          return targetsOf(one).some((target) => nameOf(target) === name || movesIt(target));
        if (one.kind === 'call') return changesOrder(one) && targetsOf(one).some((target) => movesIt(target));
        if (one.kind === 'unset' && (one.loc?.start.offset ?? 0) > lastUse) return false;
        if (one.kind === 'unset') return targetsOf(one).some((target) => removes(target, movesIt));
        return targetsOf(one).some(movesIt);
      }),
  );
}

function removes(target: unknown, movesIt: (target: unknown) => boolean): boolean {
  if (movesIt(target)) return true;
  return isNode(target) && target.kind === 'offsetlookup' && removes(part(target, 'what'), movesIt);
}

function lastUseIn(node: php.Node, name: string): number {
  let last = -1;
  walk(node, (one) => {
    if (one.kind === 'unset') {
      const others = partsOf(one, 'variables').filter((each) => isNode(each) && nameOf(each) === undefined);
      last = Math.max(last, ...others.map((each) => lastUseIn(each as php.Node, name)));
      return false;
    }
    if (nameOf(one) === name) last = Math.max(last, one.loc?.start.offset ?? 0);
    return true;
  });
  return last;
}

function changesOrder(call: php.Node): boolean {
  const name = textOfName(part(call, 'what') as php.Node);
  return /sort$|^(array_(shift|pop|unshift|splice|push|walk)|shuffle)$/i.test(name);
}

/** `$a`, `$this->m`, `A::$m` and elements of them, with keys that are read without an effect. */
function isPlace(node: unknown): boolean {
  if (!isNode(node)) return false;
  const what = part(node, 'what');
  const offset = part(node, 'offset');
  switch (node.kind) {
    case 'variable':
      return nameOf(node) !== undefined;
    case 'propertylookup':
      return isKind(offset, 'identifier') && isPlace(what);
    case 'staticlookup':
      return nameOf(offset) !== undefined;
    case 'offsetlookup':
      return isPlace(what) && isKey(offset);
    default:
      return false;
  }
}

function isKey(node: unknown): boolean {
  return isNode(node) && (node.kind === 'string' || node.kind === 'number' || isPlace(node));
}

function replaceUses(node: php.Node, name: string, stands: php.Node): void {
  const put = (holder: Parent | unknown[], key: string | number, value: unknown): void => {
    if (nameOf(value) !== name) return;
    const copy = Object.assign(structuredClone(stands), { loc: (value as php.Node).loc });
    Reflect.set(holder, key, copy);
  };
  for (const child of childrenOf(node)) if (nameOf(child) !== name) replaceUses(child, name, stands);
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    if (Array.isArray(value)) for (const [at, one] of value.entries()) put(value as unknown[], at, one);
    else put(node as unknown as Parent, key, value);
  }
}

/** A reference makes what is not there, as null. */
function made({ statement, stands }: Reference): php.Node {
  const { loc } = statement;
  const right = { kind: 'nullkeyword', loc };
  const expression = { kind: 'assign', operator: '??=', left: structuredClone(stands), right, loc };
  return Object.assign(structuredClone(statement), { expression });
}

function isMadeByNext(next: php.Node | undefined, stands: php.Node): boolean {
  if (stands.kind !== 'offsetlookup') return true;
  if (!isKind(next, 'expressionstatement') || !isKind(next.expression, 'assign')) return false;
  const left = next.expression.left as unknown;
  return isNode(left) && left.kind === 'offsetlookup' && isBelow(left, stands);
}

/** Whether `$a['b']['c']` is in `$a['b']`. */
function isBelow(node: unknown, place: php.Node): boolean {
  if (!isNode(node) || node.kind !== 'offsetlookup') return false;
  const what = part(node, 'what');
  return isSame(what, place) || isBelow(what, place);
}

function isSame(a: unknown, b: unknown): boolean {
  const shape = (node: unknown): string =>
    JSON.stringify(node, (key, value: unknown) => (key === 'loc' ? undefined : value));
  return shape(a) === shape(b);
}

/** `unset($call)` lets the reference go, and nothing else. */
function unsetsIn(owner: php.Node, name: string): { readonly all: number; readonly inBlocks: number } {
  let all = 0;
  walk(owner, (one) => {
    if (one.kind === 'unset') all += namedIn(one, name).length;
  });
  const inBlocks = blocksOf(owner)
    .flat()
    .filter(isNode)
    .filter(({ kind }) => kind === 'unset');
  return { all, inBlocks: inBlocks.reduce((sum, one) => sum + namedIn(one, name).length, 0) };
}

function namedIn(unset: php.Node, name: string): readonly unknown[] {
  return partsOf(unset, 'variables').filter((one) => nameOf(one) === name);
}

function removeUnsets(block: unknown[], name: string): void {
  for (const [at, statement] of [...block.entries()].reverse()) {
    if (!isNode(statement) || statement.kind !== 'unset') continue;
    const left = partsOf(statement, 'variables').filter((one) => nameOf(one) !== name);
    if (left.length === 0) block.splice(at, 1);
    else Reflect.set(statement, 'variables', left);
  }
}
