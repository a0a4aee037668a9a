import { basename } from 'node:path';
import type { Clock } from '../../runtime/clock.js';
import { systemClock } from '../../runtime/clock.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import { followTrace } from '../../services/trace-follower.js';
import { readTrace } from '../../services/trace-reader.js';
import { AttachServer } from './attach-server.js';
import { Presence } from './presence.js';
import { TraceHub } from './trace-hub.js';

export interface ServeTraceOptions {
  /** Goes on as the file grows. */
  readonly follow?: boolean | undefined;
  readonly port?: number | undefined;
  /** Told of what is odd about the file, and of what of it is not shown. */
  readonly onNote?: ((note: string) => void) | undefined;
  /** Most records that are shown. Default 101,000: a recording that reached its cap, and how it ends. */
  readonly limit?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly pageFolder?: string | undefined;
}

/** A recording that is served. */
export interface ServedTrace {
  readonly url: string;
  /** An address for one visit, for the browser that is opened: it holds no token. */
  visit(): string;
  /** Resolves when a page was attached and none has been for some seconds. */
  readonly left: Promise<void>;
  close(why: string): Promise<void>;
}

/** How often a file that is followed is looked at, in milliseconds. */
const lookMs = 250;

/** Characters of records, about, that the page is given at most. */
const sizeLimit = 51 * 2 ** 20;

/**
 * Opens a recording: reads it, and serves the page with it. Nothing of it is run.
 * @throws TraceFileError `TRACE_FILE_UNREADABLE`, `TRACE_INVALID`; InspectorError as `inspect`
 */
export async function serveTrace(path: string, options: ServeTraceOptions = {}): Promise<ServedTrace> {
  const { clock = systemClock, onNote = () => undefined, follow = false } = options;
  const hub = new TraceHub({ clock });
  const shelf = new Shelf(hub, options.limit ?? 101_000, onNote);
  const following = follow ? new Following(path, shelf, clock, onNote) : undefined;
  if (following !== undefined) await following.begin();
  else {
    for await (const record of readTrace(path, { onNote })) if (!shelf.put(record)) break;
  }
  const presence = new Presence(clock);
  try {
    const server = await AttachServer.start({
      hub,
      desk: undefined,
      clock,
      title: basename(path),
      isLive: follow,
      scenarios: [],
      port: options.port,
      pageFolder: options.pageFolder,
      onPages: (count) => {
        presence.changed(count);
      },
    });
    return {
      url: server.url,
      visit: () => server.visit(),
      left: presence.left,
      close: async (why) => {
        await following?.end();
        await server.close(why);
        presence.close();
        hub.close();
      },
    };
  } catch (error) {
    await following?.end();
    hub.close();
    throw error;
  }
}

/** Takes records up to a limit, and says what is left out. */
class Shelf {
  #isFull = false;
  #count = 0;
  #size = 0;
  #newest: TraceRecord | undefined;

  constructor(
    private readonly hub: TraceHub,
    private readonly limit: number,
    private readonly onNote: (note: string) => void,
  ) {}

  /** @returns false when nothing more is taken */
  put(record: TraceRecord): boolean {
    if (this.#isFull) return false;
    if (this.#count >= this.limit || this.#size >= sizeLimit) {
      this.#close();
      return false;
    }
    this.#size += this.hub.sink(record);
    this.#count += 1;
    this.#newest = record;
    return true;
  }

  /** Makes everything readable now. */
  flush(): void {
    this.hub.flush();
  }

  #close(): void {
    this.#isFull = true;
    const { seq = 0, t = 0 } = this.#newest ?? {};
    const why = `the file is larger than the page takes; records after number ${seq} are not shown`;
    this.hub.sink({ seq: seq + 1, t, kind: 'drop', count: 1, why });
    this.hub.flush();
    this.onNote(`The file is larger than the page takes, so it shows the first ${this.#count} records.`);
  }
}

/** Reads on while a file grows. */
class Following {
  #isEnded = false;
  #wake: () => void = () => undefined;
  #timer: unknown;
  #done: Promise<void> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly shelf: Shelf,
    private readonly clock: Clock,
    private readonly onNote: (note: string) => void,
  ) {}

  /** Reads what there is; resolves at the end of the file, and goes on by itself. */
  begin(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#done = this.#read(resolve).catch((error: unknown) => {
        reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
  }

  end(): Promise<void> {
    this.#isEnded = true;
    this.clock.clearTimeout(this.#timer);
    this.#wake();
    return this.#done;
  }

  async #read(caughtUp: () => void): Promise<void> {
    const { path, onNote } = this;
    for await (const growth of followTrace(path, { onNote, wait: () => this.#wait(caughtUp) })) {
      if (growth.kind === 'records') {
        for (const record of growth.records) if (!this.shelf.put(record)) this.#isEnded = true;
      } else if (growth.kind === 'restarted') {
        onNote(`The page shows the trace as it was: ${growth.why}; open the file again to see the new one.`);
        return;
      }
    }
    this.shelf.flush();
    caughtUp();
  }

  /** Called at the end of the file. */
  #wait(caughtUp: () => void): Promise<boolean> {
    caughtUp();
    if (this.#isEnded) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#wake = () => {
        resolve(!this.#isEnded);
      };
      this.#timer = this.clock.setTimeout(this.#wake, lookMs);
    });
  }
}
