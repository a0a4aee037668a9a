import { mentions, type Assign, type Entry, type Expression, type New, type Statement } from './ast.js';
import { classNamed } from './class-lookup.js';
import type { TranslationUnit } from './unit.js';

/** Classes whose objects only hold what they are given, so that it does not matter when they are made. */
const holders: ReadonlySet<string> = new Set([
  'Message',
  'AppServiceSpec',
  'AppServiceCredentials',
  'AppUserCredentials',
  'AppUserSessionCredentials',
]);

/**
 * `$c = new C([$s = new AppServiceSpec('x')])` as two statements, where what is evaluated before the inner assignment
 * does nothing: so `$s` is declared where it is assigned.
 */
export function assignmentsBefore(
  unit: TranslationUnit,
  statements: readonly Statement[],
): readonly Statement[] {
  return statements.flatMap((statement) => {
    if (statement.kind !== 'expressionstatement' || statement.expression.kind !== 'assign')
      return [statement];
    const { expression } = statement;
    if (expression.left.kind !== 'variable' || expression.operator !== '=') return [statement];
    const taken: Assign[] = [];
    const right = new Taker(unit, expression, taken).take(expression.right);
    if (taken.length === 0) return [statement];
    const place = statement.loc ? { start: statement.loc.start, end: statement.loc.start } : null;
    const before = taken.map((one, at): Statement => ({
      kind: 'expressionstatement',
      expression: one,
      loc: place,
      leadingComments: at === 0 ? (statement.leadingComments ?? []) : [],
    }));
    return [...before, { ...statement, expression: { ...expression, right }, leadingComments: [] }];
  });
}

/** Goes through an expression in the order in which it is evaluated, up to what has an effect. */
class Taker {
  #isCalm = true;

  constructor(
    readonly unit: TranslationUnit,
    readonly whole: Expression,
    readonly taken: Assign[],
  ) {}

  take(node: Expression): Expression {
    switch (node.kind) {
      case 'new': {
        const given = node.arguments.map((one) => this.take(one));
        if (!this.#isHolder(node)) this.#isCalm = false;
        return given.every((one, at) => one === node.arguments[at]) ? node : { ...node, arguments: given };
      }
      case 'array': {
        const items = node.items.map((one) => (one.kind === 'entry' ? this.#entry(one) : one));
        if (node.items.some((one) => one.kind === 'variadic')) this.#isCalm = false;
        return { ...node, items };
      }
      case 'assign': {
        if (this.#isCalm && this.#mayStandBefore(node)) {
          this.taken.push(node);
          return node.left;
        }
        this.#isCalm = false;
        return node;
      }
      default:
        if (!isLiteral(node)) this.#isCalm = false;
        return node;
    }
  }

  #entry(entry: Entry): Entry {
    if (entry.byRef || entry.unpack || (entry.key && !isLiteral(entry.key))) {
      this.#isCalm = false;
      return entry;
    }
    return { ...entry, value: this.take(entry.value) };
  }

  #mayStandBefore({ left, right, operator }: Assign): boolean {
    if (operator !== '=' || left.kind !== 'variable' || typeof left.name !== 'string') return false;
    const { name } = left;
    let count = 0;
    mentions(this.whole, (one) => {
      if (one.kind === 'variable' && one.name === name) count += 1;
      return false;
    });
    return count === 1 && (isLiteral(right) || (right.kind === 'new' && this.#isHolder(right)));
  }

  /** Whether making the object has no effect. */
  #isHolder(node: New): boolean {
    if (node.what.kind !== 'name') return false;
    const found = classNamed(this.unit, node.what.name);
    const isPlain = node.arguments.every(
      (one) =>
        isLiteral(one) ||
        (one.kind === 'assign' && isLiteral(one.right)) ||
        (one.kind === 'new' && this.#isHolder(one)),
    );
    return isPlain && found.kind === 'library' && holders.has(found.library.name);
  }
}

function isLiteral(node: Expression): boolean {
  return ['string', 'number', 'boolean', 'nullkeyword', 'variable'].includes(node.kind);
}
