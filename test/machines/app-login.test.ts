import { expect } from 'chai';
import { AppLoginAutomaton } from '../../machines/app-login.js';
import { AppServiceCredentials } from '../../protocol/service-credentials.js';
import { PureAutomaton } from '../support/pure-automaton.js';

const credentials = new AppServiceCredentials('pbxadminapi', 'ip411');
const begun = () => new PureAutomaton(AppLoginAutomaton, { credentials }).start();
const answered = () => begun().wire({ mt: 'AppChallengeResult', challenge: '609f44c1f7043ba1' });
const login = {
  digest: '0796be208276c7882d347df91a1e6e43d335d4d7b72f20fb4b01fc93cfab8405',
  domain: '',
  sip: '',
  guid: '',
  dn: '',
  app: 'pbxadminapi',
  info: {},
};

function expectFailed(automaton: ReturnType<typeof begun>, code: string): void {
  expect(automaton.at).to.equal('Dead');
  expect(automaton.output).to.have.nested.property('error.code', code);
  expect(automaton.posted.map(({ message }) => message.mt)).to.deep.equal(['AppLoginFailure']);
}

describe('AppLoginAutomaton', () => {
  it('asks for a challenge at Start', () => {
    expect(begun().sent).to.deep.equal([{ mt: 'AppChallenge' }]);
  });

  it('answers it with the digest of the app password', () => {
    expect(answered().sent).to.deep.equal([{ mt: 'AppLogin', ...login }]);
    expect(JSON.stringify(answered().snapshot.context)).to.not.include('ip411');
  });

  it('takes a number beyond 2^53 as it is written', () => {
    const exact = begun().wire('{"mt":"AppChallengeResult","challenge":9007199254740993}').sent;
    const text = begun().wire('{"mt":"AppChallengeResult","challenge":"9007199254740993"}').sent;
    expect(exact).to.deep.equal(text);
  });

  it('is logged in, and posts the members of its AppLogin', () => {
    const automaton = answered().wire({ mt: 'AppLoginResult', ok: true });
    expect(automaton.posted).to.deep.equal([{ to: undefined, message: { mt: 'AppLoginSuccess', ...login } }]);
    expect(automaton.output).to.deep.equal({ ok: true, app: 'pbxadminapi' });
  });

  it('fails with the reason of the service', () => {
    const automaton = answered().wire({ mt: 'AppLoginResult', ok: false, error: 3, errorText: 'wrong' });
    expectFailed(automaton, 'APP_LOGIN_REFUSED');
    expect(automaton.output).to.have.deep.nested.property('error.data', {
      app: 'pbxadminapi',
      error: 3,
      errorText: 'wrong',
    });
    expectFailed(answered().wire({ mt: 'AppLoginResult' }), 'APP_LOGIN_REFUSED');
    expect(automaton.posted[0]?.message).to.deep.include(login);
    expect(begun().close().posted[0]?.message).to.have.all.keys('mt', 'error');
  });

  it('fails with the reason of a service that gives no challenge', () => {
    const automaton = begun().wire({ mt: 'AppChallengeResult', error: 4, errorText: 'busy' });
    expectFailed(automaton, 'APP_LOGIN_REFUSED');
    expect(automaton.output).to.have.nested.property('error.data.errorText', 'busy');
  });

  it('fails without a challenge, and when the connection ends', () => {
    expectFailed(begun().wire({ mt: 'AppChallengeResult' }), 'APP_MESSAGE_INVALID');
    expectFailed(begun().close(), 'APP_CONNECTION_CLOSED');
    expectFailed(answered().close(), 'APP_CONNECTION_CLOSED');
  });

  it('discards what it has not asked for', () => {
    expect(begun().wire({ mt: 'AppLoginResult', ok: true }).acts).to.deep.equal(['discard']);
    expect(answered().wire({ mt: 'AppChallengeResult', challenge: 'x' }).acts).to.deep.equal(['discard']);
    expect(answered().wire({ mt: 'Error' }).acts).to.deep.equal(['discard']);
  });
});
