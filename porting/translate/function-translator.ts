import type { PhpClass } from '../read/model.js';
import type { Expression, PhpNode, Statement } from './ast.js';
import { typeOfConstant } from './constant-types.js';
import { atLeast, level, quote, type Code } from './code.js';
import { asComment, commentText, oneComment, originalOf } from './comments.js';
import type { Dialect } from './dialect.js';
import { expressionCode } from './expressions.js';
import type { FunctionOptions, JumpTarget, PendingNote, Writing } from './function-writing.js';
import { foreachText, forText, whileText } from './loops.js';
import { outerVariables } from './outer-variables.js';
import { factsOf } from './project-facts.js';
import { FunctionScope } from './scope.js';
import { statementText } from './statements.js';
import { phpValueType } from './translating.js';
import type { TypeKnowledge } from './types.js';
import type { TranslationUnit } from './unit.js';

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
  #pending: PendingNote[];

  constructor(readonly options: FunctionOptions) {
    this.#pending = options.pending ?? [];
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
      outer: new Map([...(options.captured ?? []), ...outerVariables(this, options)]),
      known: {
        member: this.facts.memberOf(options.klass),
        call: (node) => this.facts.returns.ofCall(node),
        ...(options.dialect.self === 'this' && { constant: (node) => typeOfConstant(this, node) }),
      },
      trustHints: options.trustHints,
      references: this.facts.references,
      avoid: new Set([
        options.dialect.self,
        ...[...(options.captured?.values() ?? [])].map(({ text }) => text),
      ]),
    });
  }

  get knowledge(): TypeKnowledge {
    return this.scope.knowledge;
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
      const comments = this.unit.commentsBefore(node);
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
    return expressionCode(this, node);
  }

  constant(node: Expression): string {
    return constantText(this.unit, this.dialect, this.klass, node);
  }

  inner(options: Pick<FunctionOptions, 'parameters' | 'statements' | 'captured'>): Writing {
    return new FunctionTranslator({
      ...this.options,
      ...options,
      name: '{closure}',
      isHandler: false,
      isConstructor: false,
      mayAwait: false,
      trustHints: false,
      returns: 'value',
      isProgram: false,
      pending: this.#pending,
    });
  }
}

/** What stands in the program: the beginning of the sentence that the report has as a whole. */
function inShort(sentence: string): string {
  const end = sentence.search(/[:;,](?= )/);
  return end < 0 ? sentence.replace(/\.$/, '') : sentence.slice(0, end);
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
