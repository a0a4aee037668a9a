import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { MemoryPeer } from '../../runtime/memory-socket.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import type { QueuedSocket, QueueLimits } from '../../runtime/queued-socket.js';
import { WSClient } from '../../services/ws-client.js';

/** The other end of a connection, whatever it runs on. */
export interface RigPeer {
  readonly texts: readonly string[];
  /** How the automatons' side closed: resolves when it did. */
  readonly closed: Promise<{ code: number; reason: string }>;
  send(text: string): void;
  sendBinary(length: number): void;
  close(code: number, reason: string): void;
  /** Breaks the connection without a word. */
  break(): void;
  /** Resolves when so many texts have come. */
  untilTexts(count: number): Promise<void>;
}

/** A kind of socket together with peers that accept it (`url`) or never answer (`silentUrl`). */
export interface SocketRig {
  readonly url: string;
  readonly silentUrl: string;
  make(options?: QueueLimits): QueuedSocket;
  /** The peer of the n-th accepted connection, when it is there. */
  peer(index: number): Promise<RigPeer>;
  dispose(): Promise<void>;
}

/** Things that come one after the other and can be waited for by index. */
class Arrivals<T> {
  readonly items: T[] = [];
  #waiting: (() => void)[] = [];

  add(item: T): void {
    this.items.push(item);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  async at(index: number): Promise<T> {
    for (;;) {
      const item = this.items[index];
      if (item !== undefined) return item;
      await new Promise<void>((go) => {
        this.#waiting.push(go);
      });
    }
  }
}

export function memoryRig(): Promise<SocketRig> {
  const peers = new Arrivals<RigPeer>();
  const texts = new Map<MemoryPeer, Arrivals<string>>();
  return Promise.resolve({
    url: 'memory:here',
    silentUrl: 'memory:nowhere',
    make: (options = {}) =>
      new MemorySocket('PBXWS', 'memory:here', {
        ...options,
        onMessage: (message, peer) => texts.get(peer)?.add(JSON.stringify(message)),
        onConnect: (peer) => {
          if (peer.url === 'memory:nowhere') return;
          const arrivals = new Arrivals<string>();
          texts.set(peer, arrivals);
          peer.accept();
          peers.add({
            texts: arrivals.items,
            get closed() {
              return Promise.resolve(peer.closedWith ?? { code: 0, reason: 'still open' });
            },
            send: (text) => {
              peer.send(text);
            },
            sendBinary: (length) => {
              peer.sendBinary(length);
            },
            close: (code, reason) => {
              peer.close(code, reason);
            },
            break: () => {
              peer.close(1006, '', new Error('broken'));
            },
            untilTexts: async (count) => {
              await arrivals.at(count - 1);
            },
          });
        },
      }),
    peer: (index) => peers.at(index),
    dispose: () => Promise.resolve(),
  });
}

export async function webSocketRig(): Promise<SocketRig> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const peers = new Arrivals<RigPeer>();
  server.on('connection', (socket) => {
    peers.add(webSocketPeer(socket));
  });
  const silent = createServer();
  const stalled = new Set<Socket>();
  silent.on('connection', (socket) => {
    stalled.add(socket);
    socket.on('error', () => undefined);
  });
  silent.listen(0, '127.0.0.1');
  await Promise.all([once(server, 'listening'), once(silent, 'listening')]);
  const made: QueuedSocket[] = [];
  const url = `ws://127.0.0.1:${portOf(server)}/PBX0`;
  return {
    url,
    silentUrl: `ws://127.0.0.1:${portOf(silent)}/PBX0`,
    make: (options) => {
      const socket = new WSClient('PBXWS', url, options);
      made.push(socket);
      return socket;
    },
    peer: (index) => peers.at(index),
    dispose: async () => {
      for (const socket of made) socket.close();
      for (const socket of stalled) socket.destroy();
      for (const client of server.clients) client.terminate();
      const closings = [once(server, 'close'), once(silent, 'close')];
      server.close();
      silent.close();
      await Promise.all(closings);
    },
  };
}

function webSocketPeer(socket: WebSocket): RigPeer {
  const arrivals = new Arrivals<string>();
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => {
    arrivals.add(data.toString());
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => {
      resolve({ code, reason: reason.toString() });
    });
  });
  return {
    texts: arrivals.items,
    closed,
    send: (text) => {
      socket.send(text);
    },
    sendBinary: (length) => {
      socket.send(Buffer.alloc(length));
    },
    close: (code, reason) => {
      socket.close(code, reason);
    },
    break: () => {
      socket.terminate();
    },
    untilTexts: async (count) => {
      await arrivals.at(count - 1);
    },
  };
}

/** The port that a listening server was given. */
export function portOf(server: { address(): AddressInfo | string | null } | Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('The server does not listen on a port.');
  return address.port;
}
