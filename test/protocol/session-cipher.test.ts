import { expect } from 'chai';
import fc from 'fast-check';
import { Secret } from '../../protocol/secret.js';
import { decryptSession, encryptSession } from '../../protocol/session-cipher.js';
import { exportSession, importSession, SessionCredentials } from '../../protocol/session-credentials.js';
import { encryptedSession, login, session } from './vectors.js';

const password = new Secret(login.password);
const credentials = new SessionCredentials(session.usr, session.pwd);

function decrypted(usr: unknown, pwd: unknown, secret = password): unknown {
  const result = decryptSession({ usr, pwd }, login.nonce, secret);
  return result === undefined ? undefined : exportSession(result);
}

describe('session cipher', () => {
  it('encrypts as the PBX does', () => {
    expect(encryptSession(credentials, login.nonce, password)).to.deep.equal(encryptedSession);
  });

  it('decrypts what the PBX sends', () => {
    expect(decrypted(encryptedSession.usr, encryptedSession.pwd)).to.deep.equal(session);
  });

  it('decrypts the id that a real PBX sent', () => {
    const usr = '568665fc2f134d3133325b1f30d66e4e6c9f6f9d165e2f5ce7bbfff1b1de68da';
    const secret = new Secret('ip411');
    const { pwd } = encryptSession(credentials, login.nonce, secret);
    expect(decrypted(usr, pwd, secret)).to.deep.equal(session);
  });

  it('gives nothing with a wrong password, so garbage is never stored', () => {
    expect(decrypted(encryptedSession.usr, encryptedSession.pwd, new Secret('Pwd'))).to.equal(undefined);
  });

  for (const bad of [undefined, null, 5, '', 'xyz', 'abc', {}]) {
    it(`gives nothing for ${JSON.stringify(bad)}`, () => {
      expect(decrypted(bad, encryptedSession.pwd)).to.equal(undefined);
      expect(decrypted(encryptedSession.usr, bad)).to.equal(undefined);
    });
  }

  it('makes the round trip with any password and nonce', () => {
    const anyText = fc.string({ unit: 'grapheme', maxLength: 400 });
    const hex = (length: number): fc.Arbitrary<string> =>
      fc.string({
        unit: fc.constantFrom(...Array.from('0123456789abcdef')),
        minLength: length,
        maxLength: length,
      });
    const printable = fc.string({ unit: 'grapheme-ascii', minLength: 23, maxLength: 23 });
    fc.assert(
      fc.property(anyText, hex(16), hex(32), printable, (text, nonce, usr, pwd) => {
        const secret = new Secret(text);
        const encrypted = encryptSession(new SessionCredentials(usr, pwd), nonce, secret);
        expect([encrypted.usr.length, encrypted.pwd.length]).to.deep.equal([64, 46]);
        const result = decryptSession(encrypted, nonce, secret);
        expect(result && exportSession(result)).to.deep.equal({ usr, pwd });
      }),
    );
  });
});

describe('SessionCredentials', () => {
  it('show nothing of themselves', () => {
    expect(JSON.stringify(credentials)).to.equal('{"usr":"[session hidden]","pwd":"[session hidden]"}');
  });

  it('are stored and read again', () => {
    const read = importSession(JSON.parse(JSON.stringify(exportSession(credentials))));
    expect(read && exportSession(read)).to.deep.equal(session);
  });

  it('are read in the form of a firmware that counts otherwise', () => {
    const read = importSession({ usr: 'ab', pwd: 'ä b' });
    expect(read && exportSession(read)).to.deep.equal({ usr: 'ab', pwd: 'ä b' });
  });

  const bad = [
    null,
    undefined,
    'x',
    [],
    {},
    { usr: session.usr },
    { usr: '', pwd: 'x' },
    { usr: 'x', pwd: 5 },
    { usr: 'x', pwd: 'a\nb' },
    { usr: 'x'.repeat(256), pwd: 'x' },
    { usr: '\ud800', pwd: 'x' },
  ];
  for (const value of bad) {
    it(`are not read from ${[JSON.stringify(value)].join().slice(0, 40)}`, () => {
      expect(importSession(value)).to.equal(undefined);
    });
  }
});
