import { expect } from 'chai';
import { UserPBXLoginAutomaton } from '../../machines/user-pbx-login.js';
import type { UserAuthenticator } from '../../protocol/authenticators.js';
import { exportSession } from '../../protocol/session-credentials.js';
import type { SessionCredentials } from '../../protocol/session-credentials.js';
import { AppUserCredentials } from '../../protocol/user-credentials.js';
import { login, session, sessionLogin, userResult } from '../protocol/vectors.js';
import * as given from '../support/login-messages.js';
import { PureAutomaton } from '../support/pure-automaton.js';

const fresh = (credentials: UserAuthenticator = given.withPassword, confirmTimeoutMs?: number) =>
  new PureAutomaton(UserPBXLoginAutomaton, {
    credentials,
    nonces: credentials.hasSession ? given.sessionNonces : given.userNonces,
    confirmTimeoutMs,
  });
const asked = (credentials?: UserAuthenticator) =>
  fresh(credentials)
    .start()
    .wire(credentials?.hasSession === true ? given.authenticateSession : given.authenticateUser);
const loggedIn = () => asked().wire(given.userLoginResult);

const code = (automaton: ReturnType<typeof fresh>): unknown =>
  (automaton.output as { error?: { code: string } } | undefined)?.error?.code;

/** A refused or broken login: Dead, everybody told, typed error in the output. */
function expectFailed(automaton: ReturnType<typeof fresh>, expected: string): void {
  expect(automaton.at).to.equal('Dead');
  expect(code(automaton)).to.equal(expected);
  expect(automaton.posted.map(({ message }) => message.mt)).to.deep.equal(['UserPBXLoginFailure']);
  expect(automaton.posted).to.have.nested.property('[0].message.error.code', expected);
  expect(automaton.posted).to.have.nested.property('[0].to', undefined);
}

describe('UserPBXLoginAutomaton, login with the password', () => {
  it('sends the first Login at Start', () => {
    const automaton = fresh().start();
    expect(automaton.sent).to.deep.equal([{ mt: 'Login', type: 'user', userAgent: 'test' }]);
    expect(automaton.at).to.equal('Initial.awaitingAuthenticate');
  });

  it('answers Authenticate with the digest', () => {
    const automaton = asked();
    expect(automaton.sent).to.deep.equal([
      {
        mt: 'Login',
        method: 'digest',
        type: 'user',
        username: login.username,
        nonce: login.nonce,
        userAgent: 'test',
        response: given.userResponse,
      },
    ]);
    expect(automaton.at).to.equal('Initial.awaitingLoginResult');
  });

  it('checks the digest of LoginResult, hands out the session, asks for the apps', () => {
    const automaton = loggedIn();
    expect(automaton.acts).to.deep.equal(['notify verdict', 'notify session', 'log', 'send SubscribeApps']);
    expect(automaton.notices[0]).to.deep.include({ rule: 'LoginResult digest', ok: true });
    const notice = automaton.notices[1] as unknown as { session: SessionCredentials };
    expect(exportSession(notice.session)).to.deep.equal(session);
    expect(automaton.at).to.equal('Initial.awaitingApps');
  });

  it('gathers apps one by one, posts LoginResult and UserPBXLoginSuccess, and is Dead with the results', () => {
    const automaton = loggedIn();
    automaton.wire({ mt: 'UpdateAppsInfo', app: given.devicesApp });
    expect(automaton.acts).to.deep.equal([]);
    automaton.wire({ mt: 'UpdateAppsInfo', app: given.usersApp });
    automaton.wire({ mt: 'UpdateAppsComplete', selected: 'x' });
    expect(automaton.posted.map(({ message }) => message.mt)).to.deep.equal([
      'LoginResult',
      'UserPBXLoginSuccess',
    ]);
    const apps = [given.devicesApp, given.usersApp];
    expect(automaton.output).to.deep.include({ ok: true, apps });
    expect(automaton.output).to.have.nested.include({ 'user.sip': 'ckl', 'results.loginMsg.type': 'user' });
    expect(automaton.posted).to.have.nested.property('[0].message.info.user.sip', 'ckl');
    expect(automaton.posted).to.have.nested.property('[1].message.results.updateAppsComplete.selected', 'x');
    expect(automaton.posted).to.have.deep.nested.property('[1].message.results.UpdateAppsMsg.apps', apps);
  });

  it('takes all apps at once, in place of those before', () => {
    const automaton = loggedIn().wire({ mt: 'UpdateAppsInfo', app: given.usersApp });
    automaton.wire({ mt: 'UpdateApps', apps: [given.devicesApp] });
    expect(automaton.posted.map(({ message }) => message.mt)).to.deep.equal(['UserPBXLoginSuccess']);
    expect(automaton.output).to.deep.include({ ok: true, apps: [given.devicesApp] });
  });

  it('replaces an app of the same name where it stands', () => {
    const automaton = loggedIn();
    const renamed = { ...given.devicesApp, title: 'Geräte' };
    for (const app of [given.devicesApp, given.usersApp, renamed])
      automaton.wire({ mt: 'UpdateAppsInfo', app });
    automaton.wire({ mt: 'UpdateAppsComplete' });
    expect(automaton.output).to.deep.include({ ok: true, apps: [renamed, given.usersApp] });
  });

  it('reads the flat form of info', () => {
    const credentials: UserAuthenticator = {
      ...given.withPassword.toJSON(),
      answer: () => ({ username: 'ckl', response: '' }),
      checkLoginResult: ({ userDomain, info }) => {
        expect(userDomain).to.equal('d');
        expect(info).to.equal('{"domain":"d","sip":"flat","2":1,"1":1.0}');
        return { ok: true, form: 'exact', domain: 'd' };
      },
      decryptSession: () => undefined,
    };
    const automaton = asked(credentials).wire(
      '{"mt":"LoginResult","info": {"domain":"d","sip":"flat","2":1,"1":1.0} ,"digest":"x"}',
    );
    automaton.wire({ mt: 'UpdateAppsComplete' });
    expect(automaton.output).to.deep.include({ ok: true, user: { domain: 'd', sip: 'flat' } });
  });

  it('knows no way in without password and session', () => {
    const automaton = fresh(new AppUserCredentials('ckl')).start();
    expect(automaton.sent).to.deep.equal([]);
    expectFailed(automaton, 'NO_CREDENTIALS');
  });
});

describe('UserPBXLoginAutomaton, login with a session', () => {
  it('tries the session first, and makes no new one', () => {
    const automaton = asked(given.withSession);
    expect(automaton.sent[0]).to.deep.include({
      type: 'session',
      username: session.usr,
      response: sessionLogin.response,
      nonce: sessionLogin.nonce,
    });
    automaton.wire(given.sessionLoginResult);
    expect(automaton.acts).to.deep.equal(['notify verdict', 'log', 'send SubscribeApps']);
  });

  for (const [refusal, notices] of [
    [given.sessionExpired, ['notify sessionRefused']],
    [given.authenticationFailed, []],
  ] as const) {
    it(`falls back to the password after "${refusal.errorText}", with a fresh nonce, once`, () => {
      const automaton = asked(given.withSession).wire(refusal);
      expect(automaton.acts).to.deep.equal([...notices, 'send Login']);
      expect(automaton.sent).to.deep.equal([{ mt: 'Login', type: 'user', userAgent: 'test' }]);
      automaton.wire(given.authenticateUser);
      expect(automaton.sent[0]).to.deep.include({
        nonce: login.nonce,
        response: given.userResponse,
      });
      expectFailed(
        automaton.wire(refusal),
        refusal.error === 5 ? 'SESSION_EXPIRED' : 'AUTHENTICATION_FAILED',
      );
    });
  }

  it('falls back when the PBX refuses the session before it asks anything', () => {
    const automaton = fresh(given.withSession).start().wire(given.sessionExpired);
    expect(automaton.sent).to.deep.equal([{ mt: 'Login', type: 'user', userAgent: 'test' }]);
    automaton.wire(given.authenticateUser).wire(given.userLoginResult);
    expect(automaton.at).to.equal('Initial.awaitingApps');
  });

  it('goes on with the password when the PBX says twice that the session has expired', () => {
    const automaton = asked(given.withSession).wire(given.sessionExpired).wire(given.sessionExpired);
    expect(automaton.at).to.equal('Initial.awaitingAuthenticate');
    automaton.wire(given.authenticateUser).wire(given.userLoginResult);
    expect(automaton.at).to.equal('Initial.awaitingApps');
  });

  it('ends without a password to fall back to', () => {
    const automaton = asked(given.withSessionOnly).wire(given.sessionExpired);
    expect(automaton.acts[0]).to.equal('notify sessionRefused');
    expectFailed(automaton, 'SESSION_EXPIRED');
  });

  for (const [what, result] of [
    ['a wrong digest', `{"mt":"LoginResult","info":${sessionLogin.info},"digest":"${userResult.digest}"}`],
    ['no digest', `{"mt":"LoginResult","info":${sessionLogin.info}}`],
    [
      'a digest over other bytes',
      given.sessionLoginResult.replace('"settings":{}', '"settings":{"x":"injected"}'),
    ],
  ] as const) {
    it(`does not offer the password to an impostor: ${what}`, () => {
      const automaton = asked(given.withSession).wire(result);
      expect(automaton.sent).to.deep.equal([]);
      expect(automaton.notices[0]).to.deep.include({ kind: 'verdict', ok: false });
      expectFailed(automaton, 'FAKE_PBX');
    });
  }

  for (const error of [1, 3, 4, 99999, '5 ', true, {}, 'x']) {
    it(`does not fall back after error ${JSON.stringify(error)}`, () => {
      const automaton = asked(given.withSession).wire({ mt: 'LoginResult', error });
      expect(automaton.sent).to.deep.equal([]);
      expectFailed(automaton, error === 1 ? 'INVALID_PARAMETERS' : 'LOGIN_REFUSED');
    });
  }
});

describe('UserPBXLoginAutomaton, confirmation on a second channel', () => {
  for (const [authorize, expected] of [
    ['{"mt":"Authorize","code":4711}', '4711'],
    ['{"mt":"Authorize","code":"2345"}', '2345'],
    ['{"mt":"Authorize","code":12345678901234567890}', '12345678901234567890'],
    ['{"mt":"Authorize"}', ''],
    ['{"mt":"Authorize","code":{"toString":1}}', ''],
    ['{"mt":"Authorize","code":null}', ''],
  ] as const) {
    it(`shows the code of ${authorize}`, () => {
      const automaton = asked().wire(authorize);
      expect(automaton.notices).to.deep.equal([{ kind: 'authorizeCode', code: expected }]);
      expect(automaton.at).to.equal('Initial.awaitingConfirmation');
      expect(automaton.snapshot.hasTag('waits')).to.equal(true);
    });
  }

  it('shows a second code, and goes on with LoginResult', () => {
    const automaton = asked().wire({ mt: 'Authorize', code: 1 }).wire({ mt: 'Authorize', code: 2 });
    expect(automaton.notices).to.deep.equal([{ kind: 'authorizeCode', code: '2' }]);
    expect(automaton.wire(given.userLoginResult).at).to.equal('Initial.awaitingApps');
  });

  it('ends when nobody confirms', () => {
    const automaton = fresh(given.withPassword, 60_000).start().wire(given.authenticateUser);
    automaton.wire({ mt: 'Authorize', code: 1 }).after();
    expectFailed(automaton, 'CONFIRMATION_TIMEOUT');
    expect(automaton.output).to.have.nested.property('error.data.limitMs', 60_000);
  });

  it('is refused', () => {
    const automaton = asked().wire({ mt: 'Authorize', code: 1 }).wire(given.authenticationFailed);
    expectFailed(automaton, 'AUTHENTICATION_FAILED');
  });
});

describe('UserPBXLoginAutomaton, what makes no sense', () => {
  for (const [members, expected] of [
    [{ challenge: '' }, 'LOGIN_MESSAGE_INVALID'],
    [{ challenge: undefined }, 'LOGIN_MESSAGE_INVALID'],
    [{ challenge: {} }, 'LOGIN_MESSAGE_INVALID'],
    [{ domain: undefined }, 'LOGIN_MESSAGE_INVALID'],
    [{ domain: 5 }, 'LOGIN_MESSAGE_INVALID'],
    [{ type: 'session' }, 'LOGIN_MESSAGE_INVALID'],
    [{ method: 'ntlm' }, 'METHOD_NOT_SUPPORTED'],
    [{ method: undefined }, 'METHOD_NOT_SUPPORTED'],
    [{ method: { digits: { toString: 1 } } }, 'METHOD_NOT_SUPPORTED'],
  ] as const) {
    it(`Authenticate with ${JSON.stringify(members)}`, () => {
      const automaton = fresh()
        .start()
        .wire({ ...given.authenticateUser, ...members });
      expect(automaton.sent).to.deep.equal([]);
      expectFailed(automaton, expected);
    });
  }

  for (const info of [null, {}, [], 'x', 12345678901234567n, { user: null }, { user: 'x' }]) {
    const text = typeof info === 'bigint' ? String(info) : JSON.stringify(info);
    it(`LoginResult with info ${text}`, () => {
      expectFailed(asked().wire(`{"mt":"LoginResult","digest":"x","info":${text}}`), 'LOGIN_MESSAGE_INVALID');
    });
  }

  it('LoginResult with a user whose domain is no text', () => {
    const result = '{"mt":"LoginResult","digest":"x","info":{"user":{"domain":{"toString":1}}}}';
    expectFailed(asked().wire(result), 'FAKE_PBX');
  });

  it('a session that does not decrypt is passed over', () => {
    const credentials: UserAuthenticator = {
      ...given.withPassword.toJSON(),
      answer: () => ({ username: 'ckl', response: '' }),
      checkLoginResult: () => ({ ok: true, form: 'exact', domain: 'd' }),
      decryptSession: (question) => given.withPassword.decryptSession(question),
    };
    for (const odd of ['null', '{}', '"x"', '5', '{"usr":"zz","pwd":{}}', '{"usr":"00","pwd":"00"}']) {
      const result = `{"mt":"LoginResult","digest":"x","info":{"user":{"sip":"ckl"},"session":${odd}}}`;
      const automaton = asked(credentials).wire(result);
      expect(automaton.acts, odd).to.deep.equal(['notify verdict', 'log', 'send SubscribeApps']);
    }
  });

  for (const message of [
    { mt: 'UpdateAppsInfo' },
    { mt: 'UpdateAppsInfo', app: null },
    { mt: 'UpdateAppsInfo', app: { title: 'x' } },
    { mt: 'UpdateApps' },
    { mt: 'UpdateApps', apps: {} },
    { mt: 'UpdateApps', apps: [null] },
  ]) {
    it(JSON.stringify(message), () => {
      expectFailed(loggedIn().wire(message), 'APPS_MESSAGE_INVALID');
    });
  }

  it('a LoginResult that is a success before anything was asked is discarded', () => {
    const automaton = fresh().start().wire(given.userLoginResult);
    expect(automaton.acts).to.deep.equal(['discard']);
    expect(automaton.at).to.equal('Initial.awaitingAuthenticate');
  });

  it('a message that comes twice changes nothing', () => {
    expect(asked().wire(given.authenticateUser).acts).to.deep.equal(['discard']);
    expect(loggedIn().wire(given.userLoginResult).acts).to.deep.equal(['discard']);
  });

  it('the end of the connection, in every phase', () => {
    for (const at of [fresh(), fresh().start(), asked(), asked().wire({ mt: 'Authorize' }), loggedIn()])
      expectFailed(at.close(), 'LOGIN_CONNECTION_CLOSED');
  });
});
