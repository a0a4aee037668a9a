import { inspect } from 'node:util';
import { expect } from 'chai';
import type { LoginResultQuestion } from '../../protocol/authenticators.js';
import { loginResultDigest } from '../../protocol/digests.js';
import { LoginError } from '../../protocol/errors.js';
import { Secret } from '../../protocol/secret.js';
import { exportSession, SessionCredentials } from '../../protocol/session-credentials.js';
import { AppUserCredentials } from '../../protocol/user-credentials.js';
import { encode } from '../../runtime/exact-json.js';
import { encryptedSession, login, session, sessionLogin, userResult } from './vectors.js';

const { domain, nonce, challenge } = login;
const stored = new SessionCredentials(session.usr, session.pwd);
const user = new AppUserCredentials(login.username, login.password);
const userQuestion = { type: 'user', domain, nonce, challenge } as const;
const sessionQuestion = {
  type: 'session',
  domain,
  nonce: sessionLogin.nonce,
  challenge: sessionLogin.challenge,
} as const;

describe('AppUserCredentials', () => {
  it('answers for the user', () => {
    expect(user.answer(userQuestion)).to.deep.equal({
      username: 'ckl',
      response: '595546cfcf65487f67cd7f8ef15e71c32639a88202bb4d145be3a69aa41ffddf',
    });
  });

  it('answers for the session', () => {
    const { response } = sessionLogin;
    expect(user.withSession(stored).answer(sessionQuestion)).to.deep.equal({
      username: session.usr,
      response,
    });
  });

  const incomplete = [
    ['no password', new AppUserCredentials('ckl', '', { session: stored }), userQuestion],
    ['no session', user, sessionQuestion],
    ['a session that was taken away', user.withSession(stored).withSession(undefined), sessionQuestion],
  ] as const;
  for (const [name, credentials, question] of incomplete) {
    it(`refuses to answer with ${name}`, () => {
      expect(() => credentials.answer(question))
        .to.throw(LoginError)
        .with.property('code', 'NO_CREDENTIALS');
    });
  }

  it('knows what it can answer', () => {
    expect([user.hasPassword, user.hasSession]).to.deep.equal([true, false]);
    const onlySession = new AppUserCredentials('ckl', undefined, { session: stored });
    expect([onlySession.hasPassword, onlySession.hasSession]).to.deep.equal([false, true]);
  });

  it('stays as it is when it is given a session', () => {
    const withAgent = new AppUserCredentials('ckl', new Secret('pwd'), { userAgent: 'lister' });
    const copy = withAgent.withSession(stored);
    expect([withAgent.hasSession, copy.hasSession, copy.userAgent]).to.deep.equal([false, true, 'lister']);
    expect(copy.answer(userQuestion)).to.deep.equal(user.answer(userQuestion));
  });

  it('decrypts the session of its login', () => {
    const result = user.decryptSession({ nonce, ...encryptedSession });
    expect(result && exportSession(result)).to.deep.equal(session);
  });

  it('shows no secret, however it is printed', () => {
    const marked = new AppUserCredentials('ckl', 'MARK-password', {
      session: new SessionCredentials('MARK-usr', 'MARK-pwd'),
    });
    const seen = [
      inspect(marked, { depth: 9, showHidden: true }),
      JSON.stringify(marked),
      encode({ marked }),
    ];
    seen.push(JSON.stringify(Object.entries(marked)));
    expect(seen.join('\n')).to.include('ckl').and.not.to.include('MARK');
  });
});

describe('AppUserCredentials.checkLoginResult', () => {
  const question: LoginResultQuestion = { ...userQuestion, ...userResult };
  const password = new Secret(login.password);
  const digestOf = (info: string, ofDomain = domain): string =>
    loginResultDigest({ ...login, domain: ofDomain, password, info });
  const escaped = userResult.info.replace('/PBX0', String.raw`\/PBX0`);

  const accepted: [string, LoginResultQuestion, 'exact' | 'canonical', string][] = [
    ['the digest over the exact text', question, 'exact', domain],
    ['a digest in upper case', { ...question, digest: userResult.digest.toUpperCase() }, 'exact', domain],
    ['a text that was escaped on the way', { ...question, info: escaped }, 'canonical', domain],
    [
      'the digest over the escaped text',
      { ...question, info: escaped, digest: digestOf(escaped) },
      'exact',
      domain,
    ],
    [
      'numbers as a JavaScript peer writes them',
      { ...question, info: '{"n":1.0}', digest: digestOf('{"n":1}') },
      'canonical',
      domain,
    ],
    [
      'the domain of the user',
      { ...question, userDomain: 'other.dom', digest: digestOf(userResult.info, 'other.dom') },
      'exact',
      'other.dom',
    ],
    [
      'the domain of the user with an escaped text',
      { ...question, info: escaped, userDomain: 'other.dom', digest: digestOf(userResult.info, 'other.dom') },
      'canonical',
      'other.dom',
    ],
  ];
  for (const [name, input, form, usedDomain] of accepted) {
    it(`accepts ${name}`, () => {
      expect(user.checkLoginResult(input)).to.deep.equal({ ok: true, form, domain: usedDomain });
    });
  }

  it('accepts the result of a session login', () => {
    const { info, digest } = sessionLogin;
    const verdict = user.withSession(stored).checkLoginResult({ ...sessionQuestion, info, digest });
    expect(verdict).to.deep.equal({ ok: true, form: 'exact', domain });
  });

  const wrong = 'the digest of LoginResult is wrong';
  const refused: [string, LoginResultQuestion, string][] = [
    ['no digest', { ...question, digest: undefined }, 'LoginResult has no digest'],
    ['an empty digest', { ...question, digest: '' }, 'LoginResult has no digest'],
    ['a digest that is no text', { ...question, digest: 5 }, 'LoginResult has no digest'],
    ['another digest', { ...question, digest: '0'.repeat(64) }, wrong],
    ['another info', { ...question, info: userResult.info.replace('22', '23') }, wrong],
    ['another nonce', { ...question, nonce: '0000000000000000' }, wrong],
    ['another challenge', { ...question, challenge: '0000000000000000' }, wrong],
    ['another domain', { ...question, domain: 'other.dom' }, wrong],
    ['the response sent back', { ...question, digest: user.answer(userQuestion).response }, wrong],
  ];
  refused.push(
    [
      'a digest over info in another spelling',
      {
        ...question,
        digest: digestOf(userResult.info.replaceAll('ö', '\\u00f6').replaceAll('ü', '\\u00fc')),
      },
      `${wrong}: it was made over info in another spelling, so info was written anew on the way`,
    ],
    [
      'a digest with the domain in capitals',
      { ...question, digest: digestOf(userResult.info, domain.toUpperCase()) },
      `${wrong}: it was made with another domain than that of Authenticate`,
    ],
    ['an info that is null', { ...question, info: 'null' }, wrong],
  );
  for (const [name, input, reason] of refused) {
    it(`refuses ${name}`, () => {
      expect(user.checkLoginResult(input)).to.deep.equal({ ok: false, reason });
    });
  }

  it('tells when a digest was made with another name, or with the credentials of the other type', () => {
    const loud = new AppUserCredentials('CKL', login.password, { session: stored });
    const info = userResult.info;
    const byName = loud.checkLoginResult({ ...question, digest: userResult.digest });
    expect(byName).to.deep.equal({
      ok: false,
      reason: `${wrong}: it was made with the user name "ckl", not with the one that was sent`,
    });
    const byType = user
      .withSession(stored)
      .checkLoginResult({ ...sessionQuestion, nonce, challenge, info, digest: userResult.digest });
    expect(byType).to.deep.equal({
      ok: false,
      reason: `${wrong}: it was made with the credentials of the other type of login`,
    });
  });
});
