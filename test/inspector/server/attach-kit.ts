import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { attachSubprotocol } from '../../../inspector/model/attach-protocol.js';
import type { PageMessage, ProcessMessage } from '../../../inspector/model/attach-protocol.js';

/** A small page, so that no test needs a built one. */
export function pageFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'pbx-automata-page-'));
  writeFileSync(join(path, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(path, 'page.js'), 'export {};');
  writeFileSync(join(path, 'secret.key'), 'of no known type');
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One HTTP request, with the path taken literally. */
export async function ask(
  port: number,
  path: string,
  options: { readonly method?: string; readonly host?: string } = {},
): Promise<HttpAnswer> {
  const { method = 'GET', host = `127.0.0.1:${port}` } = options;
  const sent = request({ port, host: '127.0.0.1', path, method, headers: { host }, agent: false });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let body = '';
  for await (const chunk of response as AsyncIterable<Buffer>) body += chunk.toString();
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}

/** The address of a page, taken apart as the page does. */
export function placeOf(url: string): { readonly port: number; readonly token: string } {
  const { port, hash } = new URL(url);
  return { port: Number(port), token: hash.replace('#t=', '') };
}

export interface AttachRequest {
  readonly path?: string;
  readonly host?: string;
  /** `null`: none. */
  readonly origin?: string | null;
  readonly protocols?: readonly string[];
}

/** Tries to attach as nobody should; resolves with the refusal, or with the open socket. */
export async function tryToAttach(
  url: string,
  wish: AttachRequest = {},
): Promise<{ readonly status: number; readonly body: string; readonly socket?: WebSocket }> {
  const { port, token } = placeOf(url);
  const { path = '/attach', host = `127.0.0.1:${port}`, origin = `http://127.0.0.1:${port}` } = wish;
  const { protocols = [attachSubprotocol, token] } = wish;
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, [...protocols], {
    headers: { host, ...(origin !== null && { origin }) },
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      resolve({ status: 101, body: '', socket });
    });
    socket.once('unexpected-response', (_sent, response: IncomingMessage) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, body });
      });
    });
    socket.once('error', reject);
  });
}

/** A page without a browser: says what it is told to, keeps what it hears. */
export class FakePage {
  readonly heard: ProcessMessage[] = [];
  /** Code of the close, once it has come. */
  closeCode: number | undefined;
  readonly #waiting = new Set<() => void>();
  #id = 0;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.heard.push(JSON.parse(data.toString()) as ProcessMessage);
      this.#changed();
    });
    socket.on('close', (code) => {
      this.closeCode = code;
      this.#changed();
    });
  }

  /** Attaches as the page does. */
  static async attach(url: string, after = 0): Promise<FakePage> {
    const page = await FakePage.open(url);
    page.say({ type: 'hello', after });
    return page;
  }

  /** Connects, and says nothing yet. */
  static async open(url: string): Promise<FakePage> {
    const { socket, status } = await tryToAttach(url);
    if (socket === undefined) throw new Error(`refused with ${status}`);
    return new FakePage(socket);
  }

  say(message: PageMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Does something, and waits for what comes of it. */
  async act(
    command: (PageMessage & { type: 'act' })['command'],
  ): Promise<ProcessMessage & { type: 'done' | 'refused' }> {
    this.#id += 1;
    const id = this.#id;
    this.say({ type: 'act', id, command });
    return this.until(
      (message): message is ProcessMessage & { type: 'done' | 'refused' } =>
        (message.type === 'done' || message.type === 'refused') && message.id === id,
    );
  }

  /** Waits for a message, which may have come already. */
  async until<Wanted extends ProcessMessage>(
    wanted: (message: ProcessMessage) => message is Wanted,
  ): Promise<Wanted> {
    for (;;) {
      const found = this.heard.find(wanted);
      if (found !== undefined) return found;
      if (this.closeCode !== undefined) throw new Error(`closed with ${this.closeCode} meanwhile`);
      await this.#change();
    }
  }

  /** Waits until the condition holds. */
  async when(holds: () => boolean): Promise<void> {
    while (!holds()) await this.#change();
  }

  /** All records that have come. */
  get records(): readonly Extract<ProcessMessage, { type: 'records' }>['records'][number][] {
    return this.heard.flatMap((message) => (message.type === 'records' ? message.records : []));
  }

  async closed(): Promise<number> {
    await this.when(() => this.closeCode !== undefined);
    return this.closeCode ?? 0;
  }

  /** Closes the page. */
  async leave(): Promise<void> {
    this.socket.close();
    await this.closed();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  #changed(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

/** Waits for the first message of a type. */
export function ofType<Type extends ProcessMessage['type']>(
  type: Type,
): (message: ProcessMessage) => message is Extract<ProcessMessage, { type: Type }> {
  return (message): message is Extract<ProcessMessage, { type: Type }> => message.type === type;
}
