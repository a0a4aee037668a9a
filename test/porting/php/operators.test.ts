import { expect } from 'chai';
import * as php from '../../../porting/php/index.js';
import { attempt, decoded, readPhpValues, shown, type Encoded } from '../../support/php-values.js';

const values = readPhpValues();

const operators: Readonly<Record<string, (left: unknown, right: unknown) => unknown>> = {
  '==': php.looseEquals,
  '===': php.identical,
  '<=>': php.compare,
  '<': php.less,
  '>': php.greater,
  '<=': php.lessOrEqual,
  '>=': php.greaterOrEqual,
  '+': php.add,
  '-': php.subtract,
  '*': php.multiply,
  '/': php.divide,
  '%': php.modulo,
  '.': php.concat,
};

const conversions: Readonly<Record<string, (value: unknown) => unknown>> = {
  bool: php.toBool,
  int: php.toInt,
  float: php.toFloat,
  string: php.text,
  array: php.toArray,
  object: php.toObject,
  empty: php.isEmpty,
  isset: (value) => php.isSet(value),
  '++': php.increment,
  '--': php.decrement,
  '-': php.negate,
  clone: (value) => php.clone(value),
};

const doings: Readonly<Record<string, (container: unknown, key: unknown) => unknown>> = {
  get: (container, key) =>
    (php.isSetElement(container, key) ? php.elementOf(container, key) : null) as unknown,
  isset: php.isSetElement,
  set: (container, key) => php.withElement(container, key, 'new') as unknown,
  unset: (container, key) => php.without(container, key) as unknown,
  'unset, append': (container, key) => php.append(php.without(container, key), 'end') as unknown,
  'set, append': (container, key) => php.append(php.withElement(container, key, 'new'), 'end') as unknown,
};

/** PHP throws `Error` where the messages of TypeError would not fit; here it is one kind. */
function sameThrow(result: string): string {
  return result.replace('throws Error', 'throws TypeError');
}

/** What differs, one line each, so that all of it is seen at once. */
function differences(
  names: readonly string[],
  expected: readonly Encoded[],
  describe: string,
  does: (name: string) => unknown,
): string[] {
  return names.flatMap((name, index) => {
    const wanted = sameThrow(shown(decoded(expected[index] ?? null)));
    const got = sameThrow(shown(attempt(() => does(name))));
    return got === wanted ? [] : [`${name} of ${describe}: PHP ${wanted}, here ${got}`];
  });
}

describe('PHP operators, as PHP 8.2 answered them', () => {
  it('knows each operator, conversion and access of the table', () => {
    expect(Object.keys(operators)).to.deep.equal(values.operators);
    expect(Object.keys(conversions)).to.deep.equal(values.conversions);
    expect(Object.keys(doings)).to.deep.equal(values.doings);
    expect(values.pairs.length).to.be.greaterThan(2000);
  });

  it('gives the same for each pair of operands', () => {
    const wrong = values.pairs.flatMap(([left, right, ...expected]) => {
      const given = (at: number): unknown => decoded(values.operands[at] ?? null);
      const name = `${shown(given(left))} and ${shown(given(right))}`;
      return differences(values.operators, expected, name, (operator) => {
        const first = given(left);
        return operators[operator]?.(first, left === right && isHandle(first) ? first : given(right));
      });
    });
    expect(wrong.join('\n')).to.equal('');
  });

  it('gives the same for each conversion', () => {
    const wrong = values.converted.flatMap(([value, ...expected]) =>
      differences(values.conversions, expected, shown(decoded(value)), (name) =>
        conversions[name]?.(decoded(value)),
      ),
    );
    expect(wrong.join('\n')).to.equal('');
  });

  it('reads, writes, unsets and appends elements alike', () => {
    const wrong = values.accesses.flatMap(([container, key, ...expected]) =>
      differences(values.doings, expected, `${shown(decoded(container))}[${shown(decoded(key))}]`, (name) =>
        doings[name]?.(decoded(container), decoded(key)),
      ),
    );
    expect(wrong.join('\n')).to.equal('');
  });
});

/** The same operand is the same object in PHP, too. */
function isHandle(value: unknown): boolean {
  return php.isObject(value) && !php.isArray(value);
}
