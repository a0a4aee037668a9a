/**
 * Shows automatons to clients of `@xstate/inspect`: serves that package's own `inspect({ server })` and registers
 * each automaton of a trace as a service of XState 4.
 */
import { inspect } from '@xstate/inspect/lib/server.js';
import { WebSocketServer } from 'ws';
import { RecordReader } from './record-reader.js';
import type { TraceRecordLike } from './record-reader.js';
import { onlyGreetings } from './only-greetings.js';

export type { TraceRecordLike } from './record-reader.js';
export { machineOfVersion4 } from './machine-of-version-4.js';

export interface XStateInspectOptions {
  /** Port on 127.0.0.1; 0, the default: any that is free. */
  readonly port?: number | undefined;
  /**
   * Origins of pages that may connect besides those of this machine, such as a visualizer's. Programs, which name
   * no origin, may.
   */
  readonly origins?: readonly string[] | undefined;
}

/** A running bridge. */
export interface XStateInspectBridge {
  /** `127.0.0.1:PORT`, as the option `server` of the receiver wants it. */
  readonly server: string;
  /** Takes the records of a trace, in order: the sink of a recorder, or what was read from a file. */
  readonly sink: (record: TraceRecordLike) => void;
  close(): Promise<void>;
}

/** What `@xstate/inspect` puts into the global scope: where services register. */
declare global {
  var __xstate__: { register(service: object): void } | undefined;
}

/**
 * Serves the protocol of `@xstate/inspect` on this machine. One at a time: that package has one register of
 * services for the whole process.
 * @throws Error when the port is taken
 */
export async function serveXStateInspect(options: XStateInspectOptions = {}): Promise<XStateInspectBridge> {
  const { port = 0, origins = [] } = options;
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port,
    maxPayload: 64 * 1024,
    verifyClient: ({ origin }: { origin: string | undefined }) => mayConnect(origin, origins),
  });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  const inspector = inspect({ server: onlyGreetings(server) });
  const reader = new RecordReader((service) => globalThis.__xstate__?.register(service));
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    server: `127.0.0.1:${bound}`,
    sink: (record) => {
      reader.take(record);
    },
    close: () =>
      new Promise((resolve) => {
        reader.close();
        for (const client of server.clients) client.terminate();
        server.once('close', () => {
          resolve();
        });
        inspector.disconnect();
      }),
  };
}

/** A page of another site must not look in. */
function mayConnect(origin: string | undefined, origins: readonly string[]): boolean {
  if (origin === undefined || origins.includes(origin)) return true;
  try {
    return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(origin).hostname);
  } catch {
    return false;
  }
}
