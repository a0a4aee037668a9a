import { expect } from 'chai';
import type { AttachListener, SocketLike } from '../../../inspector/page/attach-client.js';
import { AttachClient } from '../../../inspector/page/attach-client.js';

/** A socket whose other end is the test. */
class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null;
  readonly said: unknown[] = [];
  isClosed = false;

  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {}

  send(text: string): void {
    this.said.push(JSON.parse(text));
  }
  close(): void {
    this.isClosed = true;
    this.onclose?.({ code: 1000, reason: '' });
  }
  hear(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  break(): void {
    this.onclose?.({ code: 1006, reason: '' });
  }
}

describe('Attach client', () => {
  let sockets: FakeSocket[];
  let told: unknown[];
  let later: { act: () => void; delayMs: number }[];
  let newest: number;
  let client: AttachClient;
  const last = (): FakeSocket => {
    const socket = sockets.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    return socket;
  };
  const goOn = (): number => {
    const next = later.shift();
    next?.act();
    return next?.delayMs ?? -1;
  };
  beforeEach(() => {
    sockets = [];
    told = [];
    later = [];
    newest = 0;
    const tell =
      (what: string) =>
      (value: unknown): void => {
        told.push({ [what]: value });
      };
    const listener: AttachListener = {
      hello: tell('hello'),
      records: tell('records'),
      control: tell('control'),
      lost: tell('lost'),
      ended: tell('ended'),
      refused: tell('refused'),
    };
    client = new AttachClient({
      url: 'ws://127.0.0.1:1/attach',
      token: 'token',
      newest: () => newest,
      listener,
      open: (url, protocols) => {
        const socket = new FakeSocket(url, protocols);
        sockets.push(socket);
        return socket;
      },
      later: (act, delayMs) => later.push({ act, delayMs }),
    });
  });

  it('names the protocol and its token, and asks for everything', () => {
    expect(last().protocols).to.deep.equal(['pbx-automata-inspector.1', 'token']);
    last().onopen?.();
    expect(last().said).to.deep.equal([{ type: 'hello', after: 0 }]);
  });

  it('asks again after a break, later each time, for what it does not have yet', () => {
    last().onopen?.();
    newest = 7;
    last().break();
    expect(told).to.deep.equal([{ lost: 500 }]);
    expect([goOn()]).to.deep.equal([500]);
    last().break();
    expect(goOn()).to.equal(1000);
    last().onopen?.();
    expect(last().said).to.deep.equal([{ type: 'hello', after: 7 }]);
    last().hear({ type: 'hello' });
    last().break();
    expect(goOn()).to.equal(500);
  });

  it('waits at most eight seconds', () => {
    const pauses = Array.from({ length: 7 }, () => {
      last().break();
      return goOn();
    });
    expect(pauses).to.deep.equal([500, 1000, 2000, 4000, 8000, 8000, 8000]);
  });

  it('does not ask again when the process said goodbye', () => {
    last().onopen?.();
    last().hear({ type: 'bye', why: 'The program has ended.' });
    expect(told).to.deep.equal([{ ended: 'The program has ended.' }]);
    expect(last().isClosed).to.equal(true);
    expect(later).to.deep.equal([]);
  });

  it('gives each act its own answer', async () => {
    last().onopen?.();
    const held = client.act({ do: 'hold' });
    const stepped = client.act({ do: 'step' });
    last().hear({ type: 'done', id: 2, seq: 9 });
    last().hear({ type: 'refused', id: 1, reason: 'This page may only look.' });
    expect(await stepped).to.deep.equal({ seq: 9 });
    expect(await held.catch((error: unknown) => String(error))).to.equal('Error: This page may only look.');
  });

  it('refuses an act while there is no connection, and those that a break left open', async () => {
    const early = await client.act({ do: 'hold' }).catch((error: unknown) => String(error));
    expect(early).to.match(/no connection/);
    last().onopen?.();
    const open = client.act({ do: 'hold' });
    last().break();
    expect(await open.catch((error: unknown) => String(error))).to.match(/broke before the answer/);
  });

  it('takes what is no message of the process for nothing', () => {
    last().onopen?.();
    last().onmessage?.({ data: 'not JSON' });
    last().onmessage?.({ data: new ArrayBuffer(1) });
    last().hear([1]);
    last().hear({ type: 7 });
    expect(told).to.deep.equal([]);
  });
});
