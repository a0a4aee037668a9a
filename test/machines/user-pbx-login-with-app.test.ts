import { expect } from 'chai';
import { UserPBXLoginWithAppAutomaton } from '../../machines/user-pbx-login-with-app.js';
import { RawJson } from '../../runtime/exact-json.js';
import * as given from '../support/login-messages.js';
import { PureAutomaton } from '../support/pure-automaton.js';

const fresh = (...clients: string[]) =>
  new PureAutomaton(UserPBXLoginWithAppAutomaton, {
    credentials: given.withPassword,
    nonces: given.userNonces,
    clients,
  });
const awaitingApps = (...clients: string[]) =>
  fresh(...clients)
    .start()
    .wire(given.authenticateUser)
    .wire(given.userLoginResult);
const loggedIn = (...clients: string[]) => awaitingApps(...clients).wire({ mt: 'UpdateAppsComplete' });
const need = (name: string, challenge: string) => ({
  mt: 'UserPBXLoginNeedGetLogin',
  app: { name },
  challenge,
});

describe('UserPBXLoginWithAppAutomaton', () => {
  it('is Dead after the login when it has nobody to serve', () => {
    expect(loggedIn().output).to.have.property('ok', true);
    expect(loggedIn('A').at).to.equal('Initial.awaitingClients');
  });

  it('asks the PBX for a login, with the nickname of who needs it', () => {
    const automaton = loggedIn('A', 'B').post(need('devices', '9007199254740993'), 'A');
    expect(automaton.sent).to.deep.equal([
      { mt: 'AppGetLogin', app: 'devices', challenge: '9007199254740993', src: 'A' },
    ]);
  });

  it('gives each answer to the one that src names, in whatever order they come, and is Dead after the last', () => {
    const automaton = loggedIn('A', 'B').post(need('devices', 'a'), 'A').post(need('users', 'b'), 'B');
    automaton.wire({ mt: 'AppGetLoginResult', src: 'B', app: 'users', digest: 'd', key: 'k' });
    expect(automaton.posted).to.deep.equal([
      { to: 'B', message: { mt: 'GotAppGetLoginResult', src: 'B', app: 'users', digest: 'd', key: 'k' } },
    ]);
    expect(automaton.at).to.equal('Initial.awaitingClients');
    automaton.wire({ mt: 'AppGetLoginResult', src: 'A', error: 1 });
    expect(automaton.posted).to.have.nested.property('[0].to', 'A');
    expect(automaton.output).to.have.property('ok', true);
  });

  it('passes info on byte for byte', () => {
    const info = '{"b":18446744073709551615, "2":"\\u00e9\\/","1":1.0,"é":1e2}';
    const automaton = loggedIn('A').post(need('devices', 'a'), 'A');
    automaton.wire(`{"mt":"AppGetLoginResult","src":"A","info": ${info} ,"digest":"d"}`);
    expect(automaton.posted).to.have.deep.nested.property('[0].message.info', new RawJson(info));
  });

  it('takes an answer without src for the only one who has asked', () => {
    const one = loggedIn('A', 'B').post(need('devices', 'a'), 'A');
    expect(one.wire({ mt: 'AppGetLoginResult', digest: 'd' }).posted).to.have.nested.property('[0].to', 'A');
    const two = loggedIn('A', 'B').post(need('devices', 'a'), 'A').post(need('users', 'b'), 'B');
    expect(two.wire({ mt: 'AppGetLoginResult', digest: 'd' }).acts).to.deep.equal(['discard']);
  });

  for (const src of ['C', 'B', '', 5, null, {}]) {
    it(`discards an answer with src ${JSON.stringify(src)} that nobody asked for`, () => {
      const automaton = loggedIn('A', 'B').post(need('devices', 'a'), 'A');
      expect(automaton.wire({ mt: 'AppGetLoginResult', src, digest: 'd' }).acts).to.deep.equal(['discard']);
    });
  }

  it('discards an answer that comes twice', () => {
    const automaton = loggedIn('A', 'B').post(need('devices', 'a'), 'A');
    const answer = { mt: 'AppGetLoginResult', src: 'A', digest: 'd' };
    expect(automaton.wire(answer).wire(answer).acts).to.deep.equal(['discard']);
  });

  it('serves one who was not announced', () => {
    const automaton = loggedIn('A').post(need('users', 'b'), 'Late').post({ mt: 'AppLoginFailure' }, 'A');
    expect(automaton.at).to.equal('Initial.awaitingClients');
    automaton.wire({ mt: 'AppGetLoginResult', src: 'Late', digest: 'd' });
    expect(automaton.posted).to.have.nested.property('[0].to', 'Late');
    expect(automaton.at).to.equal('Dead');
  });

  it('does not wait for one that fails, and goes on with the others', () => {
    const automaton = loggedIn('A', 'B').post({ mt: 'AppLoginFailure', error: undefined }, 'A');
    expect(automaton.at).to.equal('Initial.awaitingClients');
    automaton.post(need('users', 'b'), 'B').wire({ mt: 'AppGetLoginResult', src: 'B', digest: 'd' });
    expect(automaton.output).to.have.property('ok', true);
  });

  it('does not wait for one that failed before the login was done', () => {
    for (const at of [fresh('A'), fresh('A').start(), awaitingApps('A')]) {
      at.post({ mt: 'AppLoginFailure' }, 'A');
      expect(at.snapshot.context.clients).to.deep.equal([]);
    }
    const automaton = awaitingApps('A').post({ mt: 'AppLoginFailure' }, 'A');
    expect(automaton.wire({ mt: 'UpdateAppsComplete' }).output).to.have.property('ok', true);
  });

  it('is not kept by an answer for one that has failed meanwhile', () => {
    const automaton = loggedIn('A', 'B').post(need('devices', 'a'), 'A').post({ mt: 'AppLoginFailure' }, 'A');
    expect(automaton.wire({ mt: 'AppGetLoginResult', src: 'A', digest: 'd' }).acts).to.deep.equal([
      'discard',
    ]);
  });

  it('keeps the app list up to date while it waits', () => {
    const automaton = loggedIn('A').wire({ mt: 'UpdateAppsInfo', app: given.devicesApp });
    automaton.wire({ mt: 'UpdateAppsInfo', app: null }).wire({ mt: 'UpdateAppsInfo' });
    expect(automaton.acts).to.deep.equal(['discard']);
    expect(automaton.snapshot.context.apps).to.deep.equal([given.devicesApp]);
    automaton.wire({ mt: 'UpdateApps', apps: [given.usersApp] }).wire({ mt: 'UpdateApps', apps: [null] });
    expect(automaton.snapshot.context.apps).to.deep.equal([given.usersApp]);
  });

  it('is cancelled by a post, and tells everybody', () => {
    for (const at of [fresh('A').start(), loggedIn('A')]) {
      at.post({ mt: 'UserPBXLoginCancel' }, 'Boss');
      expect(at.output).to.have.nested.include({ 'error.code': 'LOGIN_CANCELLED', 'error.data.by': 'Boss' });
      expect(at.posted).to.have.nested.property('[0].message.mt', 'UserPBXLoginFailure');
    }
  });

  it('tells those who wait when its connection ends', () => {
    const automaton = loggedIn('A').post(need('devices', 'a'), 'A').close(1001);
    expect(automaton.posted).to.have.nested.property('[0].message.mt', 'UserPBXLoginFailure');
    expect(automaton.output).to.have.nested.property('error.code', 'LOGIN_CONNECTION_CLOSED');
  });

  for (const odd of [{}, { app: null }, { app: { name: 5 }, challenge: 'x' }, { app: { name: 'x' } }]) {
    it(`discards a request such as ${JSON.stringify(odd)}`, () => {
      const automaton = loggedIn('A').post({ mt: 'UserPBXLoginNeedGetLogin', ...odd }, 'A');
      expect(automaton.acts).to.deep.equal(['discard']);
    });
  }
});
