/**
 * The competitor: the main job written straight down on ws, without an engine. Same messages on the wire, same
 * check of the LoginResult digest, same codec, and no more: no states, no log, no trace, no posts, one timer.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { AnyMessage } from 'pbx-automata/runtime';
import { decodeMessage, encodeMessage, RawJson, rawMember } from 'pbx-automata/runtime';
import { WebSocket } from 'ws';
import type { Lists, LoginAddress } from './flow.js';

/** A connection that hands over decoded messages, with their text. */
interface Connection {
  send(message: AnyMessage): void;
  close(): void;
}

interface App {
  readonly name: string;
  readonly url: string;
}

interface Profile {
  readonly sip: string;
  readonly domain: string;
}

const timeoutMs = 5_000;

/** Logs in to the PBX and from there to Devices and Users, and lists both. */
export function listWithBareClient(address: LoginAddress): Promise<Lists> {
  return new Promise((resolve, reject) => {
    const { url, user, password } = address;
    const nonce = randomBytes(8).toString('hex');
    const connections: Connection[] = [];
    const apps = new Map<string, App>();
    const answers = new Map<string, (msg: AnyMessage, text: string) => void>();
    const devices: unknown[] = [];
    const users: unknown[] = [];
    let domain = '';
    let challenge = '';
    let profile: Profile | undefined;
    let unfinished = 2;

    const end = (settle: () => void): void => {
      clearTimeout(timer);
      for (const connection of connections) connection.close();
      settle();
    };
    const fail = (error: Error): void => {
      end(() => {
        reject(error);
      });
    };
    const timer = setTimeout(() => {
      fail(new Error('The peer is silent.'));
    }, timeoutMs);
    const finish = (): void => {
      unfinished -= 1;
      if (unfinished > 0) return;
      end(() => {
        resolve({ devices: devices.length, users: users.length });
      });
    };

    const open = (
      to: string,
      first: AnyMessage,
      onMessage: (msg: AnyMessage, text: string, connection: Connection) => void,
    ): void => {
      const socket = new WebSocket(to, { perMessageDeflate: false, handshakeTimeout: 10_000 });
      let isOver = false;
      const connection: Connection = {
        send: (message) => {
          socket.send(encodeMessage(message));
        },
        close: () => {
          isOver = true;
          socket.close();
        },
      };
      connections.push(connection);
      socket.on('open', () => {
        connection.send(first);
      });
      socket.on('message', (data: Buffer) => {
        if (isOver) return;
        timer.refresh();
        const text = data.toString();
        const decoded = decodeMessage(text);
        if (decoded.ok) onMessage(decoded.msg, text, connection);
      });
      socket.on('error', fail);
      socket.on('close', () => {
        if (!isOver) fail(new Error('The connection was closed.'));
      });
    };

    const listDevices = (msg: AnyMessage): void => {
      if (msg.mt !== 'GetDevicesResult') return;
      if (msg.error !== undefined || !Array.isArray(msg.devices)) fail(new Error('No devices.'));
      else devices.push(...(msg.devices as unknown[]));
      if (msg.last === true) finish();
    };

    const asker = (): { readonly user: string; readonly domain: string } => ({
      user: profile?.sip ?? '',
      domain: `@${profile?.domain ?? ''}`,
    });
    let numUsers = 0;
    let pageStart = 0;
    const readUsers = (connection: Connection): void => {
      pageStart = users.length;
      connection.send({ mt: 'ReadUser', username: '', ...asker(), offset: users.length, filter: '%' });
    };
    const listUsers = (msg: AnyMessage, connection: Connection): void => {
      if (msg.error !== undefined) {
        fail(new Error('No users.'));
      } else if (msg.mt === 'NumUsersResult') {
        numUsers = Number(msg.numUsers);
        if (numUsers === 0) finish();
        else readUsers(connection);
      } else if (msg.mt === 'ReadUserInfo') {
        const { mt: _mt, src: _src, ...row } = msg;
        users.push(row);
      } else if (msg.mt === 'ReadUserResult') {
        if (users.length > pageStart && users.length !== numUsers) readUsers(connection);
        else finish();
      }
    };

    const logInToApp = (app: App, pbx: Connection, list: (msg: AnyMessage, of: Connection) => void): void => {
      const service = serviceUrl(app.url, url);
      open(service, { mt: 'AppChallenge' }, (msg, _text, connection) => {
        if (msg.mt === 'AppChallengeResult') {
          answers.set(app.name, (result, text) => {
            connection.send(forwarded(result, text));
          });
          const asked = { app: app.name, challenge: String(msg.challenge), src: app.name };
          pbx.send({ mt: 'AppGetLogin', ...asked });
        } else if (msg.mt === 'AppLoginResult') {
          if (msg.ok !== true) fail(new Error('The App Service refused the login.'));
          else if (app.name === 'devices') connection.send({ mt: 'GetDevices' });
          else connection.send({ mt: 'NumUsers', ...asker(), visible: true, filter: '%' });
        } else {
          list(msg, connection);
        }
      });
    };

    const userAgent = 'bare';
    open(url, { mt: 'Login', type: 'user', userAgent }, (msg, text, pbx) => {
      switch (msg.mt) {
        case 'Authenticate': {
          domain = String(msg.domain);
          challenge = String(msg.challenge);
          const words = ['innovaphoneAppClient', 'user', domain, user, password, nonce, challenge];
          const proof = { method: 'digest', type: 'user', username: user, nonce, userAgent };
          pbx.send({ mt: 'Login', ...proof, response: sha256(words) });
          break;
        }
        case 'LoginResult': {
          const info = rawMember({ msg, text }, 'info') ?? '';
          const words = [
            'innovaphoneAppClient',
            'loginresult',
            domain,
            user,
            password,
            nonce,
            challenge,
            info,
          ];
          if (msg.error !== undefined || msg.digest !== sha256(words)) {
            fail(new Error('The login was refused, or this is a fake PBX.'));
            return;
          }
          const details = msg.info as { user: Profile; session: { usr: string; pwd: string } };
          profile = details.user;
          for (const half of ['usr', 'pwd'] as const) {
            const key = Buffer.from(`innovaphoneAppClient:${half}:${nonce}:${password}`);
            rc4(key, Buffer.from(details.session[half], 'hex'));
          }
          pbx.send({ mt: 'SubscribeApps' });
          break;
        }
        case 'UpdateAppsInfo': {
          const app = msg.app as App;
          apps.set(app.name, app);
          break;
        }
        case 'UpdateAppsComplete': {
          const devicesApp = apps.get('devices');
          const usersApp = apps.get('users');
          if (devicesApp === undefined || usersApp === undefined) fail(new Error('There is no such app.'));
          else {
            logInToApp(devicesApp, pbx, listDevices);
            logInToApp(usersApp, pbx, listUsers);
          }
          break;
        }
        case 'AppGetLoginResult':
          answers.get(String(msg.src))?.(msg, text);
          break;
        default:
      }
    });
  });
}

/** The AppLogin that the PBX has made, `info` byte for byte. */
function forwarded(msg: AnyMessage, text: string): AnyMessage {
  const { mt: _mt, src: _src, salt: _salt, key: _key, ...members } = msg;
  return { ...members, mt: 'AppLogin', info: new RawJson(rawMember({ msg, text }, 'info') ?? '{}') };
}

function serviceUrl(appUrl: string, pbxUrl: string): string {
  const url = new URL(appUrl, pbxUrl.replace(/^ws/, 'http'));
  url.pathname = url.pathname.slice(0, url.pathname.lastIndexOf('/'));
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  return url.href;
}

function sha256(words: readonly string[]): string {
  return createHash('sha256').update(words.join(':')).digest('hex');
}

function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const at = (index: number): number => state[index & 255] ?? 0;
  const swap = (one: number, other: number): void => {
    const kept = at(one);
    state[one] = at(other);
    state[other] = kept;
  };
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + at(i) + (key[i % key.length] ?? 0)) & 255;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return data.map((byte) => {
    i = (i + 1) & 255;
    j = (j + at(i)) & 255;
    swap(i, j);
    return byte ^ at(at(i) + at(j));
  });
}
