import { expect } from 'chai';
import * as php from '../../../porting/php/index.js';
import { attempt, Thrown } from '../../support/php-values.js';

function thrown(action: () => unknown): php.PhpError {
  try {
    action();
  } catch (error) {
    if (error instanceof php.PhpError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe("what PHP's functions need around them", () => {
  afterEach(() => {
    php.setOutput();
    php.setTime();
  });

  it('output goes where the program says', () => {
    const written: string[] = [];
    php.setOutput((part) => written.push(part));
    php.echo('a', 1.0, null, true);
    php.print('b');
    php.printR([1]);
    expect(written.join('|')).to.equal('a|1||1|b|Array\n(\n    [0] => 1\n)\n');
  });

  it('time comes from the clock that is set', () => {
    php.setTime(() => 1_784_567_890_250);
    expect([php.time(), php.microtime(true) as unknown, php.date('Y-m-d')]).to.deep.equal([
      1784567890,
      1784567890.25,
      '2026-07-20',
    ]);
    expect(php.microtime()).to.equal('0.25000000 1784567890');
    expect(php.strtotime('+1 day')).to.equal(1784567890 + 86400);
  });

  it('a time that is not understood is told, not guessed', () => {
    expect(thrown(() => php.strtotime('the day after the feast')).code).to.equal('PHP_NOT_SUPPORTED');
  });

  it('functions of the program are called by their names once they are known', () => {
    expect(thrown(() => php.arrayMap('my_function', [1])).code).to.equal('PHP_UNKNOWN_NAME');
    php.defineFunction('My_Function', (value: unknown) => php.concat('<', value, '>'));
    expect(php.arrayMap('my_function', [1])).to.deep.equal(['<1>']);
    expect(php.functionExists('MY_FUNCTION')).to.equal(true);
  });

  it('constants of the program are known after define()', () => {
    expect(thrown(() => php.constant('MY_LIMIT')).code).to.equal('PHP_UNKNOWN_NAME');
    expect([
      php.define('MY_LIMIT', 3),
      php.constant('MY_LIMIT') as unknown,
      php.define('MY_LIMIT', 4),
    ]).to.deep.equal([true, 3, false]);
  });

  it('patterns that JavaScript does not have are refused, with the reason', () => {
    for (const pattern of [
      '/a++/',
      '/(?>a)/',
      '/(a(?R)?b)/',
      '/(?(1)a|b)/',
      '/a\\Kb/',
      '/[a/',
      'abc',
      '/a/e',
      '/(/',
    ]) {
      expect(thrown(() => php.pregMatch(pattern, 'a')).code, pattern).to.equal('PHP_PATTERN');
    }
    expect(thrown(() => php.pregMatch('/a++/', 'a')).message).to.include('possessive');
  });

  it('matches fill an array too, unless groups have names', () => {
    const matches: unknown[] = [];
    expect(php.pregMatch('/(b)(c)?/', 'abd', matches)).to.equal(1);
    expect(matches).to.deep.equal(['b', 'b']);
    expect(thrown(() => php.pregMatch('/(?<x>b)/', 'b', [])).code).to.equal('PHP_TYPE');
  });

  it('errors tell what PHP would have thrown', () => {
    const error = thrown(() => php.divide(1, 0));
    expect([error.code, error.phpClass]).to.deep.equal(['PHP_DIVISION_BY_ZERO', 'DivisionByZeroError']);
    expect(attempt(() => php.jsonDecode('{', false, 512, 4194304) as unknown)).to.deep.equal(
      new Thrown('JsonException'),
    );
  });

  it('chance stays within its limits', () => {
    const drawn = Array.from({ length: 200 }, () => [
      php.rand(3, 5),
      php.mtRand(3, 5),
      php.randomInt(3, 5),
    ]).flat();
    expect([...new Set(drawn)].sort()).to.deep.equal([3, 4, 5]);
    const list = [1, 2, 3, 4];
    php.shuffle(list);
    expect([...list].sort()).to.deep.equal([1, 2, 3, 4]);
    expect([0, 1]).to.include(php.arrayRand(['a', 'b']));
    expect(php.arrayRand(['a', 'b'], 2)).to.deep.equal([0, 1]);
    expect(php.strlen(php.randomBytes(16))).to.equal(16);
    expect(new Set([php.uniqid(), php.uniqid(), php.uniqid('', true)]).size).to.equal(3);
    expect(attempt(() => php.randomInt(5, 3))).to.deep.equal(new Thrown('ValueError'));
  });

  it('the search functions of PHP 8.4 are there', () => {
    const list = php.phpArray([
      ['a', 1],
      ['b', 2],
    ]);
    const isTwo = (value: unknown): boolean => value === 2;
    expect([
      php.arrayFind(list, isTwo) as unknown,
      php.arrayFindKey(list, isTwo),
      php.arrayAny(list, isTwo),
      php.arrayAll(list, isTwo),
    ]).to.deep.equal([2, 'b', true, false]);
    expect(php.arrayFind([], isTwo)).to.equal(null);
    expect(php.mbStrPad('ä', 3, '-', 2)).to.equal('-ä-');
  });

  it('what cannot be translated, blocks or differs is told by the tables', () => {
    expect(php.blockingFunctions.get('curl_exec')).to.equal('network');
    expect(php.untranslatableFunctions.get('compact')).to.include('variables');
    expect(php.phpFunctions.get('mt_rand')?.note).to.include('seed');
    const twice = [...php.phpFunctions.keys()].filter(
      (name) => php.blockingFunctions.has(name) || php.untranslatableFunctions.has(name),
    );
    expect(twice).to.deep.equal([]);
  });
});
