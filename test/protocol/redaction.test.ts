import { expect } from 'chai';
import fc from 'fast-check';
import { createRedactor } from '../../protocol/redaction.js';
import { Secret } from '../../protocol/secret.js';
import { SessionCredentials } from '../../protocol/session-credentials.js';
import { AutomataError } from '../../runtime/errors.js';
import { ExactNumber, RawJson } from '../../runtime/exact-json.js';
import { testHash } from '../support/traces.js';

const password = 'correct horse';
const plain = createRedactor({ keyedHash: testHash });
const knowing = createRedactor({ keyedHash: testHash, secrets: () => [password, 'sip123', 'ab'] });

const placeholder = (secretClass: string, secret: string): string =>
  `‹${secretClass} ${secret.length} ${testHash(secret).slice(0, 8)}›`;

describe('createRedactor: members', () => {
  const digest = 'a1'.repeat(32);

  it('masks what the messages of a login hold and leaves the rest alone', () => {
    const message = {
      mt: 'LoginResult',
      info: {
        user: { domain: 'sample.dom', sip: 'ckl', num: '42' },
        session: { usr: 'u1', pwd: 'p1' },
        keyShare: 'k',
      },
      digest,
    };
    const { value, cut } = plain.value(message, 'LoginResult');
    expect(value).to.deep.equal({
      mt: 'LoginResult',
      info: {
        user: { domain: 'sample.dom', sip: 'ckl', num: '42' },
        session: { usr: placeholder('session', 'u1'), pwd: placeholder('password', 'p1') },
        keyShare: placeholder('key', 'k'),
      },
      digest: placeholder('digest', digest),
    });
    expect(cut).to.deep.equal(['info.session.usr', 'info.session.pwd', 'info.keyShare', 'digest']);
  });

  const cases: readonly (readonly [string, object, readonly string[]])[] = [
    [
      'a session login',
      { mt: 'Login', type: 'session', username: 'id', nonce: 'n', response: 'r' },
      ['username', 'response'],
    ],
    ['a user login', { mt: 'Login', type: 'user', username: 'ckl', nonce: 'n', response: 'r' }, ['response']],
    ['Authenticate', { mt: 'Authenticate', domain: 'd', challenge: 'c' }, []],
    ['the code of Authorize, made to be shown', { mt: 'Authorize', code: 2345 }, []],
    ['a provisioning code', { mt: 'GetProvisioningCodeResult', code: '12345' }, ['code']],
    [
      'AppGetLoginResult',
      { mt: 'AppGetLoginResult', src: 'A', salt: 's', key: 'k', digest: 'd' },
      ['salt', 'key', 'digest'],
    ],
    ['session ids', { mt: 'SessionAdded', id: 's1', info: { id: 's1', code: 1 } }, ['id', 'info.id']],
    ['STUN data', { mt: 'GetStunResult', turnUsr: 'u', turnPwd: 'p', stunSlow: false }, ['turnPwd']],
    [
      'a configuration',
      { turnPassword: 'p', logPassword: 'q', srtpKey: '0' },
      ['turnPassword', 'logPassword'],
    ],
    [
      'numbers and everything below a secret name',
      { key: 5, password: { old: 'a', more: ['b'] } },
      ['key', 'password.old', 'password.more.0'],
    ],
    ['what says only that there is none', { digest: true, password: '', key: null }, []],
    ['another response', { response: 'fine' }, []],
    ['a digest called response', { response: digest }, ['response']],
    ['a message in a context', { last: { mt: 'Login', response: 'r' } }, ['last.response']],
  ];
  for (const [title, value, cut] of cases) {
    it(`decides about ${title}`, () => {
      expect(plain.value(value).cut).to.deep.equal(cut);
      expect(Object.keys(plain.value(value).value as object)).to.deep.equal(Object.keys(value));
    });
  }

  it('lets equal secrets be seen as equal, whatever holds them', () => {
    const { value } = plain.value({
      a: new Secret(password),
      password,
      session: new SessionCredentials('u', 'p'),
    });
    const { a, password: b, session } = value as Record<string, unknown>;
    expect(a).to.equal(b).and.to.equal(placeholder('password', password));
    expect(session).to.deep.equal({ usr: placeholder('session', 'u'), pwd: placeholder('session', 'p') });
  });

  it('never touches names, message types and what is no secret', () => {
    const value = { mt: 'ab', ab: 1, nested: { mt: password } };
    expect(knowing.value(value)).to.deep.equal({ value, cut: [] });
  });

  it('records errors without their stack, exact numbers and raw JSON as what they stand for', () => {
    const error = new AutomataError(
      'LOGIN_REFUSED',
      `no to ${password}`,
      { key: 'k' },
      { cause: new Error('why') },
    );
    const { value } = knowing.value({
      error,
      id: new ExactNumber('12345678901234567890'),
      info: new RawJson('{"pwd":"x","n":1}'),
    });
    expect(value).to.deep.equal({
      error: {
        name: 'AutomataError',
        code: 'LOGIN_REFUSED',
        message: `no to ${placeholder('secret', password)}`,
        data: { key: placeholder('key', 'k') },
        cause: { name: 'Error', message: 'why' },
      },
      id: new ExactNumber('12345678901234567890'),
      info: { pwd: placeholder('password', 'x'), n: 1 },
    });
  });

  it('names functions and objects of classes, and asks those that know how to show themselves', () => {
    class Port {
      readonly #key = 'k';
      answer(): string {
        return this.#key;
      }
    }
    class Shown extends Port {
      toJSON(): object {
        return { username: 'ckl', pwd: 'x' };
      }
    }
    const { value } = plain.value({
      port: new Port(),
      shown: new Shown(),
      act: function start() {},
      map: new Map([['a', 1]]),
    });
    expect(value).to.deep.equal({
      port: '‹object Port›',
      shown: { username: 'ckl', pwd: placeholder('password', 'x') },
      act: '‹function start›',
      map: { a: 1 },
    });
  });

  it('changes nothing in what it is given', () => {
    const input = deeplyFrozen({
      mt: 'Login',
      response: 'r',
      list: Array.from({ length: 30 }, (_, id) => ({ id, pwd: 'x' })),
    });
    const before = JSON.stringify(input);
    knowing.value(input, 'Login');
    expect(JSON.stringify(input)).to.equal(before);
  });

  it('masks nothing when everything may be shown, and still shortens', () => {
    const open = createRedactor({ keyedHash: testHash, secrets: () => [password], reveal: 'everything' });
    const value = { password, secret: new Secret('s'), text: `is ${password}` };
    expect(open.value(value)).to.deep.equal({ value: { ...value, secret: 's' }, cut: ['secret'] });
    expect(open.value('x'.repeat(3000)).value).to.include({ cut: 'text', length: 3000 });
  });
});

describe('createRedactor: size', () => {
  it('cuts long lists and texts, and walks no chain of chunks', () => {
    const chain = { previous: undefined, rows: [1], length: 1 };
    const { value, cut } = plain.value({
      list: Array.from({ length: 100 }, (_, at) => at),
      text: 'y'.repeat(2001),
      chain,
      bytes: new Uint8Array(9),
    });
    expect(value).to.deep.equal({
      list: { cut: 'list', length: 100, head: [0, 1, 2] },
      text: { cut: 'text', length: 2001, head: 'y'.repeat(200) },
      chain: { cut: 'list', length: 1 },
      bytes: { cut: 'list', length: 9 },
    });
    expect(cut).to.deep.equal(['list', 'text', 'chain', 'bytes']);
    expect(plain.value(Array.from({ length: 20 }, () => 0)).cut).to.deep.equal([]);
  });

  it('ends with a value that contains itself, or that is wide everywhere', () => {
    const loop: Record<string, unknown> = {};
    loop['again'] = [loop, loop, loop];
    expect(JSON.stringify(plain.value(loop).value).length).to.be.below(200_000);
    let visited = 0;
    const wide = (depth: number): object[] =>
      Array.from({ length: 20 }, () => {
        visited += 1;
        return depth === 0 ? {} : wide(depth - 1);
      });
    const input = wide(3);
    expect(visited).to.be.above(100_000);
    expect(JSON.stringify(plain.value(input).value).split('[').length).to.be.below(2100);
  });

  it('shows no part of a secret at the end of what it shows of a long text', () => {
    const secrets = createRedactor({ keyedHash: testHash, secrets: () => [password] });
    for (let before = 150; before < 230; before += 1) {
      const text = `${'z'.repeat(before)}${password}${'z'.repeat(3000)}`;
      const shown = JSON.stringify([secrets.value(text).value, secrets.text(text)]);
      expect(shown, String(before)).not.to.include('corr');
    }
  });
});

describe('createRedactor: texts', () => {
  const hex = '0f'.repeat(32);
  const secretTexts: readonly (readonly [string, string])[] = [
    ['user information', 'wss://ckl:hidden@pbx/x'],
    ['a token as user', 'https://hidden@pbx/x'],
    ['a key parameter', 'https://ap/dbdump?key=hidden&app=users'],
    ['an authorization code', 'https://pbx/auth?state=hidden&code=hidden'],
    ['a passthrough URL', 'https://apps/devices/passthrough/009033020202/hidden/cfg.txt'],
    ['JSON', 'got {"mt":"LoginResult","info":{"session":{"usr":"hidden","pwd":"hid\\"den"}}}'],
    ['JSON that is cut off', '{"pwd":"hidden'],
    ['numbers in JSON', '{"key": 4711}'],
    ['JSON in JSON', JSON.stringify({ text: JSON.stringify({ pwd: 'hidden', usr: 'a"hidden' }) })],
    ['a session login', '{"mt":"Login","type":"session","username":"hidden","response":"hidden"}'],
    ['a printed object', "{ usr: 'hidden', pwd: 'hid\\'den' }"],
    ['an assignment', 'password=hidden, next'],
    ['the recipe of a digest', 'innovaphoneAppClient:user:sample.dom:ckl:hidden words:n:c'],
    ['a digest', `digest ${hex} is wrong`],
  ];
  for (const [title, text] of secretTexts) {
    it(`masks ${title}, and leaves alone what it has masked`, () => {
      const masked = plain.text(text);
      expect(masked)
        .to.match(/‹[a-z]+ \d+ [0-9a-f]{8}›/)
        .and.not.match(/hid|4711|0f0f/);
      expect(plain.text(masked)).to.equal(masked);
      expect(plain.value(text).value).to.equal(masked);
    });
  }

  for (const text of [
    'wss://pbx.sample.dom/PBX0/APPCLIENT/130000/websocket',
    `its SHA-256 fingerprint is ${hex}`,
    'Wrong password: check PBX_PASSWORD',
    '{"mt":"Authenticate","challenge":"3e6bf6a1ba658959","nonce":"0123456789abcdef"}',
    'INNOVAPHONE-DEVICES--A: 2 devices',
  ]) {
    it(`leaves alone: ${text.slice(0, 40)}`, () => {
      expect(plain.text(text)).to.equal(text);
    });
  }

  it('masks known secrets by their length: anywhere, between words, or only as the whole', () => {
    expect(knowing.text(`x${password}y`)).to.equal(`x${placeholder('secret', password)}y`);
    expect(knowing.text('sip123, asip123')).to.equal(`${placeholder('secret', 'sip123')}, asip123`);
    expect(knowing.text('ab')).to.equal(placeholder('secret', 'ab'));
    expect(knowing.text('abc ab')).to.equal('abc ab');
  });

  it('masks secrets learned later', () => {
    const secrets: string[] = [];
    const learning = createRedactor({ keyedHash: testHash, secrets: () => secrets });
    expect(learning.text('session-1')).to.equal('session-1');
    secrets.push('session-1');
    expect(learning.text('session-1')).to.equal(placeholder('secret', 'session-1'));
  });

  it('takes no longer for the texts of a peer that means harm', () => {
    const patient = createRedactor({ keyedHash: testHash, limits: { characters: 50_000 } });
    const durationOf = (unit: string): number => {
      const text = `${unit.repeat(20_000 / unit.length)}"`;
      const start = performance.now();
      patient.text(text);
      return performance.now() - start;
    };
    // A search that begins anew at each character takes half a second and more, one that goes on some milliseconds.
    for (const unit of ['\\', '\\"', '\\"a', '\\"a\\":\\"', '"a":"', ' ', '":', "'", '=', '://', '@']) {
      expect(durationOf(unit), unit).to.be.below(200);
    }
  });

  it('finds any known secret in any text, as it is, in JSON and in a URL', () => {
    const secret = fc
      .string({ minLength: 8, maxLength: 30, unit: 'grapheme' })
      .filter((text) => text.length >= 8 && !text.includes('‹'));
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (hidden, before, after) => {
        const redactor = createRedactor({ keyedHash: testHash, secrets: () => [hidden] });
        const inJson = JSON.stringify(hidden).slice(1, -1);
        for (const form of [hidden, inJson, encodeURIComponent(hidden)]) {
          const masked = redactor.text(`${before} ${form} ${after}`);
          expect(masked).to.include('‹');
          if (!`${before} ${after} ‹secret recipe 0123456789abcdef›`.includes(hidden))
            expect(masked).not.to.include(hidden);
        }
      }),
    );
  });
});

function deeplyFrozen<T extends object>(value: T): T {
  for (const member of Object.values(value) as unknown[]) {
    if (typeof member === 'object' && member !== null) deeplyFrozen(member);
  }
  return Object.freeze(value);
}
