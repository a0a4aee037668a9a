import { expect } from 'chai';
import fc from 'fast-check';
import {
  appLoginDigest,
  digestsEqual,
  hashWithSeed,
  loginResponse,
  loginResultDigest,
  redirectDigest,
  sessionKey,
} from '../../protocol/digests.js';
import { encode } from '../../runtime/exact-json.js';
import { parseExact } from '../../runtime/exact-json.js';
import { reveal } from '../../protocol/secret-access.js';
import { Secret } from '../../protocol/secret.js';
import { decryptWithSeed, encryptWithSeed } from '../../protocol/seed-cipher.js';
import { challengeText } from '../../protocol/messages/values.js';
import { login, redirect, session, sessionLogin, userResult } from './vectors.js';

const password = new Secret('pwd');

describe('loginResponse', () => {
  const attempt = { ...login, password, type: 'user' as const };
  const cases = [
    ['a user', attempt, '595546cfcf65487f67cd7f8ef15e71c32639a88202bb4d145be3a69aa41ffddf'],
    [
      'a user with letters beyond ASCII',
      { ...attempt, username: 'jörg.müller', password: new Secret('pässwörd€') },
      'd60935925929324aa46c64d365be08d67ad1e89a8990df224b943cfa2a148697',
    ],
    [
      'a session',
      {
        ...attempt,
        ...sessionLogin,
        type: 'session',
        username: session.usr,
        password: new Secret(session.pwd),
      },
      sessionLogin.response,
    ],
    [
      'a session with the nonce of the user login',
      {
        ...attempt,
        type: 'session',
        username: session.usr,
        password: new Secret(session.pwd),
        challenge: sessionLogin.challenge,
      },
      'b8435a9318e4cc6d5f8e14473b3e516542317e2258e6a6fc0a3e5f7e7da71e88',
    ],
  ] as const;
  for (const [name, input, expected] of cases) {
    it(`answers for ${name}`, () => {
      expect(loginResponse(input)).to.equal(expected);
    });
  }
});

describe('loginResultDigest', () => {
  it('covers info after a user login', () => {
    expect(new TextEncoder().encode(userResult.info)).to.have.length(358);
    expect(loginResultDigest({ ...login, password, info: userResult.info })).to.equal(userResult.digest);
  });

  it('covers info after a session login', () => {
    const { nonce, challenge, info, digest } = sessionLogin;
    const secret = new Secret(session.pwd);
    const input = { domain: login.domain, username: session.usr, password: secret, nonce, challenge, info };
    expect(loginResultDigest(input)).to.equal(digest);
  });
});

describe('redirectDigest', () => {
  it('has no domain', () => {
    expect(redirectDigest({ ...login, password, info: redirect.info })).to.equal(redirect.digest);
  });
});

describe('appLoginDigest', () => {
  const sample = { app: 'pbxadminapi', challenge: '0123456789abcdef', password };
  const ours = { challenge: '609f44c1f7043ba1', password: new Secret('ip411') };
  const manager = { ...ours, app: 'manager', sip: 'manager', guid: '0'.repeat(32), dn: 'Admin' };
  const cases = [
    ['without info', sample, 'a205299ed2ef2786c311e0be1b14db343f2cadd906a6ae7b564eee34bda5e9a1'],
    [
      'with an empty info',
      { ...sample, info: '{}' },
      '57b23fe824b9222a7ac879597cb509bcdc865a1bfeb057d9d12118cef0c3ba34',
    ],
    [
      'with an info',
      { ...sample, info: '{"cn":"Test User"}' },
      '96db3c3f657230c2b68194becc6d2a77f05de9f79f01fc81e9ca0fb196b10d9d',
    ],
    [
      'with every member',
      {
        ...sample,
        app: 'innovaphone-users',
        domain: 'example.com',
        sip: 'administrator',
        guid: '0123456789abcdef0123456789abcdef',
        dn: 'Administrator User',
        info: '{"appobj":"users","apps":[{"name":"users"},{"name":"profile"}],"appurl":"https://1.2.3.4/example.com/usersapp/innovaphone-users","unlicensed":true}',
      },
      'ef1b811ffaa8f9255c39c653d8fb26b4687b2d8c4d9ac91b4821bff6bae3ff44',
    ],
    [
      'as a real PBX made it (captured)',
      {
        app: 'searchapi',
        domain: 'fritz.box',
        sip: 'go-search',
        guid: '3954ae7854c96301c9dd009033400109',
        dn: 'go-search',
        info: '{"appobj":"go-search","appdn":"go-search","appurl":"http://192.168.178.29:5000/fritz.box/go/instance/searchapi","pbx":"pbx-main","cn":"go-search","unlicensed":true,"apps":[]}',
        challenge: '16d7dbbcccb63612',
        password: new Secret('go'),
      },
      '130f168773ff760701b74e629eca2544c6e62d5354e92e6f821001a982eb8951',
    ],
    [
      'minimal',
      { ...ours, app: 'pbxadminapi' },
      '6f5af8fa12fdb1bdd57231cdea1d8e9b6dc17f7b60ef7bf0536476a227b73a5a',
    ],
    [
      'as the PHP library makes it',
      { ...ours, app: 'pbxadminapi', info: '{}' },
      '0796be208276c7882d347df91a1e6e43d335d4d7b72f20fb4b01fc93cfab8405',
    ],
    ['as a browser makes it', manager, '168aa75b3774e8a5adf77cf6720fb225c261433ec8502adf597a22eda220daf8'],
    [
      'with the empty password of a tunnel',
      { ...manager, password: new Secret('') },
      '60f99d99ec6464281f3e9aebec161370487a7967ab6d2da86efdab9c04182caa',
    ],
    [
      'of a user, made by the PBX',
      {
        ...ours,
        app: 'innovaphone-devices',
        domain: 'sample.dom',
        sip: 'ckl',
        guid: '2c4a96f920ad5e01241c00505600a2cd',
        dn: 'Jörg Müller',
        info: '{"appobj":"devices","appdn":"Devices","appurl":"https://apps.sample.dom/sample.dom/devices/innovaphone-devices","pbx":"master","cn":"Jörg Müller","groups":[],"apps":[]}',
      },
      'ef0861cf06824886af054a170afb72ca55d56281d0f42ee82da9fb8438408481',
    ],
  ] as const;
  for (const [name, input, expected] of cases) {
    it(`is right ${name}`, () => {
      expect(appLoginDigest(input)).to.equal(expected);
    });
  }

  it('has the exact digits of a challenge that came as a number', () => {
    const { challenge } = parseExact('{"challenge":9007199254740993}') as { challenge: unknown };
    const text = challengeText(challenge) ?? '';
    expect(appLoginDigest({ ...ours, app: 'pbxadminapi', challenge: text })).to.equal(
      '49cf1415cdadc0bef2343227000765c2c5b54fd14e5b9458847c645c5d3447e8',
    );
  });

  it('counts an absent member as empty, but not an absent info', () => {
    const empty = { domain: '', sip: '', guid: '', dn: '' };
    expect(appLoginDigest({ ...sample, ...empty })).to.equal(appLoginDigest(sample));
    expect(appLoginDigest({ ...sample, info: '' })).not.to.equal(appLoginDigest(sample));
  });
});

describe('sessionKey', () => {
  const key = sessionKey('609f44c1f7043ba1', new Secret('ip411'));
  const seed = 'turn.sample.dom';
  const text = 't0p-sécret';

  it('comes from challenge and password', () => {
    expect(reveal(key)).to.equal('3e1c55ab99ae55de52febcf3cdfec4938b2ee968022be56cf406180b79f6851e');
    const empty = sessionKey('609f44c1f7043ba1', new Secret(''));
    expect(reveal(empty)).to.equal('b3cd341c3b9ab720245971636e19ee4a04a5882628e4b6e8f0b5e3f3dc3ed87d');
  });

  it('shows nothing of itself', () => {
    expect(`${String(key)} ${encode({ key })}`).to.equal('[key hidden] {"key":"[key hidden]"}');
  });

  it('encrypts, decrypts and hashes values', () => {
    expect(encryptWithSeed(key, seed, text)).to.equal('fc05e78b23a1e990b3f775');
    expect(decryptWithSeed(key, seed, 'FC05E78B23A1E990B3F775')).to.equal(text);
    expect(hashWithSeed(key, seed, text)).to.equal(
      '69abbfd7864f00522269a97127fdec8b4153d4b7e6c704e18c05fac52eea49dd',
    );
    expect(decryptWithSeed(key, seed, 'not hex')).to.equal(undefined);
  });

  it('carries the key of a service through the PBX', () => {
    const serviceKey = sessionKey('1234567890123456', new Secret('svc-secret'));
    expect(reveal(serviceKey)).to.equal('1afef261e11dcb159348e637675865330f89e811655e16965f53d61758c76d6b');
    expect(encryptWithSeed(key, '8812345678', reveal(serviceKey))).to.equal(
      'b689a6e9869f06dbb8f11a902a9cea856e477725f2b03eedfd64ca36a5e44610bd6684a7befc00a2e03399be4d40022c120cd779cb28bb64c8c456f2a37091b4',
    );
  });

  it('survives any text', () => {
    const anyText = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(anyText, anyText, (anySeed, value) => {
        expect(decryptWithSeed(key, anySeed, encryptWithSeed(key, anySeed, value))).to.equal(value);
      }),
    );
  });
});

describe('digestsEqual', () => {
  it('ignores the case of hex digits and nothing else', () => {
    expect(digestsEqual('00ffAB', '00FFab')).to.equal(true);
    for (const other of ['00ffAC', '10ffAB', '00ffA', '00ffABB', '']) {
      expect(digestsEqual('00ffAB', other), other).to.equal(false);
    }
  });

  it('finds one wrong digit wherever it is', () => {
    const { digest } = userResult;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 63 }), (at) => {
        const wrong = digest.slice(0, at) + (digest[at] === '0' ? '1' : '0') + digest.slice(at + 1);
        expect(digestsEqual(digest, wrong)).to.equal(false);
      }),
    );
  });
});
