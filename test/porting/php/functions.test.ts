import { expect } from 'chai';
import * as php from '../../../porting/php/index.js';
import { numericConstants } from '../../../porting/php/constants.js';
import { phpConstants, phpFunctions } from '../../../porting/php/functions-table.js';
import { attempt, decoded, readPhpValues, shown, Thrown, type Call } from '../../support/php-values.js';

const { calls } = readPhpValues();
const exported = new Map<string, unknown>(Object.entries(php));

/** Time, chance, surroundings: PHP's answer of then says nothing about now. */
const untold = new Set(
  `rand mt_rand random_int lcg_value srand mt_srand shuffle array_rand uniqid random_bytes openssl_random_pseudo_bytes
   time microtime hrtime spl_object_id spl_object_hash getenv ini_get ini_set phpversion gethostname error_log error_reporting flush
   iterator_to_array mb_str_pad array_find array_find_key array_any array_all`.split(/\s+/),
);

/** The functions that callbacks.php names, in TypeScript. */
const callbacks: Readonly<Record<string, (...given: never[]) => unknown>> = {
  double: (x: unknown): unknown => php.multiply(x, 2),
  sum: (a: unknown, b: unknown): unknown => php.add(a, b),
  odd: (x: unknown) => php.looseEquals(php.modulo(x, 2), 1),
  order: (a: unknown, b: unknown) => php.compare(a, b),
  isLess: (a: unknown, b: unknown) => php.greater(a, b),
  byLength: (a: unknown, b: unknown) => php.strlen(a) - php.strlen(b),
  pair: (a: unknown, b: unknown) => `${php.text(a)}-${php.text(b)}`,
  upper: (m: unknown) => php.strtoupper(php.elementOf(m, 0)),
  named: (m: unknown) => php.concat(php.elementOf(m, 'word'), '!'),
  keyIsA: (k: unknown) => k === 'a',
  both: (v: unknown, k: unknown) => `${php.text(k)}=${php.text(v)}` !== 'b=2',
  length: (s: unknown) => php.strlen(s),
};

/** Where we do not follow PHP 8, each with its reason. */
const deliberate: readonly string[] = [
  // PHP 5 and 7 take both in either order, and old programs do so.
  'implode([0 => "a", 1 => "b"], ","): PHP throws TypeError, here "a,b"',
];

interface Answer {
  readonly result: unknown;
  readonly out: string;
  readonly after: ReadonlyMap<number, unknown>;
}

/** Calls our function as ported code does: by the style that the table says. */
function answer(call: Call): Answer {
  const entry = phpFunctions.get(call.f);
  if (entry === undefined) throw new Error(`${call.f} is not in the table`);
  const given = call.args.map((argument) => decoded(argument, callbacks));
  const after = new Map<number, unknown>();
  const [position = -1] = entry.byReference ?? [];
  if (entry.byReferenceStyle === 'setter' && position < given.length) {
    given[position] = (value: unknown) => after.set(position, value);
  }
  let out = '';
  php.setOutput((part) => {
    // The number of an object depends on what else the program has made.
    out += part.replace(/^object\(stdClass\)#\d+/gm, 'object(stdClass)#1');
  });
  const does = exported.get(entry.name) as (...args: unknown[]) => unknown;
  const result = attempt(() => does(...given));
  php.setOutput();
  if (entry.byReferenceStyle === 'in-place') after.set(position, given[position]);
  if (entry.byReferenceStyle === 'assign')
    after.set(position, result instanceof Thrown ? given[position] : result);
  return { result, out, after };
}

function differences(call: Call): string[] {
  const { result, out, after } = answer(call);
  const entry = phpFunctions.get(call.f);
  const name = `${call.f}(${call.args.map((argument) => shown(decoded(argument, callbacks))).join(', ')})`;
  const lines: string[] = [];
  const compare = (what: string, wanted: unknown, got: unknown): void => {
    if (shown(got) !== shown(wanted)) lines.push(`${name}${what}: PHP ${shown(wanted)}, here ${shown(got)}`);
  };
  const isResultTold =
    entry?.byReferenceStyle !== 'assign' && !(entry?.returns === 'nothing' && call.result === null);
  if (isResultTold || result instanceof Thrown)
    compare('', ordered(call, decoded(call.result, callbacks)), result);
  const written = String(decoded(call.out ?? '', callbacks));
  compare(' writes', written.replace(/^object\(stdClass\)#\d+/gm, 'object(stdClass)#1'), out);
  for (const [position, value] of after) {
    const changed = call.after ?? {};
    const argument = String(position) in changed ? changed[String(position)] : call.args[position];
    if (!(result instanceof Thrown))
      compare(` leaves argument ${String(position)}`, decoded(argument ?? null, callbacks), value);
  }
  return lines;
}

/** PHP promises the sign only; before 8.2, and on some machines still, it gives the difference. */
function ordered(call: Call, result: unknown): unknown {
  return /^str.*cmp$/.test(call.f) ? Math.sign(Number(result)) : result;
}

describe("PHP's constants", () => {
  it('have the values that PHP has', () => {
    const { constants } = readPhpValues();
    const wrong = [...numericConstants].filter(([name, value]) => constants[name] !== value);
    expect(wrong).to.deep.equal([]);
    expect(numericConstants.size).to.be.greaterThan(80);
  });

  it('are written in TypeScript as PHP has them', () => {
    const { constants } = readPhpValues();
    const texts = [...phpConstants].filter(
      ([name, code]) => code.startsWith("'") && typeof constants[name] === 'string',
    );
    const wrong = texts.filter(([name, code]) => JSON.parse(code.replaceAll("'", '"')) !== constants[name]);
    expect(wrong).to.deep.equal([]);
    expect(texts.map(([name]) => name)).to.include.members(['PHP_EOL', 'DATE_ATOM']);
    expect([shown(php.phpIntMax), shown(php.phpIntMin)]).to.deep.equal(
      ['PHP_INT_MAX', 'PHP_INT_MIN'].map((name) => shown(decoded(constants[name] ?? null))),
    );
  });
});

describe("PHP's functions, as PHP 8.2 answered them", () => {
  it('are all there', () => {
    const missing = [...phpFunctions].filter(([, { name }]) => typeof exported.get(name) !== 'function');
    expect(missing.map(([name]) => name)).to.deep.equal([]);
  });

  it('are all asked, except those that depend on time, chance and surroundings', () => {
    const asked = new Set(calls.map(({ f }) => f));
    const silent = [...phpFunctions.keys()].filter((name) => !asked.has(name) && !untold.has(name));
    expect(silent).to.deep.equal([]);
  });

  it('give the same, write the same, and leave the same behind', () => {
    const wrong = calls.flatMap(differences);
    expect(wrong.filter((line) => !deliberate.includes(line)).join('\n')).to.equal('');
    expect(deliberate.filter((line) => !wrong.includes(line))).to.deep.equal([]);
  });

  it('return what the table says', () => {
    const kinds: Readonly<Record<string, readonly string[]>> = {
      bool: ['bool'],
      int: ['int'],
      float: ['float', 'int'],
      number: ['float', 'int'],
      string: ['string'],
      list: ['array'],
      array: ['array'],
    };
    const wrong = calls.filter((call) => {
      const wanted = kinds[phpFunctions.get(call.f)?.returns ?? 'value'];
      const { result } = answer(call);
      return wanted !== undefined && !(result instanceof Thrown) && !wanted.includes(kindOf(result));
    });
    expect(wrong.map((call) => `${call.f} ${JSON.stringify(call.args)}`)).to.deep.equal([]);
  });
});

function kindOf(value: unknown): string {
  if (php.isFloat(value)) return 'float';
  if (php.isInt(value)) return 'int';
  if (php.isArray(value)) return 'array';
  return php.isBool(value) ? 'bool' : php.gettype(value);
}
