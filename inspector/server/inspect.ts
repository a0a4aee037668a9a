import { basename } from 'node:path';
import type { Secret } from '../../protocol/secret.js';
import type { Clock } from '../../runtime/clock.js';
import { systemClock } from '../../runtime/clock.js';
import type { RunTracer } from '../../runtime/trace.js';
import type { RedactionPolicy, TraceRecord } from '../../runtime/trace-records.js';
import type { TraceSink } from '../../runtime/trace-writer.js';
import { ProcessTrace } from '../../services/process-trace.js';
import { traceRedactor } from '../../services/redaction.js';
import { AttachServer } from './attach-server.js';
import { ControlDesk } from './control-desk.js';
import { hasBrowser, openBrowser } from './open-browser.js';
import { Presence } from './presence.js';
import { TraceHub } from './trace-hub.js';

export interface InspectOptions {
  /** Lets the page hold, step, set breakpoints and send messages. Default false: it may look only. */
  readonly control?: boolean | undefined;
  /** Runs wait before their first act until the page lets them go; allows control. */
  readonly hold?: boolean | undefined;
  /** Opens a browser. Default: when there seems to be one (docs/inspector.md, "The browser"). */
  readonly open?: boolean | undefined;
  /** Default 0: any that is free. */
  readonly port?: number | undefined;
  /** What the page shows of secrets. Default `masked`; `sample` is for the simulator, whose secrets are nobody's. */
  readonly policy?: RedactionPolicy | undefined;
  /** Secrets known by now, to be masked in any text. */
  readonly secrets?: (() => Iterable<string | Secret>) | undefined;
  /** What is looked into, for people. Default: the program's name. */
  readonly title?: string | undefined;
  /** Closes the inspector when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Default true: a program that is done stays until the page is closed, and says so. False: the inspector keeps no
   * program alive. `untilClosed`: it keeps the program until `close` is called, as any open port does.
   */
  readonly stays?: boolean | 'untilClosed' | undefined;
  /** Gets every record as well: a trace file, say. */
  readonly sink?: TraceSink | undefined;
  /** Hears what a person should know, a sentence at a time. Default: standard error. */
  readonly say?: ((sentence: string) => void) | undefined;
  readonly clock?: Clock | undefined;
  /** A trace of the process that has begun already. */
  readonly trace?: ProcessTrace | undefined;
  /** Scenarios that the page may start, and how. */
  readonly scenarios?: ScenarioStage | undefined;
  /** Folder of the built page; for tests. */
  readonly pageFolder?: string | undefined;
}

/** Where scenarios are played. */
export interface ScenarioStage {
  readonly list: readonly { readonly name: string; readonly description: string }[];
  readonly start: (name: string) => Promise<void>;
}

/** An inspector that is open. */
export interface Inspector {
  /** Where the page is. Whoever has this address can read the trace, so it is for the user's eyes only. */
  readonly url: string;
  /** For what is no run of a Transitioner, a simulator's connections, say. Runs are recorded without it. */
  readonly tracer: RunTracer;
  /** Holds, steps and sets breakpoints in all runs, as the page does. */
  readonly desk: ControlDesk;
  /** Resolves when a page was attached and none has been for some seconds. */
  readonly left: Promise<void>;
  /** Resolves when the inspector is closed. */
  readonly closed: Promise<void>;
  /** Says goodbye to the pages, frees the port, observes no run any more. May be called again. */
  close(why?: string): Promise<void>;
}

/** Nothing that a person would want to read is left out. */
const wholeLimits = {
  items: 100_000,
  headItems: 1000,
  characters: 1_000_000,
  headCharacters: 100_000,
  depth: 64,
  nodes: 500_000,
};

/**
 * Opens the visual debugger for this process: every run that begins from now on is shown on a page that this
 * serves on loopback. The address is said on standard error. Source: docs/inspector.md.
 * @throws InspectorError `INSPECTOR_PAGE_MISSING`, `INSPECTOR_PORT_IN_USE`, `INSPECTOR_CANNOT_LISTEN`
 */
export async function inspect(options: InspectOptions = {}): Promise<Inspector> {
  const { clock = systemClock, policy, secrets, hold = false, say = sayOnStderr } = options;
  const trace = options.trace ?? new ProcessTrace({ clock, policy, secrets });
  const hub = new TraceHub({ clock });
  const desk = new ControlDesk({
    hub,
    recorder: trace.recorder,
    redactor: traceRedactor({
      reveal: trace.policy === 'masked' ? 'nothing' : 'everything',
      ...(secrets && { secrets }),
      limits: wholeLimits,
    }),
    clock,
    startedAt: trace.startedAt,
    startScenario: options.scenarios?.start,
  });
  const presence = new Presence(clock);
  trace.listen({
    sink: both(hub.sink, options.sink),
    runBegins: (run, number) => {
      desk.runBegins(run, number);
    },
    runEnded: (run) => {
      desk.runEnded(run);
    },
  });
  if (hold) desk.hold();
  let server: AttachServer;
  try {
    server = await AttachServer.start({
      hub,
      desk: hold || options.control === true ? desk : undefined,
      clock,
      title: options.title ?? programName(),
      isLive: true,
      scenarios: options.scenarios?.list ?? [],
      port: options.port,
      pageFolder: options.pageFolder,
      onPages: (count) => {
        presence.changed(count);
      },
    });
  } catch (error) {
    trace.close();
    hub.close();
    desk.resume();
    throw error;
  }
  const stay = new Staying(server, presence, options.stays ?? true, say, () =>
    close('The program has ended.'),
  );
  let close: (why: string) => Promise<void> = async (why) => {
    const closing = (async () => {
      options.signal?.removeEventListener('abort', onAbort);
      trace.close();
      stay.end();
      // Whoever closes the debugger does not want the program to stand still for ever.
      if (desk.state.isHeld) desk.resume();
      hub.flush();
      await server.close(why);
      presence.close();
      hub.close();
      closed();
    })();
    close = () => closing;
    return closing;
  };
  const onAbort = (): void => {
    void close('The program was interrupted.');
  };
  let closed: () => void = () => undefined;
  const whenClosed = new Promise<void>((resolve) => (closed = resolve));
  if (options.signal?.aborted === true) onAbort();
  else options.signal?.addEventListener('abort', onAbort);
  announce(server, options, say);
  return {
    url: server.url,
    tracer: trace.recorder,
    desk,
    left: presence.left,
    closed: whenClosed,
    close: (why = 'The program has closed the inspector.') => close(why),
  };
}

/** Says where the page is, and opens it when there is a browser. */
function announce(
  server: AttachServer,
  { open }: Pick<InspectOptions, 'open'>,
  say: (sentence: string) => void,
): void {
  say(`Inspector: ${server.url} (open it in a browser)`);
  const surroundings = {
    environment: process.env,
    platform: process.platform,
    isTerminal: process.stderr.isTTY,
  };
  if (open ?? hasBrowser(surroundings)) void openBrowser(server.visit());
}

/** Keeps a program that is done for as long as somebody looks, or might want to. */
class Staying {
  readonly #onDone = (): void => {
    void this.#stay();
  };

  constructor(
    private readonly server: AttachServer,
    private readonly presence: Presence,
    stays: boolean | 'untilClosed',
    private readonly say: (sentence: string) => void,
    private readonly close: () => Promise<void>,
  ) {
    server.keepsAlive = stays === 'untilClosed';
    if (stays === true) process.once('beforeExit', this.#onDone);
  }

  end(): void {
    process.off('beforeExit', this.#onDone);
  }

  async #stay(): Promise<void> {
    this.server.keepsAlive = true;
    this.say('The program is done. The page stays until you close it or press Ctrl-C.');
    await this.presence.left;
    await this.close();
  }
}

function both(first: TraceSink, second: TraceSink | undefined): TraceSink {
  if (second === undefined) return first;
  return (record: TraceRecord) => {
    try {
      second(record);
    } catch {
      // It has said so itself; the page goes on.
    }
    return first(record);
  };
}

function programName(): string {
  const [, script = 'program'] = process.argv;
  return basename(script);
}

function sayOnStderr(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
