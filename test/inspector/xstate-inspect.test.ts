import { once } from 'node:events';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import type { XStateInspectBridge } from '../../inspector/xstate-inspect/index.js';
import { machineOfVersion4, serveXStateInspect } from '../../inspector/xstate-inspect/index.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import { recordList } from '../support/recorded-list.js';

/** An event as the receiver of `@xstate/inspect` hands it on: machine and state are objects of XState 4. */
interface Received {
  readonly type: string;
  readonly sessionId: string;
  readonly machine?: { readonly id: string; readonly initialState: { readonly value: unknown } };
  readonly state?: { readonly value: unknown; readonly context: Readonly<Record<string, unknown>> };
  readonly event?: { readonly name: string };
}

interface Receiver {
  send(event: object): void;
  subscribe(listener: (event: Received) => void): { unsubscribe(): void };
}

const require = createRequire(new URL('../../inspector/xstate-inspect/index.ts', import.meta.url));
const { createWebSocketReceiver } = require('@xstate/inspect') as {
  readonly createWebSocketReceiver: (options: { server: string }) => Receiver;
};

/** The receiver of that package, connected, and what it has received. */
class Client {
  readonly events: Received[] = [];
  #heard: () => void = () => undefined;

  private constructor(
    readonly receiver: Receiver,
    readonly socket: WebSocket,
  ) {
    receiver.subscribe((event) => {
      this.events.push(event);
      this.#heard();
    });
  }

  /** The receiver is made for browsers: it takes the global WebSocket. */
  static async connect({ server }: XStateInspectBridge): Promise<Client> {
    const sockets: WebSocket[] = [];
    const host = globalThis as { WebSocket?: unknown };
    const ofHost = host.WebSocket;
    host.WebSocket = function make(url: string): WebSocket {
      const socket = new WebSocket(url);
      sockets.push(socket);
      return socket;
    };
    const receiver = createWebSocketReceiver({ server });
    host.WebSocket = ofHost;
    const [socket] = sockets;
    if (socket === undefined) throw new Error('The receiver has made no WebSocket.');
    const client = new Client(receiver, socket);
    await once(socket, 'open');
    return client;
  }

  async until(matches: (event: Received) => boolean): Promise<Received> {
    for (;;) {
      const found = this.events.find(matches);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    }
  }

  of(nickname: string, type: string): Received[] {
    return this.events.filter((event) => event.type === type && event.sessionId.startsWith(`${nickname}:`));
  }
}

describe('The bridge to @xstate/inspect', () => {
  let bridge: XStateInspectBridge;
  let records: readonly TraceRecord[];

  let first: Client;

  const host = globalThis as unknown as { console: { warn: (...texts: unknown[]) => void } };
  const { warn } = host.console;

  // One for all tests: the package has one register of services for the whole process.
  before(async () => {
    // What its receiver has to say about charts that its own sender has made is not our concern.
    host.console.warn = () => undefined;
    records = await recordList('default');
    bridge = await serveXStateInspect({ origins: ['https://named.example'] });
    first = await watched();
  });

  after(async () => {
    await bridge.close();
    host.console.warn = warn;
  });

  /** Feeds the recording, with a client that comes in the middle of the login. */
  async function watched(): Promise<Client> {
    const middle = records.findIndex(({ kind }) => kind === 'explain');
    for (const record of records.slice(0, middle)) bridge.sink(record);
    const client = await Client.connect(bridge);
    await client.until(({ type }) => type === 'service.register');
    for (const record of records.slice(middle)) bridge.sink(record);
    await client.until((event) => event.type === 'service.stop' && event.sessionId.startsWith('UserLister:'));
    return client;
  }

  it('shows machines as charts of XState 4, those that began before the client came too', () => {
    const registered = first.events.filter(({ type }) => type === 'service.register');
    expect(registered.map(({ machine }) => machine?.id)).to.include.members([
      'UserPBXLoginWithAppAutomaton',
      'AppLoginViaPBXAutomaton',
      'DeviceLister',
      'UserLister',
    ]);
    const lister = registered.find(({ sessionId }) => sessionId.startsWith('UserLister:'));
    expect(lister?.machine?.initialState.value).to.deep.equal({ Initial: 'awaitingStart' });
  });

  it('shows states and contexts as they change, and the end', () => {
    const states = first.of('UserPBXLogin', 'service.state');
    expect(states.map(({ state }) => state?.value)).to.deep.include({ Initial: 'awaitingClients' });
    expect(states.at(-1)?.state?.value).to.equal('Dead');
    expect(states.at(-1)?.state?.context).to.have.nested.property('user.sip', 'ckl');
    expect(first.of('UserPBXLogin', 'service.stop')).to.have.length(1);
  });

  it('shows the messages that reach an automaton, in order', () => {
    const wanted = records.flatMap((record) =>
      record.kind === 'deliver' && record.lane === 'UserLister' ? [record.mt] : [],
    );
    const shown = first.of('UserLister', 'service.event').map(({ event }) => event?.name);
    expect(shown).to.deep.equal(['xstate.init', ...wanted]);
  });

  it('shows nothing that the trace has masked', () => {
    expect(JSON.stringify(first.events)).not.to.match(/"pwd":"(?!‹)/);
  });

  it('lets a client send nothing to an automaton, and no nonsense ends the process', async () => {
    const client = await Client.connect(bridge);
    for (const record of records.slice(
      0,
      records.findIndex(({ kind }) => kind === 'explain'),
    ))
      bridge.sink(record);
    for (const text of [
      'no JSON',
      'null',
      '{"type":"xstate.event","event":"no JSON"}',
      '{"type":"disconnect"}',
    ]) {
      client.socket.send(text);
    }
    client.receiver.send({ type: 'xstate.inspecting' });
    await client.until(({ type }) => type === 'service.register');
    expect(client.socket.readyState).to.equal(WebSocket.OPEN);
  });

  it('refuses a page of another site', async () => {
    const socket = new WebSocket(`ws://${bridge.server}`, { origin: 'https://elsewhere.example' });
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).to.contain('401');
  });

  it('lets in a page of a site that is named', async () => {
    const socket = new WebSocket(`ws://${bridge.server}`, { origin: 'https://named.example' });
    await once(socket, 'open');
    socket.close();
  });

  it('draws what a chart of XState 5 has under other names', () => {
    const machine = machineOfVersion4('Guarded', {
      initial: 'one',
      states: {
        one: {
          on: {
            go: [
              { guard: 'isReady', target: 'two' },
              { guard: { type: 'may' }, target: 'guard' },
            ],
          },
        },
        two: { type: 'final' },
        guard: {},
      },
      on: { '*': { actions: 'discard' } },
    });
    const transitions = machine.states['one']?.on['go'];
    expect(
      (transitions as { cond?: { name: string } }[] | undefined)?.map(({ cond }) => cond?.name),
    ).to.deep.equal(['isReady', 'may']);
    expect(Object.keys(machine.states)).to.deep.equal(['one', 'two', 'guard']);
    expect(machine.events).not.to.include('*');
  });
});
