import { expect } from 'chai';
import fc from 'fast-check';
import { encode, ExactNumber, memberSlice, parseExact, RawJson } from '../../runtime/exact-json.js';

/** JSON text of any value, laid out in one of several ways. */
const anyText = fc
  .tuple(fc.jsonValue(), fc.constantFrom('', ' ', '\t', '\n', '  '))
  .map(([value, indent]) => JSON.stringify(value, null, indent));

const long = '12345678901234567890';

/** The value with long integers as `JSON.parse` reads them; a text that became a number by mistake stays one. */
function asParsed(value: unknown): unknown {
  return JSON.parse(encode(value));
}

describe('parseExact', () => {
  const cases: [string, string, unknown][] = [
    ['a small integer', '7', 7],
    ['the largest safe integer', '9007199254740991', 9007199254740991],
    ['the first integer beyond', '9007199254740993', new ExactNumber('9007199254740993')],
    ['a negative one', `-${long}`, new ExactNumber(`-${long}`)],
    ['one in an array', `[1,${long} ,2]`, [1, new ExactNumber(long), 2]],
    ['one after a colon', `{"id":${long}}`, { id: new ExactNumber(long) }],
    ['digits in a text', `{"a":"${long}","b":"x\\"${long}"}`, { a: long, b: `x"${long}` }],
    ['digits in a name', `{"${long}":1}`, { [long]: 1 }],
    ['a long fraction', '[1.12345678901234567890]', [1.1234567890123457]],
    ['a long fraction after a long integer', `[${long}.5]`, [Number(`${long}.5`)]],
    ['an exponent', `[${long}e3,1e0000000000000000001]`, [Number(`${long}e3`), 10]],
    [
      'a text that looks like the parser’s own mark',
      `["\\u0000${long}",${long}]`,
      [`\u0000${long}`, new ExactNumber(long)],
    ],
    [
      'a text that begins with two marks',
      `["\\u0000\\u0000x",${long}]`,
      ['\u0000\u0000x', new ExactNumber(long)],
    ],
    ['a name that begins with a mark', `{"\\u0000a" :${long}}`, { '\u0000a': new ExactNumber(long) }],
  ];
  for (const [name, text, expected] of cases) {
    it(`reads ${name}`, () => {
      expect(parseExact(text)).to.deep.equal(expected);
    });
  }

  it('lets no text of a peer become a number, which encode would write without quotes', () => {
    const text = `["\\u0000exact,true","\\u0000evil",${long}]`;
    expect(encode(parseExact(text))).to.equal(text);
  });

  it('refuses what is not JSON', () => {
    for (const text of ['', '{', `{a:${long}}`, `[0${long}]`, `${long},`]) {
      expect(() => parseExact(text), text).to.throw(SyntaxError);
    }
  });

  it('reads as JSON.parse does, but for long integers', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(asParsed(parseExact(text))).to.deep.equal(JSON.parse(text));
      }),
    );
  });

  it('reads the rest as JSON.parse does when there is a long integer too', () => {
    const trap = fc.constantFrom(
      '\u0000',
      '\u0000\u0000',
      `\u0000${long}`,
      long,
      `"${long}`,
      `${long}\\`,
      '\\u0000',
    );
    const value = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        trap,
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie('value')),
        fc.dictionary(fc.oneof(trap, fc.string()), tie('value'), { noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(value, (other) => {
        const [read, id] = parseExact(`[${JSON.stringify(other)},${long}]`) as unknown[];
        expect(asParsed(read)).to.deep.equal(JSON.parse(JSON.stringify(other)));
        expect(id).to.deep.equal(new ExactNumber(long));
      }),
    );
  });

  it('keeps every digit of any integer through encode', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (integer) => {
        const text = `{"a":[${integer}],"b":${integer}}`;
        expect(encode(parseExact(text))).to.equal(text);
      }),
    );
  });

  it('reads a text of many escapes without running out of stack', () => {
    const text = `["${'\\n'.repeat(1_000_000)}",${long}]`;
    expect(parseExact(text)).to.deep.equal(['\n'.repeat(1_000_000), new ExactNumber(long)]);
  });
});

describe('encode', () => {
  const hidden = { toJSON: () => ({ id: new ExactNumber(long) }) };
  const cases: [string, unknown, string][] = [
    ['plain values', { a: [1, 'x', null, true] }, '{"a":[1,"x",null,true]}'],
    ['an exact number as a number', { id: new ExactNumber(long) }, `{"id":${long}}`],
    [
      'raw JSON byte for byte',
      { info: new RawJson('{ "b":1.0,"2":"\\/" }') },
      '{"info":{ "b":1.0,"2":"\\/" }}',
    ],
    ['what a toJSON gives', { hidden }, `{"hidden":{"id":${long}}}`],
    [
      'a date beside an exact number',
      [new Date(0), new ExactNumber(long)],
      `["1970-01-01T00:00:00.000Z",${long}]`,
    ],
    [
      'absent members like JSON.stringify',
      { a: undefined, b: () => 1, c: [undefined, () => 1], d: new ExactNumber('1') },
      '{"c":[null,null],"d":1}',
    ],
    ['nothing as null', undefined, 'null'],
    ['no number as null', { a: NaN, b: new ExactNumber('1') }, '{"a":null,"b":1}'],
  ];
  for (const [name, value, expected] of cases) {
    it(`writes ${name}`, () => {
      expect(encode(value)).to.equal(expected);
    });
  }

  it('writes as JSON.stringify does, beside an exact part too', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(encode(value)).to.equal(JSON.stringify(value));
        expect(encode([value, new ExactNumber('1')])).to.equal(`[${JSON.stringify(value)},1]`);
      }),
    );
  });
});

describe('ExactNumber', () => {
  it('refuses what is no JSON integer', () => {
    for (const digits of ['', '-', '01', '1.0', '1e3', '+1', ' 1', '1,"x":2']) {
      expect(() => new ExactNumber(digits), digits).to.throw(TypeError);
    }
  });

  it('loses nothing in plain JSON', () => {
    expect(JSON.stringify({ id: new ExactNumber(long) })).to.equal(`{"id":"${long}"}`);
    expect(String(new ExactNumber(long))).to.equal(long);
  });
});

describe('RawJson', () => {
  it('is its value in plain JSON', () => {
    expect(JSON.stringify({ info: new RawJson('{ "a": 1.0 }') })).to.equal('{"info":{"a":1}}');
  });
});

describe('memberSlice', () => {
  const cases: [string, string, string | undefined][] = [
    ['white space inside, none around', ' {\n"info" :\t{ "a" : [ 1 ] } , "x":1}', '{ "a" : [ 1 ] }'],
    [
      'escapes, number forms and names that look like numbers',
      '{"info":{"b":1.0,"2":"\\/\\u00f6","n":1E2}}',
      '{"b":1.0,"2":"\\/\\u00f6","n":1E2}',
    ],
    ['brackets and quotes inside a text', '{"x":"}\\"],{","info":"]\\\\","y":1}', '"]\\\\"'],
    ['the last of a repeated name', '{"info":1,"info":2}', '2'],
    ['a name written with escapes', '{"\\u0069nfo":5}', '5'],
    ['not a nested member', '{"user":{"info":1}}', undefined],
    ['not a text that equals the name', '{"x":"info","y":1}', undefined],
    ['a literal', '{"info":null}', 'null'],
    ['a number before a brace', '{"info":-1.5e3}', '-1.5e3'],
    ['nothing of an empty object', '{}', undefined],
  ];
  for (const [name, text, expected] of cases) {
    it(`gives ${name}`, () => {
      expect(memberSlice(text, 'info')).to.equal(expected);
    });
  }

  it('gives, of any object, the text of each member', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'grapheme' }), anyText, { noNullPrototype: true }),
        (members) => {
          const text = `{ ${Object.entries(members)
            .map(([name, value]) => `${JSON.stringify(name)} : ${value} `)
            .join(',')}}`;
          for (const [name, value] of Object.entries(members))
            expect(memberSlice(text, name)).to.equal(value);
        },
      ),
    );
  });

  it('gives what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.boolean(), (members, indented) => {
        const text = JSON.stringify(members, null, indented ? 2 : 0);
        const parsed = JSON.parse(text) as Record<string, unknown>;
        for (const [name, value] of Object.entries(parsed)) {
          expect(JSON.parse(memberSlice(text, name) ?? '')).to.deep.equal(value);
        }
      }),
    );
  });

  it('comes to an end on a text that is cut off', () => {
    const text = '{"a":{"b":["x"]},"info":"y"}';
    for (let length = 0; length < text.length; length += 1) {
      try {
        memberSlice(text.slice(0, length), 'info');
      } catch (error) {
        expect(error).to.be.instanceOf(SyntaxError);
      }
    }
  });
});
