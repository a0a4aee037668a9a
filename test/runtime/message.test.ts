import { expect } from 'chai';
import fc from 'fast-check';
import { ExactNumber, RawJson } from '../../runtime/exact-json.js';
import { decodeMessage, encodeMessage, Message, rawMember } from '../../runtime/message.js';

const long = '12345678901234567890';

describe('Message', () => {
  it('is written as in the PHP library', () => {
    const message = new Message('NumUsers', 'user', 'ckl', 'visible', true);
    expect(encodeMessage(message)).to.equal('{"mt":"NumUsers","user":"ckl","visible":true}');
    expect(encodeMessage(new Message('GetDevices'))).to.equal('{"mt":"GetDevices"}');
  });

  it('refuses a member without value', () => {
    expect(() => new Message('NumUsers', 'user')).to.throw(TypeError, 'NumUsers');
  });
});

describe('decodeMessage', () => {
  const accepted: [string, string, unknown][] = [
    ['a message', '{"mt":"Login","type":"user"}', { mt: 'Login', type: 'user' }],
    ['an empty mt', '{"mt":""}', { mt: '' }],
    ['a long integer', `{"mt":"X","id":${long}}`, { mt: 'X', id: new ExactNumber(long) }],
    [
      'members called toString and prototype',
      '{"mt":"X","toString":1,"prototype":2}',
      { mt: 'X', toString: 1, prototype: 2 },
    ],
    [
      'a text that names a dangerous member',
      '{"mt":"X","a":"__proto__ constructor"}',
      { mt: 'X', a: '__proto__ constructor' },
    ],
  ];
  for (const [name, text, msg] of accepted) {
    it(`accepts ${name}`, () => {
      expect(decodeMessage(text)).to.deep.equal({ ok: true, msg });
    });
  }

  const refused: [string, string, string][] = [
    ['an empty text', '', 'not JSON'],
    ['half a message', '{"mt":"X"', 'not JSON'],
    ['a text', '"mt"', 'not a JSON object'],
    ['null', 'null', 'not a JSON object'],
    ['an array', '[{"mt":"X"}]', 'not a JSON object'],
    ['no mt', '{"type":"X"}', 'no mt'],
    ['an mt that is no text', '{"mt":5}', 'no mt'],
    ['an mt that is a long integer', `{"mt":${long}}`, 'no mt'],
    ['an mt by inheritance', '{"__proto__":{"mt":"X"}}', 'no mt'],
    ['__proto__', '{"mt":"X","__proto__":{"a":1}}', 'a member is called __proto__'],
    ['__proto__ deep inside', '{"mt":"X","a":[{"b":{"__proto__":1}}]}', 'a member is called __proto__'],
    ['__proto__ in escapes', '{"mt":"X","\\u005f_proto__":1}', 'a member is called __proto__'],
    [
      '__proto__ beside a long integer',
      `{"mt":"X","id":${long},"__proto__":1}`,
      'a member is called __proto__',
    ],
    ['constructor', '{"mt":"X","constructor":{"prototype":{}}}', 'a member is called constructor'],
    ['deep arrays', `{"mt":"X","a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, 'nested too deeply'],
    ['deep objects', `{"mt":"X","a":${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}}`, 'nested too deeply'],
  ];
  for (const [name, text, reason] of refused) {
    it(`refuses ${name}`, () => {
      expect(decodeMessage(text)).to.deep.equal({ ok: false, reason });
    });
  }

  it('changes no prototype', () => {
    decodeMessage('{"mt":"X","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
    expect({}).not.to.have.property('polluted');
  });

  it('survives nesting without end', () => {
    const depth = 1_000_000;
    for (const text of [
      '['.repeat(depth),
      `{"mt":"X","a":${'['.repeat(depth)}${']'.repeat(depth)},"id":${long}}`,
    ]) {
      expect(decodeMessage(text).ok).to.equal(false);
    }
  });

  it('never throws, and what it accepts it can encode and decode again', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"mt"',
      ':',
      ',',
      '"X"',
      long,
      'null',
      '"\\u0000"',
      '"__proto__"',
      ' ',
    );
    const nonsense = fc.array(pieces).map((parts) => parts.join(''));
    const members = fc
      .dictionary(fc.string(), fc.jsonValue())
      .map((other) => JSON.stringify({ ...other, mt: 'X' }));
    fc.assert(
      fc.property(fc.oneof(nonsense, members, fc.string({ unit: 'binary' })), (text) => {
        const decoded = decodeMessage(text);
        if (decoded.ok) expect(decodeMessage(encodeMessage(decoded.msg))).to.deep.equal(decoded);
      }),
    );
  });
});

describe('rawMember', () => {
  const cases = [
    [
      'the slice of the text, when there is one',
      { msg: { mt: 'X', info: 1 }, text: '{"mt":"X","info": 1.0 }' },
      '1.0',
    ],
    ['what was put in as raw JSON', { msg: { mt: 'X', info: new RawJson('{ }') } }, '{ }'],
    ['the encoding of a value', { msg: { mt: 'X', info: { a: 'ö/' } } }, '{"a":"ö/"}'],
    ['nothing when it is absent from the text', { msg: { mt: 'X' }, text: '{"mt":"X"}' }, undefined],
    ['nothing when it is absent', { msg: { mt: 'X' } }, undefined],
  ] as const;
  for (const [name, received, expected] of cases) {
    it(`gives ${name}`, () => {
      expect(rawMember(received, 'info')).to.equal(expected);
    });
  }
});
