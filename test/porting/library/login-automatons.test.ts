import { expect } from 'chai';
import { FiniteStateAutomaton } from '../../../porting/classes/finite-state-automaton.js';
import { Message } from '../../../porting/classes/message.js';
import { Transitioner } from '../../../porting/classes/transitioner.js';
import { AppLoginAutomaton } from '../../../porting/library/app-login.js';
import { AppLoginViaPBXAutomaton } from '../../../porting/library/app-login-via-pbx-automaton.js';
import { AppServiceSpec, AppUserCredentials } from '../../../porting/library/credentials.js';
import { PbxAppLoginAutomaton } from '../../../porting/library/pbx-app-login-automaton.js';
import { UserPBXLoginAutomaton } from '../../../porting/library/user-pbx-login-automaton.js';
import { UserPBXLoginWithAppAutomaton } from '../../../porting/library/user-pbx-login-with-app-automaton.js';
import { appLoginDigest } from '../../../protocol/digests.js';
import { encryptWithSeed } from '../../../protocol/seed-cipher.js';
import { Secret } from '../../../protocol/secret.js';
import { AppServiceCredentials } from '../../../protocol/service-credentials.js';
import { SimulatedClock } from '../../../runtime/clock.js';
import { silentLog } from '../../../runtime/log.js';
import { MemorySocket } from '../../../runtime/memory-socket.js';
import type { AnyMessage } from '../../../runtime/message.js';
import type { RunResult } from '../../../runtime/run-result.js';
import { drive } from '../../support/drive.js';

const cred = new AppServiceCredentials('pbxadminapi', 'the password of the app');
const user = new AppUserCredentials('ckl', 'pwd');
const spec = new AppServiceSpec('innovaphone-devices');

/** Hears every post. */
class Witness extends FiniteStateAutomaton {
  readonly heard: string[] = [];

  ReceiveInitialStart(): void {
    // It waits for posts.
  }

  ReceiveInitialAppLoginSuccess(msg: Message): void {
    this.heard.push(
      `AppLoginSuccess by ${String(msg['_sourcename'])}: ${String(msg['app'])} ${String(msg['digest'])}`,
    );
  }

  ReceiveInitialAppLoginFailure(msg: Message): void {
    const { app, error } = msg as { app?: unknown; error?: unknown };
    this.heard.push(
      `AppLoginFailure by ${String(msg['_sourcename'])}: ${String(app)} ${String(codeOf(error))}`,
    );
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

const clock = new SimulatedClock();
const run = (...automatons: FiniteStateAutomaton[]): Promise<RunResult> =>
  drive(new Transitioner({ clock, log: silentLog }, automatons).run(), clock);

/** A service that takes logins with the app's password, and answers nothing that it does not know. */
function service(answers: Readonly<Record<string, object>> = {}): MemorySocket {
  return new MemorySocket('PBXWS', undefined, {
    clock,
    onMessage: ({ mt }, peer) => {
      const all: Readonly<Record<string, object>> = {
        AppChallenge: { mt: 'AppChallengeResult', challenge: '1234' },
        AppLogin: { mt: 'AppLoginResult', ok: true },
        ...answers,
      };
      const answer = all[mt];
      if (answer !== undefined) peer.send(answer as AnyMessage);
    },
  });
}

const digest = appLoginDigest({
  app: 'pbxadminapi',
  info: '{}',
  challenge: '1234',
  password: new Secret('the password of the app'),
});

describe('AppLoginAutomaton(ws, cred = null, nickname = "Login")', () => {
  it('has the defaults of the original, and setCred and getCred', async () => {
    const login = new AppLoginAutomaton(service());
    expect(login.getShortNickname()).to.equal('Login');
    expect(login.getNickname()).to.equal('AppLoginAutomaton(Login)');
    expect(login.getCred()).to.equal(null);
    expect(login.getIsLoggedIn()).to.equal(false);
    login.setCred(cred);
    expect(login.getCred()).to.equal(cred);
    await run(login);
    expect(login.getIsLoggedIn()).to.equal(true);
    expect(new AppLoginAutomaton(null, null, 'Mine').getShortNickname()).to.equal('Mine');
  });

  it('without credentials says so when it starts', async () => {
    const { error } = await run(new AppLoginAutomaton(service()));
    expect(error?.cause).to.have.property('code', 'CREDENTIALS_MISSING');
  });

  it("posts AppLoginSuccess with the AppLogin's members, then it is Dead", async () => {
    const witness = new Witness();
    const login = new AppLoginAutomaton(service(), cred);
    await run(witness, login);
    expect(witness.heard).to.deep.equal([`AppLoginSuccess by Login: pbxadminapi ${digest}`]);
    expect(login.state.getName()).to.equal('Dead');
    expect(login.getError()).to.equal(undefined);
  });

  it("posts AppLoginFailure with the AppLogin's members and why", async () => {
    const witness = new Witness();
    const refusing = service({ AppLogin: { mt: 'AppLoginResult', error: 2, errorText: 'no' } });
    const login = new AppLoginAutomaton(refusing, cred);
    await run(witness, login);
    expect(witness.heard).to.deep.equal(['AppLoginFailure by Login: pbxadminapi APP_LOGIN_REFUSED']);
    expect(login.getIsLoggedIn()).to.equal(false);
    expect(login.state.getName()).to.equal('Dead');
  });

  it('encrypt(seed, data): under the key of this connection, after the login', async () => {
    const login = new AppLoginAutomaton(service(), cred);
    expect(() => login.encrypt('seed', 'data'))
      .to.throw()
      .with.property('code', 'NOT_LOGGED_IN');
    await run(login);
    expect(login.encrypt('seed', 'data')).to.equal(encryptWithSeed(cred.sessionKey('1234'), 'seed', 'data'));
  });

  it('a class that extends it goes on after AppLoginSuccess: its state starts once', async () => {
    const done: string[] = [];
    class StunReader extends AppLoginAutomaton {
      ReceiveInitialAppLoginSuccess(msg: Message): string {
        done.push(`success of ${msg['app'] as string} in ${this.state.getName()}`);
        return 'User';
      }

      ReceiveUserStart(): void {
        done.push('Start');
        this.sendMessage(new Message('GetStun', 'api', 'PbxAdminApi'));
      }

      ReceiveUserGetStunResult(msg: Message): string {
        done.push(String(msg['stun']));
        return 'Dead';
      }
    }
    const witness = new Witness();
    const login = new StunReader(
      service({ GetStun: { mt: 'GetStunResult', stun: 'stun.sample.dom' } }),
      cred,
    );
    await run(login, witness);
    expect(done).to.deep.equal(['success of pbxadminapi in Initial', 'Start', 'stun.sample.dom']);
    expect(login.state.getName()).to.equal('Dead');
    expect(witness.heard).to.have.length(1);
    expect(login.getIsLoggedIn()).to.equal(true);
  });

  it('a class that extends it may override AppLoginResult instead, and hear what the login returns', async () => {
    const done: string[] = [];
    class Continued extends AppLoginAutomaton {
      override ReceiveInitialAppLoginResult(msg: Message) {
        const next = super.ReceiveInitialAppLoginResult(msg);
        done.push(String(next));
        return this.getIsLoggedIn() ? 'User' : next;
      }

      ReceiveUserStart(): string {
        done.push('Start');
        return 'Dead';
      }
    }
    await run(new Continued(service(), cred));
    expect(done).to.deep.equal(['Dead', 'Start']);
  });

  it('a class that extends it may have methods of any name', async () => {
    class Named extends AppLoginAutomaton {
      fail(): string {
        return 'mine';
      }
      answer(): string {
        return 'mine';
      }
      announce(): string {
        return 'mine';
      }
    }
    const login = new Named(service(), cred);
    await run(login);
    expect(login.getIsLoggedIn()).to.equal(true);
  });
});

describe('PbxAppLoginAutomaton(pbx, AppServiceCredentials, useWS = false)', () => {
  const urls: [unknown, boolean, string][] = [
    ['pbx.sample.dom', false, 'wss://pbx.sample.dom/PBX0/APPS/websocket'],
    ['pbx.sample.dom', true, 'ws://pbx.sample.dom/PBX0/APPS/websocket'],
    [
      'wss://pbx.sample.dom/PBX0/APPCLIENT/130000/websocket',
      false,
      'wss://pbx.sample.dom/PBX0/APPS/websocket',
    ],
  ];
  for (const [pbx, useWS, url] of urls) {
    it(`${String(pbx)}${useWS ? ' with useWS' : ''}: at ${url}`, () => {
      const login = new PbxAppLoginAutomaton(String(pbx), cred, useWS);
      expect(login.getWs()?.url).to.equal(url);
      expect(login.getWs()?.name).to.equal('PBXWS');
      expect(login.getShortNickname()).to.equal('Login');
      expect(login.getCred()).to.equal(cred);
      expect(login.getUseWS()).to.equal(useWS);
      login.getWs()?.close();
    });
  }

  it('is an AppLoginAutomaton, on a socket of ours too', async () => {
    const login = new PbxAppLoginAutomaton(service(), cred);
    await run(login);
    expect(login).to.be.instanceOf(AppLoginAutomaton);
    expect(login.getIsLoggedIn()).to.equal(true);
  });
});

describe('UserPBXLoginAutomaton(ws, cred, confirmTimeout = 60, nickname = "UserPBXLogin")', () => {
  it('has the defaults of the original, and nothing before the login', () => {
    const login = new UserPBXLoginAutomaton(null, user);
    expect(login.getShortNickname()).to.equal('UserPBXLogin');
    expect(login.getIsLoggedIn()).to.equal(false);
    expect(login.getResults()).to.equal(null);
    expect(login.getSessionkeys()).to.equal(null);
    expect(new UserPBXLoginAutomaton(null, user, null, 'Mine').getShortNickname()).to.equal('Mine');
  });

  it('without password and session fails at once', async () => {
    const login = new UserPBXLoginAutomaton(service(), new AppUserCredentials('ckl'));
    await run(login);
    expect(login.getError()).to.have.property('code', 'NO_CREDENTIALS');
  });

  it('confirmTimeout: the silence while the user confirms, after which everybody is told', async () => {
    const waiting = new MemorySocket('PBXWS', undefined, {
      clock,
      onMessage: (message, peer) => {
        const authenticate = {
          mt: 'Authenticate',
          type: 'user',
          method: 'digest',
          domain: 'd',
          challenge: '1',
        };
        peer.send('nonce' in message ? ({ mt: 'Authorize', code: 4711 } as AnyMessage) : authenticate);
      },
    });
    const begun = clock.now();
    const login = new UserPBXLoginAutomaton(waiting, user, 20);
    expect((await run(login)).outcome).to.equal('finished');
    expect(login.getError()).to.have.property('code', 'CONFIRMATION_TIMEOUT');
    expect(clock.now() - begun).to.equal(20_000);
  });
});

describe('UserPBXLoginWithAppAutomaton and AppLoginViaPBXAutomaton', () => {
  it('UserPBXLoginWithAppAutomaton takes the same arguments', () => {
    const login = new UserPBXLoginWithAppAutomaton(null, user);
    expect(login).to.be.instanceOf(UserPBXLoginAutomaton);
    expect(login.getShortNickname()).to.equal('UserPBXLogin');
  });

  it('AppLoginViaPBXAutomaton(ws, spec, nickname = "AppLoginViaPBXA", passthrough = [])', () => {
    const login = new AppLoginViaPBXAutomaton(null, spec);
    expect(login).to.be.instanceOf(AppLoginAutomaton);
    expect(login.getShortNickname()).to.equal('AppLoginViaPBXA');
    expect(login.getSelectedApp()).to.equal(null);
    const apps = [
      { name: 'other', url: 'https://a/b/c/d' },
      { name: 'devices', url: 'https://a/b/c/innovaphone-devices' },
    ];
    expect(login.selectInstance(spec, apps)).to.equal(apps[1]);
    expect(login.selectInstance(spec, [])).to.equal(null);
  });
});
