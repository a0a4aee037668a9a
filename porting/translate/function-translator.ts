import type { PhpClass } from '../read/model.js';
import {
  walk,
  type ArrowFunction,
  type Closure,
  type Expression,
  type Parameter,
  type PhpNode,
  type Statement,
} from './ast.js';
import { callExpression } from './calls.js';
import { changedParameter } from './by-reference.js';
import { newExpression } from './new-expression.js';
import { classNamed, declaredMember, isPromoted } from './class-lookup.js';
import { atLeast, level, primary, quote, type Code } from './code.js';
import { asComment, commentText, oneComment, originalOf } from './comments.js';
import { includeCall } from './includes.js';
import {
  arrayLiteral,
  concatenation,
  encapsed,
  magic,
  matchExpression,
  numberLiteral,
  stringLiteral,
} from './literals.js';
import { foreachText, forText, whileText } from './loops.js';
import { binary, ternary, unary } from './operators.js';
import { cast } from './casts.js';
import { identity } from './comparisons.js';
import { factsOf } from './project-facts.js';
import { constant, element, empty, isset, member, staticLookup, variable } from './reading.js';
import { identifier } from './names.js';
import { FunctionScope } from './scope.js';
import { exitText } from './expression-statements.js';
import { statementText } from './statements.js';
import type { JumpTarget, Writing } from './function-writing.js';
import { copied } from './copies.js';
import { isPure } from './purity.js';
import { php, phpValueType, textOf, type Translating } from './translating.js';
import { scalarHint, typeOf, type StaticType, type TypeKnowledge } from './types.js';
import type { Dialect } from './dialect.js';
import type { TranslationUnit } from './unit.js';
import { assignment, assignReference, step } from './writing.js';

/** One function, method, closure or program that is translated. */
export interface FunctionOptions {
  readonly unit: TranslationUnit;
  readonly dialect: Dialect;
  readonly klass: PhpClass | undefined;
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly statements: readonly Statement[];
  readonly isHandler: boolean;
  readonly isStatic: boolean;
  readonly isConstructor: boolean;
  readonly mayAwait: boolean;
  readonly trustHints: boolean;
  readonly returns: StaticType;
  /** Variables of the function around a closure. */
  readonly captured?: ReadonlyMap<
    string,
    { readonly text: string; readonly type: StaticType; readonly isReassigned: boolean }
  >;
  /** Whether this is code outside functions, whose variables are the global ones. */
  readonly isProgram?: boolean;
}

/** What PHP gives every program: its arguments, the first of which is the program. */
const programVariables: ReadonlyMap<string, string> = new Map([
  ['argv', 'process.argv.slice(1)'],
  ['argc', '(process.argv.length - 1)'],
]);

interface Pending {
  readonly sentence: string;
  readonly node: PhpNode;
}

/** Writes the body of one function; closures inside get one of their own. */
export class FunctionTranslator implements Writing {
  readonly unit;
  readonly dialect;
  readonly facts;
  readonly klass;
  readonly scope: FunctionScope;
  readonly functionName;
  readonly isHandler;
  readonly isStatic;
  readonly isConstructor;
  readonly mayAwait;
  readonly returns;
  readonly aliases = new Map<string, Expression>();
  readonly jumps: JumpTarget[] = [];
  /** Whether there is an `await` in it. */
  isAsync = false;
  #pending: Pending[] = [];

  constructor(readonly options: FunctionOptions) {
    this.unit = options.unit;
    this.dialect = options.dialect;
    this.facts = factsOf(options.unit.project);
    this.klass = options.klass;
    this.functionName = options.name;
    this.isHandler = options.isHandler;
    this.isStatic = options.isStatic;
    this.isConstructor = options.isConstructor;
    this.mayAwait = options.mayAwait;
    this.returns = options.returns;
    this.scope = new FunctionScope(options.statements, {
      parameters: options.parameters,
      outer: new Map([...(options.captured ?? []), ...this.#outerVariables()]),
      known: { member: (name, isThis) => this.#typeOfMember(name, isThis) },
      trustHints: options.trustHints,
      avoid: new Set([
        options.dialect.self,
        ...[...(options.captured?.values() ?? [])].map(({ text }) => text),
      ]),
    });
  }

  get knowledge(): TypeKnowledge {
    return this.scope.knowledge;
  }

  #typeOfMember(name: string, isThis: boolean): StaticType {
    const isOwn =
      isThis &&
      this.klass !== undefined &&
      (declaredMember(this.klass, name) !== undefined || isPromoted(this.klass, name));
    return isOwn ? this.facts.typeOfMember(name) : 'value';
  }

  /** `global $x` and `static $x` name variables that live elsewhere. */
  #outerVariables(): Map<string, { text: string; type: StaticType; isReassigned: boolean }> {
    const found = new Map<string, { text: string; type: StaticType; isReassigned: boolean }>();
    const outer = (text: string): { text: string; type: StaticType; isReassigned: boolean } => ({
      text,
      type: 'value',
      isReassigned: true,
    });
    const shared = (name: string): string =>
      programVariables.get(name) ?? `${this.unit.php('globals')}.${name}`;
    if (this.options.isProgram === true) {
      for (const name of [...this.facts.globals, ...programVariables.keys()])
        found.set(name, outer(shared(name)));
    }
    for (const statement of this.options.statements) {
      walk(statement, (node) => {
        if (node.kind === 'closure' || node.kind === 'function' || node.kind === 'class') return false;
        if (node.kind === 'global') {
          for (const { name } of node.items)
            if (typeof name === 'string') found.set(name, outer(shared(name)));
        }
        if (node.kind === 'static') {
          for (const { variable: one, defaultValue } of node.variables) {
            if (typeof one.name !== 'string') continue;
            const value = defaultValue
              ? constantText(this.unit, this.dialect, this.klass, defaultValue)
              : 'null';
            found.set(one.name, outer(this.moduleVariable(one.name, value)));
          }
        }
        return true;
      });
    }
    return found;
  }

  moduleVariable(name: string, value: string): string {
    const owner = [this.klass?.name, this.functionName]
      .filter((part) => part !== undefined && part !== '')
      .join('_');
    return this.unit.moduleVariable(
      `${owner.charAt(0).toLowerCase()}${owner.slice(1)}_${name}`,
      `: ${phpValueType(this.unit)} = ${value}`,
    );
  }

  noteAwait(): void {
    this.isAsync = true;
  }

  todo(node: PhpNode, sentence: string): Code {
    this.unit.problem('todo', sentence, node);
    if (!this.#pending.some((one) => one.sentence === sentence && one.node === node))
      this.#pending.push({ sentence, node });
    return { text: `${this.unit.php('notPorted')}(${quote(inShort(sentence))})`, level: level.call };
  }

  notice(node: PhpNode, sentence: string): void {
    this.unit.problem('notice', sentence, node);
  }

  /** All statements, with their comments and the empty lines between them. */
  statements(nodes: readonly Statement[]): string {
    const { text } = this.unit.file;
    let output = '';
    let end: number | undefined;
    for (const node of nodes) {
      const comments = node.leadingComments ?? [];
      const isBehind = (offset: number): boolean =>
        end !== undefined && !text.slice(end, offset).includes('\n');
      const behind =
        end === undefined ? [] : comments.filter((one) => one.kind === 'commentline' && isBehind(one.offset));
      const before = comments.filter((one) => !behind.includes(one));
      const written = this.#statement(node);
      const start = before[0]?.offset ?? node.loc?.start.offset;
      if (output !== '') {
        for (const one of behind) output += ` ${oneComment(one)}`;
        const isApart = end !== undefined && start !== undefined && /\n[ \t]*\n/.test(text.slice(end, start));
        if (written !== '' || before.length > 0) output += isApart ? '\n\n' : '\n';
      } else output += commentText(behind);
      const piece = `${commentText(before)}${written}`;
      output += written === '' ? piece.trimEnd() : piece;
      const after = (node.trailingComments ?? []).map(oneComment).join('\n');
      if (after !== '')
        output +=
          node.loc && !text.slice(node.loc.end.offset, node.trailingComments?.[0]?.offset).includes('\n')
            ? ` ${after}`
            : `\n${after}`;
      end = node.loc?.end.offset;
    }
    return output;
  }

  /** One statement, behind what has to be said and declared before it. */
  #statement(node: Statement): string {
    const outer = this.#pending;
    this.#pending = [];
    const hoisted = this.scope
      .hoistedBefore(node)
      .map((one) => `let ${one.text}: ${phpValueType(this.unit)};`);
    const written = this.#statementText(node);
    const notes = this.#pending.map(({ sentence, node: where }) => this.#note(sentence, where, node));
    this.#pending = outer;
    return [...hoisted, ...new Set(notes), written].filter((one) => one !== '').join('\n');
  }

  #note(sentence: string, where: PhpNode, statement: Statement): string {
    const isSimple =
      statement.kind === 'expressionstatement' || statement.kind === 'return' || statement.kind === 'echo';
    const original = originalOf(this.unit, isSimple ? statement : where);
    return `// TODO(port): ${sentence}\n${asComment(original)}`;
  }

  #statementText(node: Statement): string {
    switch (node.kind) {
      case 'while':
      case 'do':
        return whileText(this, node);
      case 'for':
        return forText(this, node);
      case 'foreach':
        return foreachText(this, node);
      default:
        return statementText(this, node);
    }
  }

  expression(node: Expression): Code {
    switch (node.kind) {
      case 'variable':
        return variable(this, node);
      case 'string':
        return stringLiteral(this, node);
      case 'nowdoc':
        return primary(quote(node.value));
      case 'number':
        return numberLiteral(this, node);
      case 'boolean':
        return primary(String(node.value));
      case 'nullkeyword':
        return primary('null');
      case 'encapsed':
        return encapsed(this, node);
      case 'encapsedpart':
        return this.expression(node.expression);
      case 'magic':
        return magic(this, node);
      case 'array':
        return arrayLiteral(this, node);
      case 'name':
        return constant(this, node);
      case 'propertylookup':
      case 'nullsafepropertylookup':
        return member(this, node);
      case 'offsetlookup':
        return element(this, node);
      case 'staticlookup':
        return staticLookup(this, node);
      case 'assign':
        return assignment(this, node, false);
      case 'assignref':
        return assignReference(this, node);
      case 'pre':
      case 'post':
        return step(this, node, false);
      case 'bin':
        return node.type === 'instanceof'
          ? this.#instanceOf(node)
          : node.type === '.'
            ? concatenation(this, [node])
            : binary(this, node);
      case 'unary':
        return unary(this, node);
      case 'cast':
        return cast(this, node);
      case 'retif':
        return ternary(this, node);
      case 'call':
        return callExpression(this, node, false);
      case 'new':
        return newExpression(this, node);
      case 'closure':
      case 'arrowfunc':
        return this.closure(node);
      case 'isset':
        return isset(this, node.variables);
      case 'empty':
        return empty(this, node.expression);
      case 'silent':
        return this.expression(node.expr);
      case 'clone':
        return php(this, 'clone', textOf(this, node.what));
      case 'print':
        return php(this, 'print', textOf(this, node.expression));
      case 'exit':
        return exitText(this, node.expression);
      case 'throw':
        return { text: `(() => { throw ${this.expression(node.what).text}; })()`, level: level.call };
      case 'include':
        return includeCall(this, node);
      case 'match':
        return this.#match(node);
      case 'eval':
        return this.todo(node, 'eval() runs a text as a program; write the program.');
      case 'yield':
      case 'yieldfrom':
        return this.todo(node, 'A generator; return an array, or write function* by hand.');
      default:
        return this.todo(node, `This expression (${node.kind}) is not known.`);
    }
  }

  #instanceOf(node: Extract<Expression, { readonly kind: 'bin' }>): Code {
    const { left, right } = node;
    const isKnown =
      right.kind === 'name' || right.kind === 'selfreference' || right.kind === 'staticreference';
    if (!isKnown) return this.todo(node, 'The class of this instanceof is only known when it runs.');
    const found =
      right.kind === 'name'
        ? classNamed(this.unit, right.name)
        : this.klass
          ? ({ kind: 'project', klass: this.klass } as const)
          : undefined;
    const of = (name: string): Code => ({
      text: `${textOf(this, left, level.relation)} instanceof ${name}`,
      level: level.relation,
    });
    switch (found?.kind) {
      case 'project':
        if (found.klass.kind === 'interface')
          return this.todo(
            node,
            `${found.klass.name} is an interface, which nothing knows of when it runs; ask for a method of it.`,
          );
        return of(this.dialect.className(found.klass));
      case 'library':
        return of(this.dialect.libraryClass(found.library.name));
      case 'exception':
        return found.name === 'Exception'
          ? php(this, 'isException', textOf(this, left))
          : of(this.unit.php(found.name));
      case 'throwable':
        return found.name.toLowerCase() === 'throwable'
          ? of('Error')
          : php(this, 'isPhpError', textOf(this, left), quote(found.name));
      case 'stdClass':
        return php(this, 'isA', textOf(this, left), quote('stdClass'));
      default:
        return this.todo(node, 'There is no such class here.');
    }
  }

  #match(node: Extract<Expression, { readonly kind: 'match' }>): Code {
    const isTrue = node.cond.kind === 'boolean' && node.cond.value;
    if (isTrue)
      return matchExpression(this, node, '', (test) => ({
        text: `${textOf(this, test, level.relation)} === true`,
        level: level.equality,
      }));
    if (isPure(node.cond)) return matchExpression(this, node, '', (test) => identity(this, node.cond, test));
    const value = atLeast(copied(this, node.cond), level.assignment);
    return matchExpression(this, node, value, (test) =>
      php(this, 'identical', 'subject', textOf(this, test)),
    );
  }

  closure(node: Closure | ArrowFunction): Code {
    const statements: readonly Statement[] =
      node.kind === 'closure'
        ? node.body.children
        : [{ kind: 'return', expr: node.body, loc: node.body.loc ?? null }];
    const reference = changedParameter(node);
    if (reference !== undefined) {
      return this.todo(
        node,
        `A closure that changes its argument $${reference} by reference; let it return the new value.`,
      );
    }
    const captured = new Map<string, { text: string; type: StaticType; isReassigned: boolean }>();
    const byValue: string[] = [];
    const locals: string[] = [];
    const names =
      node.kind === 'closure'
        ? node.uses.map((one) => ({ name: one.name, isShared: one.byref === true }))
        : this.#freeVariables(node).map((name) => ({ name, isShared: false }));
    for (const { name, isShared } of names) {
      if (typeof name !== 'string') continue;
      const own = this.scope.variable(name);
      const text = own?.text ?? name;
      const isWritten = !isShared && writes(statements, name);
      const isSteady =
        own !== undefined && !own.isReassigned && !own.isChanged && own.place !== 'elsewhere' && !isWritten;
      if (!isShared && !isSteady) byValue.push(name);
      // Each call begins with the value that was taken.
      const local = isWritten ? this.scope.freshName(`${identifier(name)}_`) : text;
      if (isWritten)
        locals.push(
          `let ${local}: ${phpValueType(this.unit)} = ${this.unit.php('copyOf')}(${text.split('.').at(-1) ?? text});`,
        );
      captured.set(name, { text: local, type: isSteady ? own.type : 'value', isReassigned: !isSteady });
    }
    const inner = new FunctionTranslator({
      ...this.options,
      name: '{closure}',
      parameters: node.arguments,
      statements,
      isHandler: false,
      isStatic: this.isStatic,
      isConstructor: false,
      mayAwait: false,
      trustHints: false,
      returns: 'value',
      captured,
      isProgram: false,
    });
    const body = node.kind === 'arrowfunc' ? undefined : inner.statements(statements);
    const parameters = printParameters(inner, node.arguments, false).join(', ');
    const start = [...locals, copiesOfParameters(inner, node.arguments)]
      .filter((one) => one !== '')
      .join('\n');
    let text: string;
    if (body === undefined) {
      const value = node.kind === 'arrowfunc' ? copied(inner, node.body) : primary('null');
      text = `(${parameters}) => ${value.text.startsWith('{') ? `(${value.text})` : atLeast(value, level.assignment)}`;
    } else text = `(${parameters}) => {\n${[start, body].filter((one) => one !== '').join('\n')}\n}`;
    this.#pending.push(...inner.#pending);
    const code: Code = { text, level: level.assignment };
    if (byValue.length === 0) return code;
    // PHP takes the values that the variables have now.
    const taken = byValue.map((name) => this.scope.variable(name)?.text ?? name);
    const simple = taken.map((one) => one.split('.').at(-1) ?? one);
    const values = byValue.map((name) => atLeast(copied(this, { kind: 'variable', name }), level.assignment));
    const isRenamed = simple.some((one, index) => one !== taken[index]);
    const body2 = isRenamed
      ? simple.reduce((all, one, index) => all.replaceAll(taken[index] ?? one, one), text)
      : text;
    return {
      text: `((${simple.map((one) => `${one}: ${phpValueType(this.unit)}`).join(', ')}) => ${body2.startsWith('(') ? `(${body2})` : body2})(${values.join(', ')})`,
      level: level.call,
    };
  }

  #freeVariables(node: ArrowFunction): string[] {
    const own = new Set(node.arguments.map((one) => one.name.name));
    const found = new Set<string>();
    walk(node.body, (one) => {
      if (
        one.kind === 'variable' &&
        typeof one.name === 'string' &&
        one.name !== 'this' &&
        !own.has(one.name)
      ) {
        if (this.scope.variable(one.name)) found.add(one.name);
      }
    });
    return [...found];
  }
}

/** What stands in the program: the beginning of the sentence that the report has as a whole. */
function inShort(sentence: string): string {
  const end = sentence.search(/[:;,](?= )/);
  return end < 0 ? sentence.replace(/\.$/, '') : sentence.slice(0, end);
}

/** Whether a closure's body assigns or changes the variable. */
function writes(statements: readonly Statement[], name: string): boolean {
  const scope = new FunctionScope(statements, {
    parameters: [],
    outer: new Map(),
    known: { member: () => 'value' },
    trustHints: false,
    avoid: new Set(),
  });
  const found = scope.variable(name);
  // Only read: it is never assigned, so it is hoisted, and nothing changes it.
  return found !== undefined && (found.isChanged || found.place === 'inPlace' || assigns(statements, name));
}

function assigns(statements: readonly Statement[], name: string): boolean {
  let found = false;
  for (const statement of statements) {
    walk(statement, (node) => {
      const target =
        node.kind === 'assign' || node.kind === 'assignref'
          ? node.left
          : node.kind === 'pre' || node.kind === 'post'
            ? node.what
            : undefined;
      if (target?.kind === 'variable' && target.name === name) found = true;
      return !found;
    });
  }
  return found;
}

/** Parameters as they are written. `isTyped`: hints are kept. */
export function printParameters(
  t: FunctionTranslator,
  parameters: readonly Parameter[],
  isTyped: boolean,
): string[] {
  return parameters.map((one, index) => {
    const variableOf = t.scope.variable(one.name.name);
    const name = variableOf?.text ?? one.name.name;
    const any = phpValueType(t.unit);
    if (one.variadic) return `...${name}: ${any}[]`;
    const isNullable = one.nullable || one.value?.kind === 'nullkeyword';
    const hint = isTyped && variableOf?.isReassigned !== true ? scalarHint(one.type, isNullable) : undefined;
    const isMessage = isTyped && variableOf?.type === 'message' && !variableOf.isReassigned;
    const type =
      isMessage || (t.isHandler && index === 0 && isTyped && !isNullable)
        ? t.dialect.messageType()
        : (hint ?? any);
    if (one.value === null) return `${name}: ${type}`;
    const value = constantText(t.unit, t.dialect, t.klass, one.value);
    const known = typeOf(one.value, { variable: () => 'value', member: () => 'value' });
    const fits =
      hint === undefined ||
      { string: 'string', number: 'int', boolean: 'bool' }[hint] === known ||
      (hint === 'number' && known === 'number');
    return `${name}: ${fits ? type : any} = ${value}`;
  });
}

/** A parameter whose elements the function changes is a copy, as in PHP. */
export function copiesOfParameters(t: Translating, parameters: readonly Parameter[]): string {
  return parameters
    .filter((one) => !one.variadic && !one.byref && t.scope.variable(one.name.name)?.isChanged === true)
    .map((one) => {
      const name = t.scope.variable(one.name.name)?.text ?? one.name.name;
      return `${name} = ${t.unit.php('copyOf')}(${name});`;
    })
    .join('\n');
}

/** An expression outside of functions: a default, a constant. */
export function constantText(
  unit: TranslationUnit,
  dialect: Dialect,
  klass: PhpClass | undefined,
  node: Expression,
): string {
  const translator = new FunctionTranslator({
    unit,
    dialect,
    klass,
    name: '',
    parameters: [],
    statements: [],
    isHandler: false,
    isStatic: true,
    isConstructor: false,
    mayAwait: false,
    trustHints: false,
    returns: 'value',
  });
  return atLeast(translator.expression(node), level.assignment);
}
