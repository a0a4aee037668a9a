import { appLoginDigest, loginResultDigest } from '../../protocol/digests.js';
import { Secret } from '../../protocol/secret.js';
import { SessionCredentials } from '../../protocol/session-credentials.js';
import { encryptSession } from '../../protocol/session-cipher.js';
import { AppUserCredentials } from '../../protocol/user-credentials.js';
import type { SimulatedClock } from '../../runtime/clock.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import type { MemoryPeer } from '../../runtime/memory-socket.js';
import type { AnyMessage } from '../../runtime/message.js';
import { rawMember } from '../../runtime/message.js';

/** What the peers of a whole login are asked, step by step. */
export const steps = [
  ...['Login #1', 'Login #2', 'Authorize', 'SubscribeApps', 'AppChallenge', 'AppGetLogin', 'AppLogin'],
  ...['GetDevices', 'NumUsers', 'ReadUser', 'session Login #1', 'session Login #2'],
] as const;
export type Step = (typeof steps)[number];

/** What a fault makes of the answer to one step: by default the texts are sent, in order. */
export type Tamper = (answer: readonly string[], peer: MemoryPeer) => void;

const domain = 'sample.dom';
const challenge = '3e6bf6a1ba658959';
const password = new Secret('the password of ckl', 'password');
const appPassword = new Secret('the password of the app', 'password');
const session = new SessionCredentials('0f'.repeat(16), 'session-password-23-chr');

/** The user who logs in; with a stored session or without. */
export const userOf = (hasSession: boolean): AppUserCredentials =>
  new AppUserCredentials('ckl', password, hasSession ? { session } : {});

/** A PBX with the services Devices and Users, on sockets in memory; one fault can be planted. */
export class SmallPbx {
  readonly pbx: MemorySocket;
  readonly devices: MemorySocket;
  readonly users: MemorySocket;

  constructor(
    private readonly clock: SimulatedClock,
    private readonly faultyStep: Step,
    private readonly tamper: Tamper,
  ) {
    this.pbx = this.#socket('PBXWS', 'ws://PBX/PBX0/APPCLIENT/130000/websocket');
    this.devices = this.#socket('INNOVAPHONE-DEVICES--WS');
    this.users = this.#socket('INNOVAPHONE-USERS--WS');
  }

  #socket(name: string, url?: string): MemorySocket {
    return new MemorySocket(name, url, {
      clock: this.clock,
      onMessage: (message, peer) => {
        const isUsers = name.includes('USERS');
        const [step, ...answer] = this.#answer(message, peer, isUsers ? 'users' : 'devices');
        const texts = answer.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
        const isFaulty = step === this.faultyStep;
        if (isFaulty) this.tamper(texts, peer);
        else for (const text of texts) peer.send(text);
      },
    });
  }

  /** The step that a message belongs to, then the answer to it. */
  #answer(message: AnyMessage, peer: MemoryPeer, service: string): [Step | 'other', ...(object | string)[]] {
    const isSession = message['type'] === 'session';
    switch (message.mt) {
      case 'Login':
        if (!('nonce' in message)) {
          const { type } = message;
          return [
            isSession ? 'session Login #1' : 'Login #1',
            { mt: 'Authenticate', type, method: 'digest', domain, challenge },
          ];
        }
        if (this.faultyStep === 'Authorize') return this.#confirmLater(message, peer);
        return [isSession ? 'session Login #2' : 'Login #2', this.#loginResult(message)];
      case 'SubscribeApps':
        return ['SubscribeApps', app('devices'), app('users'), { mt: 'UpdateAppsComplete' }];
      case 'AppGetLogin':
        return [message['src'] === 'INNOVAPHONE-DEVICES--A' ? 'AppGetLogin' : 'other', grant(message)];
      case 'AppChallenge':
        return [
          service === 'devices' ? 'AppChallenge' : 'other',
          { mt: 'AppChallengeResult', challenge: service },
        ];
      case 'AppLogin': {
        const ok = message['digest'] === digestOf(message, peer.texts.at(-1) ?? '', service);
        return [service === 'devices' ? 'AppLogin' : 'other', { mt: 'AppLoginResult', ok }];
      }
      case 'GetDevices':
        return [
          'GetDevices',
          { mt: 'GetDevicesResult', devices: [{ id: 1 }] },
          { mt: 'GetDevicesResult', devices: [{ id: 2 }], last: true },
        ];
      case 'NumUsers':
        return ['NumUsers', { mt: 'NumUsersResult', numUsers: 2 }];
      case 'ReadUser': {
        const rows = [1, 2].slice(Number(message['offset'])).map((id) => ({ mt: 'ReadUserInfo', id }));
        return ['ReadUser', ...rows, { mt: 'ReadUserResult' }];
      }
      default:
        throw new Error(`Nobody expects ${message.mt}.`);
    }
  }

  /** The user confirms after 6.5 s; what then comes is the answer that can be tampered with. */
  #confirmLater(message: AnyMessage, peer: MemoryPeer): ['other', object] {
    this.clock.setTimeout(() => {
      this.tamper([JSON.stringify(this.#loginResult(message))], peer);
    }, 6_500);
    return ['other', { mt: 'Authorize', code: 4711 }];
  }

  #loginResult(message: AnyMessage): object {
    const isSession = message['type'] === 'session';
    const nonce = String(message['nonce']);
    const user = { domain, sip: 'ckl', guid: 'f4'.repeat(16), dn: 'Christoph' };
    const info = isSession ? { user } : { user, session: encryptSession(session, nonce, password) };
    const digest = loginResultDigest({
      domain,
      username: String(message['username']),
      password: isSession ? session.pwd : password,
      nonce,
      challenge,
      info: JSON.stringify(info),
    });
    return { mt: 'LoginResult', info, digest };
  }
}

function app(name: string): object {
  const url = `http://PBX/sample.dom/${name}/innovaphone-${name}`;
  return { mt: 'UpdateAppsInfo', app: { name, title: name, url } };
}

function grant(asked: AnyMessage): string {
  const name = String(asked['app']);
  const login = { app: `innovaphone-${name}`, domain, sip: 'ckl', guid: 'f4'.repeat(16), dn: 'Christoph' };
  const info = '{"b":18446744073709551615,"1":1.0,"cn":"\\u00e9"}';
  const digest = appLoginDigest({
    ...login,
    info,
    challenge: String(asked['challenge']),
    password: appPassword,
  });
  const members = JSON.stringify({ mt: 'AppGetLoginResult', src: asked['src'], ...login, digest });
  return `${members.slice(0, -1)},"info":${info}}`;
}

function digestOf(login: AnyMessage, text: string, challengeOfService: string): string {
  const part = (name: string): string => String(login[name]);
  return appLoginDigest({
    app: part('app'),
    domain: part('domain'),
    sip: part('sip'),
    guid: part('guid'),
    dn: part('dn'),
    info: rawMember({ msg: login, text }, 'info'),
    challenge: challengeOfService,
    password: appPassword,
  });
}
