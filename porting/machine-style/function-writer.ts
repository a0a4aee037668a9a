import type { Method, Node } from 'php-parser';
import { methodsOf, type FoundMethod } from '../read/class-lookup.js';
import type { PhpClass, PhpHandler } from '../read/model.js';
import { isKind, isNode, textOfName } from '../read/nodes.js';
import { BodyTranslator, type TranslatedCallable } from '../translate/body-translator.js';
import { TranslationUnit } from '../translate/unit.js';
import type { OutsideDialect } from './machine-dialect.js';
import { machineDialect, machineModule } from './machine-dialect.js';
import type { MachineNames } from './machine-names.js';
import type { Members } from './members.js';
import { commentsOfBody } from './comments-of-body.js';
import { ClassComments } from './comments-of-class.js';
import { partOf } from './writes.js';

/** What the functions of one machine are written with. */
export interface FunctionOptions {
  readonly unit: TranslationUnit;
  readonly klass: PhpClass;
  readonly names: MachineNames;
  readonly members: Members;
  /** Name of the interface of its members. */
  readonly membersType: string;
  /** TypeScript type of a handler's message. */
  messageType(handler: PhpHandler): string;
  readonly outside: OutsideDialect;
}

/** Writes handlers and methods of a class as functions, and parts of them as expressions. */
export class FunctionWriter {
  /** Comments that are not written yet. */
  readonly comments: ClassComments;

  constructor(readonly options: FunctionOptions) {
    this.comments = new ClassComments(options.unit, options.klass);
  }

  /** `function initialStart(self: Draft<…>, msg: Message): 'Next' | undefined { … }` */
  handler(handler: PhpHandler): string {
    const { klass, names } = this.options;
    const { method, owner } = handler;
    const messageType = this.options.messageType(handler);
    const node = withStateNamed(method.node, handler.state);
    const parts = this.#translator(owner, 'self', messageType).callable(node, { isHandler: true });
    const returned = returnTypeOf(handler, parts.body);
    const text = this.#function(names.functionOf(handler), parts, returned);
    const comments = this.commentsOn(handler);
    const where = `/** State ${handler.state}, message ${handler.mt}${owner === klass ? '' : `, from ${owner.name}`}. */\n`;
    return `${comments === '' ? where : comments}${text}`;
  }

  /** A method that handlers call. */
  helper({ owner, method }: FoundMethod): string {
    const parts = this.#translator(owner, 'self', 'Message').callable(method.node);
    const comments = this.commentsOn({ owner, method });
    return `${comments}${this.#function(this.options.names.functionOf({ method }), parts, parts.returnType, method.isStatic)}`;
  }

  /** A function of these statements, with the parameters of a method: what a constructor does to the members. */
  statements(owner: PhpClass, method: Method, name: string, statements: readonly Node[]): string {
    const node = withBody(method, statements);
    const parts = this.#translator(owner, 'self', 'Message').callable(node);
    // Comments on the call of the parent's constructor, which is not among the statements.
    const others = [...commentsOfBody(owner.file, method)].filter(
      ([one]) => one === undefined || (method.body?.children.includes(one) && !statements.includes(one)),
    );
    const inside = this.comments.take(others.flatMap(([, comments]) => comments));
    return `${this.comments.of(owner, method)}${inside}${this.#function(name, parts, 'void')}`;
  }

  /**
   * An expression of a handler in a guard or an action, where `context` and the message have their names; undefined
   * when it cannot be written as one expression.
   */
  expression(owner: PhpClass, method: Method, node: Node): string | undefined {
    const body = [{ kind: 'return', expr: node, loc: node.loc ?? null }];
    const parts = this.#translator(owner, 'context', 'Message').callable(
      withBody(method, body as unknown as Node[]),
    );
    const [, expression] = /^return ([^]*?);?$/.exec(parts.body.trim()) ?? [];
    return expression === undefined || /;\s*\n/.test(expression) ? undefined : expression;
  }

  /** A default or constant. */
  constant(owner: PhpClass, node: Node): string {
    return this.#translator(owner, 'self', 'Message').constant(node);
  }

  /** The comments on a method, those of a declaration without a body before them. */
  commentsOn({ owner, method }: FoundMethod): string {
    return `${this.comments.ofAbstractMethod(method.name)}${this.comments.of(owner, method.node)}`;
  }

  #function(name: string, parts: TranslatedCallable, returned: string, isStatic = false): string {
    const { unit, membersType } = this.options;
    const self = `self: ${unit.imports.type(machineModule, 'Draft')}<${membersType}>`;
    const parameters = isStatic ? parts.parameters : [self, ...parts.parameters];
    return `function ${name}(${parameters.join(', ')}): ${returned} {\n${this.#withGrowingLists(parts.body)}\n}\n`;
  }

  /** `self.rows = arrayMerge(self.rows, …)` copies the list each time; `addRows` does not. */
  #withGrowingLists(body: string): string {
    const { unit, members } = this.options;
    return body.replace(/\bself\.([\w$]+) = arrayMerge\(self\.\1, /g, (merge, name: string) => {
      if (members.find(name)?.isRows !== true) return merge;
      return `self.${name} = ${unit.imports.value(machineModule, 'addRows')}(self.${name}, `;
    });
  }

  #translator(owner: PhpClass, self: 'self' | 'context', messageType: string): BodyTranslator {
    const { klass, names, members, outside } = this.options;
    const unit = new UnitOfClass(this.options.unit, owner);
    const dialect = machineDialect({ unit, klass, names, members, self, messageType, outside });
    return new BodyTranslator(unit, { dialect, klass: owner });
  }
}

/** The module of the machine, with problems noted where the class is written. */
class UnitOfClass extends TranslationUnit {
  override readonly imports: TranslationUnit['imports'];
  override readonly problems: TranslationUnit['problems'];

  constructor(unit: TranslationUnit, owner: PhpClass) {
    super(unit.project, owner.file);
    this.imports = unit.imports;
    this.problems = unit.problems;
  }
}

/** The same method with other statements. */
export function withBody(method: Method, statements: readonly Node[]): Method {
  const body = method.body ?? { kind: 'block', loc: method.loc ?? null };
  return Object.assign({}, method, {
    body: Object.assign({}, body, { children: [...statements] }),
  });
}

/** In a handler `$this->state->getName()` is known; in PHP it may have changed after a post, which is reported. */
function withStateNamed(method: Method, state: string): Method {
  const replace = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value !== 'object' || value === null) return value;
    if (isStateName(value))
      return {
        kind: 'string',
        value: state,
        raw: `'${state}'`,
        isDoubleQuote: false,
        unicode: false,
        loc: partOf(value, 'loc'),
      };
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, name === 'loc' ? part : replace(part)]),
    );
  };
  return usesState(method) ? (replace(method) as Method) : method;
}

/** Whether there is `$this->state` in it. */
export function usesState(node: unknown): boolean {
  return JSON.stringify(node, (name, value: unknown) => (name === 'loc' ? undefined : value)).includes(
    '"name":"getName"',
  );
}

/** `$this->state->getName()` */
function isStateName(node: object): boolean {
  if (!isKind(node, 'call') || !isKind(node.what, 'propertylookup')) return false;
  const { what, offset } = node.what;
  return (
    textOfName(offset).toLowerCase() === 'getname' &&
    isKind(what, 'propertylookup') &&
    isKind(what.what, 'variable') &&
    what.what.name === 'this' &&
    textOfName(what.offset) === 'state'
  );
}

/** The states as types, where all that is returned are texts. */
function returnTypeOf({ returns, returnsUnknown, method }: PhpHandler, body: string): string {
  const states = returns.filter((state) => state !== null).map((state) => JSON.stringify(state));
  if (states.length === 0 && !returnsUnknown && !/\breturn\s+[^;\s]/.test(body)) return 'undefined';
  const isLiteral = !returnsUnknown && returnsOnlyTexts(method.node);
  if (!isLiteral) return 'string | null | undefined';
  const none = returns.includes(null) ? ['undefined'] : [];
  const hasNull = /\breturn\b[^;]*\bnull\b/.test(body) ? ['null'] : [];
  return [...states, ...hasNull, ...none].join(' | ');
}

function returnsOnlyTexts(method: Method): boolean {
  let isOnly = true;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isKind(value, 'return')) isOnly &&= isText(value.expr);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, part] of Object.entries(value)) if (name !== 'loc') visit(part);
    }
  };
  visit(method.body);
  return isOnly;
}

function isText(node: Node | null | undefined): boolean {
  if (node === null || node === undefined || node.kind === 'nullkeyword' || node.kind === 'string')
    return true;
  if (!isKind(node, 'retif')) return false;
  // `$a ?: 'Dead'` gives $a.
  const given = partOf(node, 'trueExpr');
  return isNode(given) && isText(given) && isText(node.falseExpr);
}

/** The class's methods by name; PHP ignores case. */
export function methodNamed(klass: PhpClass, name: string): FoundMethod | undefined {
  return methodsOf(klass).get(name.toLowerCase());
}
