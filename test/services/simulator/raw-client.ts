import { createHash } from 'node:crypto';
import { WebSocket } from 'ws';
import type { ClientOptions } from 'ws';
import type { Simulator, SimulatorOptions } from '../../../services/simulator/index.js';
import { startSimulator } from '../../../services/simulator/index.js';
import type { LogSink } from '../../../runtime/log.js';
import type { AnyMessage } from '../../../runtime/message.js';

/** SHA-256 of the words with colons between them, made here so that the simulator's own digests are put to the test. */
export function sha256(...words: readonly string[]): string {
  return createHash('sha256').update(words.join(':')).digest('hex');
}

export const nonce = '5bba709c4b68374d';

/** A bare WebSocket: knows nothing of the automatons. */
export class RawClient {
  /** Texts in order of arrival, those taken by `next` included. */
  readonly texts: string[] = [];
  readonly ended: Promise<{ code: number; reason: string }>;
  #taken = 0;
  #arrived: () => void = () => undefined;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.texts.push(data.toString('utf8'));
      this.#arrived();
    });
    socket.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString('utf8') });
      });
    });
  }

  static async open(url: string, options: ClientOptions = {}): Promise<RawClient> {
    const socket = new WebSocket(url, { perMessageDeflate: false, ...options });
    const client = new RawClient(socket);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return client;
  }

  send(message: object | string): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  async nextText(): Promise<string> {
    while (this.texts.length <= this.#taken) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
    this.#taken += 1;
    return this.texts[this.#taken - 1] ?? '';
  }

  async next(): Promise<AnyMessage> {
    return JSON.parse(await this.nextText()) as AnyMessage;
  }

  /** Sends a request and takes the next message, which should be its answer. */
  async ask(message: object | string): Promise<AnyMessage> {
    this.send(message);
    return this.next();
  }

  /** The next messages up to and including one of this type. */
  async until(mt: string): Promise<AnyMessage[]> {
    const messages: AnyMessage[] = [];
    do messages.push(await this.next());
    while (messages.at(-1)?.mt !== mt);
    return messages;
  }

  /** What has been answered to all that was sent so far: ends with the answer to a CheckBuild. */
  async settle(): Promise<AnyMessage[]> {
    this.send({ mt: 'CheckBuild' });
    return (await this.until('CheckBuildResult')).slice(0, -1);
  }

  /** Both Logins; the answer to the second. */
  async login(who: { type?: string; username?: string; password?: string } = {}): Promise<AnyMessage> {
    const { type = 'user', username = 'ckl', password = 'pwd' } = who;
    const { domain, challenge } = await this.ask({ mt: 'Login', type, userAgent: 'test' });
    const words = [type, String(domain), username, password, nonce, String(challenge)];
    const response = sha256('innovaphoneAppClient', ...words);
    return this.ask({ mt: 'Login', type, method: 'digest', username, nonce, response, userAgent: 'test' });
  }

  /** AppChallenge and AppLogin with the password of the app. */
  async appLogin(app: string, password: string, members: { sip?: string } = {}): Promise<AnyMessage> {
    const { challenge } = await this.ask({ mt: 'AppChallenge' });
    const digest = sha256(app, '', members.sip ?? '', '', '', String(challenge), password);
    return this.ask({ mt: 'AppLogin', app, digest, ...members });
  }
}

const started: Simulator[] = [];

/** A simulator that `stopAll` stops. */
export async function simulate(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator(options);
  started.push(simulator);
  return simulator;
}

/** A connection that is logged in at the PBX. */
export async function loggedIn(simulator: Simulator, username = 'ckl', password = 'pwd'): Promise<RawClient> {
  const client = await RawClient.open(simulator.url);
  await client.login({ username, password });
  return client;
}

/** The exact text of `info` in a message that has a `digest` after it. */
export const infoText = (text: string): string => /"info":(.*),"digest":/.exec(text)?.[1] ?? '';

/** A log sink that writes `category text` into a list. */
export function logTo(lines: string[]): LogSink {
  return (category, _source, text) => {
    lines.push(`${category} ${typeof text === 'string' ? text : text()}`);
  };
}

/** For `afterEach`. */
export async function stopAll(): Promise<void> {
  await Promise.all(started.splice(0).map((simulator) => simulator.close()));
}

/** Credentials inside a LoginResult, decrypted by node:crypto's opposite number: RC4 written down once more. */
export function decryptCredentials(result: AnyMessage, password = 'pwd'): { usr: string; pwd: string } {
  const { session } = result.info as { session: { usr: string; pwd: string } };
  const plain = (half: 'usr' | 'pwd'): string =>
    rc4(`innovaphoneAppClient:${half}:${nonce}:${password}`, Buffer.from(session[half], 'hex')).toString(
      'utf8',
    );
  return { usr: plain('usr'), pwd: plain('pwd') };
}

function rc4(key: string, data: Buffer): Buffer {
  const keyBytes = Buffer.from(key);
  const state = Uint8Array.from({ length: 256 }, (_value, at) => at);
  const at = (index: number): number => state[index] ?? 0;
  const swap = (a: number, b: number): void => {
    [state[a], state[b]] = [at(b), at(a)];
  };
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + at(i) + (keyBytes[i % keyBytes.length] ?? 0)) & 255;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return Buffer.from(
    data.map((byte) => {
      i = (i + 1) & 255;
      j = (j + at(i)) & 255;
      swap(i, j);
      return byte ^ at((at(i) + at(j)) & 255);
    }),
  );
}
