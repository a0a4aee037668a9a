import type { Node as ParsedNode } from 'php-parser';

/**
 * The tree of php-parser as it really is: its own types have no `kind` to tell nodes apart, and differ from what it
 * gives. Only what the translation looks at.
 */
export interface Comment {
  readonly kind: 'commentline' | 'commentblock';
  readonly value: string;
  readonly offset: number;
}

interface Base<Kind extends string> {
  readonly kind: Kind;
  readonly loc?: {
    readonly start: { readonly line: number; readonly offset: number };
    readonly end: { readonly line: number; readonly offset: number };
  } | null;
  readonly leadingComments?: readonly Comment[] | null;
  readonly trailingComments?: readonly Comment[] | null;
  readonly parenthesizedExpression?: boolean;
}

export type Identifier = Base<'identifier'> & { readonly name: string };
export type Name = Base<'name'> & { readonly name: string; readonly resolution: 'uqn' | 'qn' | 'fqn' | 'rn' };
export type TypeNode =
  | (Base<'typereference'> & { readonly name: string })
  | Name
  | (Base<'uniontype' | 'intersectiontype'> & { readonly types: readonly TypeNode[] })
  | Base<'selfreference' | 'staticreference' | 'parentreference'>;

export type Parameter = Base<'parameter'> & {
  readonly name: Identifier;
  readonly value: Expression | null;
  readonly type: TypeNode | null;
  readonly byref: boolean;
  readonly variadic: boolean;
  readonly readonly: boolean;
  readonly nullable: boolean;
  /** 0: no member; 1 public, 2 protected, 4 private. */
  readonly flags: number;
};

interface Callable {
  readonly arguments: readonly Parameter[];
  readonly type: TypeNode | null;
  readonly nullable: boolean;
  readonly byref: boolean;
}
export type Block = Base<'block'> & { readonly children: readonly Statement[] };
export type FunctionNode = Base<'function'> &
  Callable & { readonly name: Identifier; readonly body: Block | null };
export type MethodNode = Base<'method'> &
  Callable & {
    readonly name: Identifier;
    readonly body: Block | null;
    readonly isAbstract: boolean;
    readonly isStatic: boolean;
    readonly visibility: string;
  };
export type Closure = Base<'closure'> &
  Callable & {
    readonly uses: readonly (Variable & { readonly byref?: boolean })[];
    readonly body: Block;
    readonly isStatic: boolean;
  };
export type ArrowFunction = Base<'arrowfunc'> & Callable & { readonly body: Expression };

export type Variable = Base<'variable'> & { readonly name: string | Expression; readonly byref?: boolean };
export type PropertyLookup = Base<'propertylookup' | 'nullsafepropertylookup'> & {
  readonly what: Expression;
  readonly offset: Expression;
};
export type StaticLookup = Base<'staticlookup'> & { readonly what: Expression; readonly offset: Expression };
export type OffsetLookup = Base<'offsetlookup'> & {
  readonly what: Expression;
  readonly offset: Expression | false | null;
};
export type Call = Base<'call'> & { readonly what: Expression; readonly arguments: readonly Expression[] };
export type New = Base<'new'> & {
  readonly what: Expression | ClassNode;
  readonly arguments: readonly Expression[];
};
export type Entry = Base<'entry'> & {
  readonly key: Expression | null;
  readonly value: Expression;
  readonly byRef: boolean;
  readonly unpack: boolean;
};
export type ArrayNode = Base<'array'> & { readonly items: readonly (Entry | Variadic | Noop)[] };
export type ListNode = Base<'list'> & { readonly items: readonly (Entry | Noop | null)[] };
export type Assign = Base<'assign'> & {
  readonly left: Expression;
  readonly right: Expression;
  readonly operator: string;
};
export type AssignRef = Base<'assignref'> & { readonly left: Expression; readonly right: Expression };
export type Bin = Base<'bin'> & {
  readonly type: string;
  readonly left: Expression;
  readonly right: Expression;
};
export type Unary = Base<'unary'> & { readonly type: string; readonly what: Expression };
export type Step = Base<'pre' | 'post'> & { readonly type: '+' | '-'; readonly what: Expression };
export type Cast = Base<'cast'> & { readonly type: string; readonly expr: Expression };
export type Ternary = Base<'retif'> & {
  readonly test: Expression;
  readonly trueExpr: Expression | null;
  readonly falseExpr: Expression;
};
export type StringNode = Base<'string'> & {
  readonly value: string;
  readonly raw: string;
  readonly isDoubleQuote: boolean;
};
export type NumberNode = Base<'number'> & { readonly value: string | number };
export type BooleanNode = Base<'boolean'> & { readonly value: boolean };
export type NullNode = Base<'nullkeyword'>;
export type EncapsedPart = Base<'encapsedpart'> & { readonly expression: Expression };
export type Encapsed = Base<'encapsed'> & { readonly value: readonly EncapsedPart[]; readonly type: string };
export type NowDoc = Base<'nowdoc'> & { readonly value: string };
export type Magic = Base<'magic'> & { readonly value: string };
export type Match = Base<'match'> & {
  readonly cond: Expression;
  readonly arms: readonly { readonly conds: readonly Expression[] | null; readonly body: Expression }[];
};
export type Variadic = Base<'variadic'> & { readonly what: Expression };
export type NamedArgument = Base<'namedargument'> & { readonly name: string; readonly value: Expression };
export type Noop = Base<'noop'>;
export type Throw = Base<'throw'> & { readonly what: Expression };
export type Include = Base<'include'> & { readonly target: Expression; readonly once: boolean };

export type Expression =
  | Variable
  | PropertyLookup
  | StaticLookup
  | OffsetLookup
  | Call
  | New
  | ArrayNode
  | ListNode
  | Assign
  | AssignRef
  | Bin
  | Unary
  | Step
  | Cast
  | Ternary
  | StringNode
  | NumberNode
  | BooleanNode
  | NullNode
  | EncapsedPart
  | Encapsed
  | NowDoc
  | Magic
  | Match
  | Variadic
  | NamedArgument
  | Throw
  | Include
  | Identifier
  | Name
  | Closure
  | ArrowFunction
  | Entry
  | (Base<'isset'> & { readonly variables: readonly Expression[] })
  | (Base<'empty'> & { readonly expression: Expression })
  | (Base<'silent'> & { readonly expr: Expression })
  | (Base<'clone'> & { readonly what: Expression })
  | (Base<'print'> & { readonly expression: Expression })
  | (Base<'exit'> & { readonly expression: Expression | null })
  | Base<'selfreference' | 'staticreference' | 'parentreference' | 'variadicplaceholder'>
  | Base<'eval' | 'yield' | 'yieldfrom' | 'byref'>;

export type IfNode = Base<'if'> & {
  readonly test: Expression;
  readonly body: Statement;
  readonly alternate: Statement | null;
};
export type ForNode = Base<'for'> & {
  readonly init: readonly Expression[];
  readonly test: readonly Expression[];
  readonly increment: readonly Expression[];
  readonly body: Statement | null;
};
export type ForeachNode = Base<'foreach'> & {
  readonly source: Expression;
  readonly key: Expression | null;
  readonly value: Expression;
  readonly body: Statement | null;
};
export type SwitchCase = Base<'case'> & { readonly test: Expression | null; readonly body: Block | null };
export type SwitchNode = Base<'switch'> & {
  readonly test: Expression;
  readonly body: { readonly children: readonly SwitchCase[] };
};
export type Catch = Base<'catch'> & {
  readonly what: readonly Name[];
  readonly variable: Variable | null;
  readonly body: Block;
};
export type TryNode = Base<'try'> & {
  readonly body: Block;
  readonly catches: readonly Catch[];
  readonly always: Block | null;
};
export type PropertyStatement = Base<'propertystatement'> & {
  readonly properties: readonly PropertyNode[];
  readonly visibility: string | null;
  readonly isStatic: boolean;
};
export type PropertyNode = Base<'property'> & {
  readonly name: Identifier;
  readonly value: Expression | null;
  readonly readonly: boolean;
  readonly nullable: boolean;
  readonly type: TypeNode | null;
};
export type ConstantNode = Base<'constant'> & { readonly name: Identifier; readonly value: Expression };
export type ClassConstant = Base<'classconstant'> & {
  readonly constants: readonly ConstantNode[];
  readonly visibility: string;
};
export type TraitUse = Base<'traituse'> & {
  readonly traits: readonly Name[];
  readonly adaptations: readonly unknown[] | null;
};
export type ClassMember = MethodNode | PropertyStatement | ClassConstant | TraitUse;
/** `$x = 1` of `static $x = 1, $y`; the parser gives `$y` as a variable. */
type StaticVariable = Base<'staticvariable'> & {
  readonly variable: Variable;
  readonly defaultValue: Expression | null;
};

/** The variables of `static $x = 1, $y;` with their first values. */
export function staticVariables(
  node: Extract<Statement, { readonly kind: 'static' }>,
): readonly { readonly name: string; readonly value: Expression | null }[] {
  return node.variables.flatMap((one) => {
    const [variable, value] =
      one.kind === 'staticvariable' ? [one.variable, one.defaultValue] : ([one, null] as const);
    return typeof variable.name === 'string' ? [{ name: variable.name, value }] : [];
  });
}

export type ClassNode = Base<'class' | 'interface' | 'trait' | 'enum'> & {
  readonly name: Identifier | null;
  readonly extends?: Name | readonly Name[] | null;
  readonly implements?: readonly Name[] | null;
  readonly body: readonly ClassMember[];
  readonly isAbstract?: boolean;
};

export type Statement =
  | Block
  | FunctionNode
  | ClassNode
  | IfNode
  | ForNode
  | ForeachNode
  | SwitchNode
  | TryNode
  | Noop
  | Throw
  | Include
  | (Base<'expressionstatement'> & { readonly expression: Expression })
  | (Base<'echo'> & { readonly expressions: readonly Expression[] })
  | (Base<'while' | 'do'> & { readonly test: Expression; readonly body: Statement | null })
  | (Base<'return'> & { readonly expr: Expression | null })
  | (Base<'break' | 'continue'> & { readonly level: Expression | null })
  | (Base<'unset'> & { readonly variables: readonly Expression[] })
  | (Base<'global'> & { readonly items: readonly Variable[] })
  | (Base<'static'> & { readonly variables: readonly (StaticVariable | Variable)[] })
  | (Base<'inline'> & { readonly value: string })
  | (Base<'constantstatement'> & { readonly constants: readonly ConstantNode[] })
  | (Base<'namespace'> & { readonly name: string; readonly children: readonly Statement[] })
  | (Base<'declare'> & { readonly children: readonly Statement[]; readonly mode: string })
  | (Base<'usegroup'> & {
      readonly name: string | null;
      readonly items: readonly {
        readonly name: string;
        readonly alias: Identifier | null;
        readonly type: string | null;
      }[];
    })
  | Base<'goto' | 'label' | 'halt' | 'commentline' | 'commentblock' | 'error'>;

export type PhpNode =
  Expression | Statement | ClassMember | Parameter | PropertyNode | ConstantNode | SwitchCase | Catch;

/** The same node with types that tell what it is; the one place where php-parser's own types are left. */
export function typed<Kind extends PhpNode>(node: ParsedNode | Kind): Kind {
  return node as unknown as Kind;
}

/** The nodes directly below, in the order of the text. */
export function children(node: object): PhpNode[] {
  const found: PhpNode[] = [];
  const gather = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(gather);
    else if (typeof value === 'object' && value !== null && 'kind' in value) {
      if (value.kind === 'commentline' || value.kind === 'commentblock') return;
      found.push(value as PhpNode);
    }
  };
  for (const [key, value] of Object.entries(node) as [string, unknown][]) if (key !== 'loc') gather(value);
  return found;
}

/** Visits the node and all below, parents first; nothing below a node for which `visit` gives false. */
export function walk(node: PhpNode, visit: (node: PhpNode) => unknown): void {
  if (visit(node) === false) return;
  for (const child of children(node)) walk(child, visit);
}

/** Whether the node or one below is what is looked for. */
export function mentions(node: PhpNode, test: (node: PhpNode) => boolean): boolean {
  let found = false;
  walk(node, (one) => {
    if (test(one)) found = true;
    return !found;
  });
  return found;
}
