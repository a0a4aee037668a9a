import type * as php from 'php-parser';

/** The nodes that porting looks into, by `kind`. */
export interface NodesByKind {
  assign: php.Assign;
  assignref: php.AssignRef;
  bin: php.Bin;
  block: php.Block;
  boolean: php.Boolean;
  call: php.Call;
  class: php.Class;
  classconstant: php.ClassConstant;
  constantstatement: php.ConstantStatement;
  declare: php.Declare;
  do: php.Do;
  enum: php.Enum;
  exit: php.Exit;
  expressionstatement: php.ExpressionStatement;
  function: php.Function;
  identifier: php.Identifier;
  if: php.If;
  include: php.Include;
  inline: php.Inline;
  interface: php.Interface;
  magic: php.Magic;
  match: php.Match;
  method: php.Method;
  name: php.Name;
  namespace: php.Namespace;
  new: php.New;
  array: php.Array;
  entry: php.Entry;
  propertylookup: php.PropertyLookup;
  nullsafepropertylookup: php.PropertyLookup;
  propertystatement: php.PropertyStatement;
  retif: php.RetIf;
  return: php.Return;
  staticlookup: php.StaticLookup;
  string: php.String;
  switch: php.Switch;
  trait: php.Trait;
  traituse: php.TraitUse;
  try: php.Try;
  usegroup: php.UseGroup;
  variable: php.Variable;
  while: php.While;
}

/** Whether this is a node of that kind. */
export function isKind<Kind extends keyof NodesByKind>(node: unknown, kind: Kind): node is NodesByKind[Kind] {
  return isNode(node) && node.kind === kind;
}

/** Whether this is any node of php-parser. */
export function isNode(value: unknown): value is php.Node {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}

/** The nodes directly below this one, in the order in which they are written. */
export function childrenOf(node: php.Node): php.Node[] {
  const found: php.Node[] = [];
  const gather = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(gather);
    else if (isNode(value) && !isComment(value)) found.push(value);
  };
  for (const value of Object.values(node) as unknown[]) gather(value);
  return found;
}

function isComment({ kind }: php.Node): boolean {
  return kind === 'commentblock' || kind === 'commentline';
}

/** Calls `visit` for the node and all below it; what `visit` answers with `false` is not entered. */
export function walk(node: php.Node, visit: (node: php.Node) => unknown): void {
  const waiting = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (visit(next) !== false) waiting.push(...childrenOf(next).reverse());
  }
}

/** From 1; 1 for a node without a place. */
export function lineOf(node: php.Node): number {
  return node.loc?.start.line ?? 1;
}

/** The text of a name, which php-parser gives as a text or as a node. */
export function textOfName(name: php.Node | string | null | undefined): string {
  if (typeof name === 'string') return name;
  return isNode(name) && 'name' in name && typeof name.name === 'string' ? name.name : '';
}

/** The last part of a name with namespaces: `Message` of `\AppPlatform\Message`. */
export function withoutNamespace(name: string): string {
  return name.slice(name.lastIndexOf('\\') + 1);
}
