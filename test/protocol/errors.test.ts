import { expect } from 'chai';
import { AppLoginError, ListError, LoginError, loginRefused } from '../../protocol/errors.js';
import { AutomataError } from '../../runtime/errors.js';
import { ExactNumber } from '../../runtime/exact-json.js';

const closed = { code: 1006, reason: '', error: new Error('reset') };

describe('loginRefused', () => {
  const cases: [unknown, unknown, string][] = [
    [1, 'Invalid parameters', 'INVALID_PARAMETERS'],
    [2, 'Authentication failed', 'AUTHENTICATION_FAILED'],
    ['2', undefined, 'AUTHENTICATION_FAILED'],
    [5, 'Session expired', 'SESSION_EXPIRED'],
    [3, 'Something', 'LOGIN_REFUSED'],
    ['constructor', 'Something', 'LOGIN_REFUSED'],
    [new ExactNumber('12345678901234567890'), undefined, 'LOGIN_REFUSED'],
    [{}, {}, 'LOGIN_REFUSED'],
  ];
  for (const [error, errorText, code] of cases) {
    it(`makes ${code} of ${JSON.stringify([error, errorText])}`, () => {
      expect(loginRefused(error, errorText)).to.be.instanceOf(LoginError).with.property('code', code);
    });
  }

  it('keeps what the PBX said', () => {
    const error = loginRefused(7, 'Account locked');
    expect(error.data).to.deep.equal({ error: 7, errorText: 'Account locked' });
    expect(error.message).to.include('error 7').and.to.include('"Account locked"');
  });

  it('repeats a hostile text only in part, and on one line', () => {
    const error = loginRefused(7, `a\n\u001b[31m${'x'.repeat(10_000)}`);
    expect(error.message).to.have.length.below(400).and.not.to.match(/\p{C}/u);
    expect(String(error.data.errorText)).to.have.length.below(2_001);
  });
});

describe('errors of logins and lists', () => {
  const failure = loginRefused(2, undefined);
  const cases: [AutomataError, string, string][] = [
    [LoginError.fakePbx('the digest is wrong'), 'LoginError', 'FAKE_PBX'],
    [LoginError.methodNotSupported('ntlm'), 'LoginError', 'METHOD_NOT_SUPPORTED'],
    [LoginError.confirmationTimeout(300_000), 'LoginError', 'CONFIRMATION_TIMEOUT'],
    [LoginError.connectionClosed(closed), 'LoginError', 'LOGIN_CONNECTION_CLOSED'],
    [LoginError.messageInvalid('Authenticate', 'has no challenge'), 'LoginError', 'LOGIN_MESSAGE_INVALID'],
    [LoginError.appsMessageInvalid('UpdateApps', 'has no apps'), 'LoginError', 'APPS_MESSAGE_INVALID'],
    [LoginError.noCredentials('ckl'), 'LoginError', 'NO_CREDENTIALS'],
    [AppLoginError.appNotFound('users', ['devices']), 'AppLoginError', 'APP_NOT_FOUND'],
    [AppLoginError.appIsWebsite('site'), 'AppLoginError', 'APP_IS_WEBSITE'],
    [AppLoginError.notGranted('users', 1, 'no'), 'AppLoginError', 'APP_NOT_GRANTED'],
    [AppLoginError.refused('users'), 'AppLoginError', 'APP_LOGIN_REFUSED'],
    [AppLoginError.unlicensed('users'), 'AppLoginError', 'APP_UNLICENSED'],
    [AppLoginError.urlInvalid('users', 'mailto:x'), 'AppLoginError', 'APP_URL_INVALID'],
    [AppLoginError.connectionClosed('users', closed), 'AppLoginError', 'APP_CONNECTION_CLOSED'],
    [
      AppLoginError.messageInvalid('users', 'AppChallengeResult', 'has no challenge'),
      'AppLoginError',
      'APP_MESSAGE_INVALID',
    ],
    [AppLoginError.pbxLoginFailed('users', failure), 'AppLoginError', 'PBX_LOGIN_FAILED'],
    [ListError.refused('device', 'x'), 'ListError', 'LIST_REFUSED'],
    [ListError.connectionClosed('user', closed), 'ListError', 'LIST_CONNECTION_CLOSED'],
    [
      ListError.messageInvalid('user', 'NumUsersResult', 'has no numUsers'),
      'ListError',
      'LIST_MESSAGE_INVALID',
    ],
  ];
  for (const [error, name, code] of cases) {
    it(`${code} is one sentence that says what is wrong and what to do`, () => {
      expect(error).to.be.instanceOf(AutomataError).and.to.include({ name, code });
      expect(error.message).to.match(/^[A-Z][^\n]{20,}[;:,] [^\n]{5,}\.$/);
      expect(error.toJSON()).to.deep.equal({ code, message: error.message, data: error.data });
    });
  }

  it('keep the cause of a broken connection', () => {
    expect(LoginError.connectionClosed(closed)).to.include({ cause: closed.error });
    expect(LoginError.connectionClosed(closed).message).to.include('1006').and.to.include('reset');
    expect(LoginError.connectionClosed({ code: 1000, reason: 'bye' }).message).to.include(
      '(close code 1000, "bye")',
    );
  });

  it('list the apps that there are, but not without end', () => {
    const few = AppLoginError.appNotFound('users', ['devices', 'chat']);
    expect(few.data).to.deep.equal({ wanted: 'users', available: ['devices', 'chat'] });
    expect(few.message).to.include('"devices", "chat"');
    const many = Array.from({ length: 1_000 }, (_, at) => `app${at}`);
    expect(AppLoginError.appNotFound('users', many).message).to.include('and 980 more');
    expect(AppLoginError.appNotFound('users', []).message).to.include('no apps at all');
  });

  it('tell the failed login that an App Service depended on', () => {
    const { data, message, cause } = AppLoginError.pbxLoginFailed('users', failure);
    expect(data.login).to.deep.equal({ code: 'AUTHENTICATION_FAILED', message: failure.message });
    expect(message).to.include(failure.message);
    expect(cause).to.equal(failure);
    expect(AppLoginError.pbxLoginFailed('users', { code: 'X', message: 'Y.' }).cause).to.equal(undefined);
  });

  it('show no password of a URL', () => {
    const error = AppLoginError.urlInvalid('users', 'ftp://u:MARK@h');
    expect(JSON.stringify(error)).not.to.include('MARK');
  });
});
