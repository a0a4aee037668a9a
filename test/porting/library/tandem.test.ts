import { expect } from 'chai';
import { FiniteStateAutomaton } from '../../../porting/classes/finite-state-automaton.js';
import { Message } from '../../../porting/classes/message.js';
import { Transitioner } from '../../../porting/classes/transitioner.js';
import { AppLoginViaPBXAutomaton } from '../../../porting/library/app-login-via-pbx-automaton.js';
import { AppServiceSpec } from '../../../porting/library/credentials.js';
import { UserPBXLogin } from '../../../porting/library/user-pbx-login.js';
import { UserPBXLoginAutomaton } from '../../../porting/library/user-pbx-login-automaton.js';
import { UserPBXLoginWithAppAutomaton } from '../../../porting/library/user-pbx-login-with-app-automaton.js';
import type { PhpValue } from '../../../porting/php/value.js';
import { SessionCredentials } from '../../../protocol/credentials.js';
import { SimulatedClock } from '../../../runtime/clock.js';
import { silentLog } from '../../../runtime/log.js';
import type { RunResult } from '../../../runtime/run-result.js';
import { drive } from '../../support/drive.js';
import { recordedValues } from '../../support/recorded-traces.js';
import { SmallPbx } from '../../support/small-pbx.js';
import { CredentialsOfTest } from './credentials-of-test.js';

const devicesSpec = new AppServiceSpec('innovaphone-devices');

describe('the automatons of a login, in tandem', () => {
  let clock: SimulatedClock;
  let peers: SmallPbx;
  let cred: CredentialsOfTest;

  beforeEach(() => {
    clock = new SimulatedClock();
    // The step that is named never comes.
    peers = new SmallPbx(clock, 'GetDevices', () => undefined);
    cred = new CredentialsOfTest(recordedValues.password);
  });

  const run = (...automatons: FiniteStateAutomaton[]): Promise<RunResult> =>
    drive(new Transitioner({ clock, log: silentLog }, automatons).run(), clock);

  const devicesLogin = (passthrough: unknown = []): AppLoginViaPBXAutomaton =>
    new AppLoginViaPBXAutomaton(peers.devices, devicesSpec, devicesSpec.nickname, passthrough);

  it('results: loginMsg, loginResultMsg, UpdateAppsMsg (->apps), updateAppsComplete', async () => {
    const login = new UserPBXLoginAutomaton(peers.pbx, cred);
    await run(login);
    const results = login.getResults();
    expect(results).to.be.instanceOf(UserPBXLogin);
    expect(results?.loginMsg).to.be.instanceOf(Message).and.to.include({ mt: 'Login', type: 'user' });
    expect(results?.loginResultMsg['info']).to.have.nested.property('user.sip', 'ckl');
    const apps = results?.UpdateAppsMsg['apps'] as { name: string }[];
    expect(apps.map(({ name }) => name)).to.deep.equal(['devices', 'users']);
    expect(results?.updateAppsComplete.mt).to.equal('UpdateAppsComplete');
    expect(JSON.parse(JSON.stringify(results))).to.have.nested.property('UpdateAppsMsg.mt', 'UpdateApps');
  });

  it('getSessionkeys: what the PBX has made; nonce and challenge of the attempt are in the credentials', async () => {
    const login = new UserPBXLoginAutomaton(peers.pbx, cred);
    await run(login);
    expect(login.getSessionkeys()).to.be.instanceOf(SessionCredentials);
    expect(cred.getChallenge()).to.equal('3e6bf6a1ba658959');
    expect(peers.pbx.peer.messages[1]).to.have.property('nonce', recordedValues.nonces[0]);
  });

  it('posts LoginResult, then UserPBXLoginSuccess (results); each reaches others with _sourcename', async () => {
    const heard: string[] = [];
    class Witness extends FiniteStateAutomaton {
      ReceiveInitialStart(): void {
        // It waits for posts.
      }
      ReceiveInitialLoginResult(msg: Message): void {
        heard.push(`LoginResult ${String(msg['_sourcename'])}`);
      }
      ReceiveInitialUserPBXLoginSuccess(msg: Message): void {
        const results: unknown = msg['results'];
        heard.push(`UserPBXLoginSuccess ${String(results instanceof UserPBXLogin)}`);
      }
    }
    await run(new Witness(), new UserPBXLoginAutomaton(peers.pbx, cred));
    expect(heard).to.deep.equal(['LoginResult UserPBXLogin', 'UserPBXLoginSuccess true']);
  });

  it('a class that extends the login goes on after UserPBXLoginSuccess, and subscribes to the apps once', async () => {
    const done: string[] = [];
    class GoesOn extends UserPBXLoginAutomaton {
      ReceiveInitialUserPBXLoginSuccess(): string {
        return 'User';
      }
      ReceiveUserStart(): string {
        done.push('Start');
        return 'Dead';
      }
    }
    await run(new GoesOn(peers.pbx, cred));
    expect(done).to.deep.equal(['Start']);
    expect(peers.pbx.peer.messages.filter(({ mt }) => mt === 'SubscribeApps')).to.have.length(1);
  });

  it('setNclients(n): Dead after n of them', async () => {
    for (const [n, state] of [
      [0, 'Dead'],
      [1, 'Dead'],
      [2, 'Initial'],
    ] as const) {
      peers = new SmallPbx(clock, 'GetDevices', () => undefined);
      const login = new UserPBXLoginWithAppAutomaton(
        peers.pbx,
        new CredentialsOfTest(recordedValues.password),
      );
      login.setNclients(n);
      const result = await run(login, ...(n === 0 ? [] : [devicesLogin()]));
      expect(login.state.getName(), `${n} clients`).to.equal(state);
      expect(result.outcome).to.equal(state === 'Dead' ? 'finished' : 'timeout');
      expect(login.getIsLoggedIn()).to.equal(true);
    }
  });

  it('UserPBXLoginNeedGetLogin (app, challenge) is answered by GotAppGetLoginResult to the automaton named by src', async () => {
    let got: unknown;
    class Client extends FiniteStateAutomaton {
      ReceiveInitialStart(): void {
        // It waits for the PBX's automaton.
      }
      ReceiveInitialUserPBXLoginSuccess(): void {
        const app = { name: 'devices' };
        this.postEvent(
          new Message('UserPBXLoginNeedGetLogin', 'app', app, 'challenge', '42'),
          'UserPBXLogin',
        );
      }
      ReceiveInitialGotAppGetLoginResult(msg: Message): string {
        got = msg.toJSON();
        return 'Dead';
      }
    }
    const login = new UserPBXLoginWithAppAutomaton(peers.pbx, cred);
    const bystander = new Client(null, 'Bystander');
    await run(login, new Client(null, 'Client'));
    expect(peers.pbx.peer.messages.at(-1)).to.deep.equal({
      ...{ mt: 'AppGetLogin', app: 'devices', challenge: '42', src: 'Client' },
    });
    expect(got).to.include({ src: 'Client', app: 'innovaphone-devices', _sourcename: 'UserPBXLogin' });
    expect(bystander.state.getName()).to.equal('Initial');
    expect(login.state.getName()).to.equal('Dead');
  });

  it('UserPBXLoginCancel ends the login, and everybody is told', async () => {
    class Canceller extends FiniteStateAutomaton {
      ReceiveInitialStart(): void {
        // It waits for the PBX's automaton.
      }
      ReceiveInitialUserPBXLoginSuccess(): string {
        this.postEvent(new Message('UserPBXLoginCancel'));
        return 'Dead';
      }
    }
    const login = new UserPBXLoginWithAppAutomaton(peers.pbx, cred);
    const app = devicesLogin();
    expect((await run(login, app, new Canceller())).outcome).to.equal('finished');
    expect(login.getError()).to.have.property('code', 'LOGIN_CANCELLED');
    expect(app.getError()).to.have.property('code', 'PBX_LOGIN_FAILED');
  });

  it('one App Service that fails does not end the login of the other', async () => {
    const login = new UserPBXLoginWithAppAutomaton(peers.pbx, cred);
    login.setNclients(2);
    const absent = new AppLoginViaPBXAutomaton(peers.users, new AppServiceSpec('no-such-app'), 'ABSENT--A');
    const devices = devicesLogin();
    expect((await run(login, absent, devices)).outcome).to.equal('finished');
    expect(absent.getError()).to.have.property('code', 'APP_NOT_FOUND');
    expect(absent.getSelectedApp()).to.equal(null);
    expect(devices.getIsLoggedIn()).to.equal(true);
  });

  it('AppLoginViaPBXAutomaton: getSelectedApp, setUseWS and passthrough', async () => {
    const login = new UserPBXLoginWithAppAutomaton(peers.pbx, cred);
    const devices = devicesLogin({ pbx: 'https://tunnel.sample.dom/passthrough/009033020202/key' });
    devices.setUseWS(true);
    await run(login, devices);
    expect(devices.getSelectedApp()).to.have.property(
      'url',
      'http://PBX/sample.dom/devices/innovaphone-devices',
    );
    expect(devices.getWs()?.url).to.equal(
      'ws://tunnel.sample.dom/passthrough/009033020202/key/sample.dom/devices',
    );
  });

  it('selectInstance(spec, apps) may be overridden', async () => {
    class TakesUsers extends AppLoginViaPBXAutomaton {
      override selectInstance(spec: AppServiceSpec, apps: PhpValue): PhpValue {
        expect(spec).to.equal(devicesSpec);
        const list = apps as { name: string }[];
        return list.find(({ name }) => name === 'users');
      }
    }
    const login = new UserPBXLoginWithAppAutomaton(peers.pbx, cred);
    const app = new TakesUsers(peers.users, devicesSpec);
    await run(login, app);
    expect(app.getSelectedApp()?.name).to.equal('users');
    expect(app.getIsLoggedIn()).to.equal(true);
  });

  it('encrypt(seed, data): a PBX that gives no key leaves nothing to encrypt with', async () => {
    const devices = devicesLogin();
    await run(new UserPBXLoginWithAppAutomaton(peers.pbx, cred), devices);
    expect(() => devices.encrypt('seed', 'data'))
      .to.throw()
      .with.property('code', 'NOT_LOGGED_IN');
  });
});
