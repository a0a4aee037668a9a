import type { Command } from 'commander';
import type { Secret } from '../protocol/secret.js';
import type { RedactionPolicy, TraceRecord } from '../runtime/trace-records.js';
import type { TraceSink } from '../runtime/trace-writer.js';
import { inspectionWish } from '../services/inspection-wish.js';
import { TraceFile } from '../services/trace-file.js';
import { wholeNumber } from './connection-options.js';
import type { ExitCode } from './exit-codes.js';
import { exitCodeOf } from './exit-codes.js';
import type { CliIo } from './io.js';
import type { Inspection } from './observation.js';
import { reportFailure } from './report-failure.js';
import type { Terminal } from './terminal.js';
import type { XStateInspectBridge } from './xstate-inspect.js';

/** What commands are told about the page that looks on. Docs: docs/inspector.md. */
export interface InspectArguments {
  readonly inspect?: boolean;
  readonly hold?: boolean;
  readonly control?: boolean;
  /** False with `--no-open`. */
  readonly open?: boolean;
  readonly inspectPort?: number;
  readonly xstateInspect?: boolean;
}

/** What is opened, for whom. */
export interface InspectionRequest {
  readonly args: InspectArguments & { readonly trace?: string; readonly debug?: boolean };
  readonly io: CliIo;
  readonly terminal: Terminal;
  /** The command, e.g. `list`. */
  readonly command: string;
  /** Whether all secrets are the simulator's, which are nobody's. */
  readonly isSample: boolean;
}

/** Adds the options of `InspectArguments`; those of control only where there are runs to hold. */
export function addInspectOptions(command: Command, hasRuns = true): Command {
  command.option('--inspect', 'show what happens on a page in your browser, which stays until it is closed');
  if (hasRuns) {
    command
      .option('--hold', 'the same, and wait before the first message until the page lets it go')
      .option('--control', 'the same as --inspect, and the page may hold, step and send messages')
      .option('--xstate-inspect', 'the same as --inspect, and also show it to clients of @xstate/inspect');
  }
  return command
    .option('--inspect-port <N>', 'port of the page; default: any that is free', wholeNumber(0, 65_535))
    .option('--no-open', 'open no browser; the address is printed');
}

/**
 * Carries out a command while a page looks on, if one is wanted: by an option, or by `PBX_INSPECT`. The page is there
 * before the command begins and stays when it is done, or has failed, until it is closed or Ctrl-C comes.
 * @returns the exit code of the command
 */
export async function withInspection(
  request: InspectionRequest,
  carryOut: (inspection: Inspection | undefined) => Promise<ExitCode>,
): Promise<ExitCode> {
  const wish = wishOf(request);
  if (wish === undefined) return carryOut(undefined);
  const { io, terminal, command, args } = request;
  const inspection = await openInspection(request, wish);
  const { inspector } = inspection;
  if (wish.hold) {
    terminal.say('The run waits before its first message; let it go with "Resume" on the page.');
  }
  let code: ExitCode;
  try {
    code = await carryOut(inspection);
  } catch (error) {
    reportFailure(error, args.debug === true, terminal);
    code = exitCodeOf(error);
  }
  try {
    if (!io.signal.aborted) {
      terminal.say(`pbx-automata ${command} is done. The page stays until you close it or press Ctrl-C.`);
      await Promise.race([inspector.left, aborted(io.signal)]);
    }
  } finally {
    await inspector.close(
      io.signal.aborted
        ? 'The program was interrupted.'
        : 'The program has ended, since the page was closed.',
    );
  }
  return code;
}

interface Wish {
  readonly control: boolean;
  readonly hold: boolean;
}

function wishOf({ args, io }: InspectionRequest): Wish | undefined {
  const fromEnvironment = inspectionWish(io.env);
  const isWanted = [args.inspect, args.hold, args.control, args.xstateInspect].includes(true);
  if (!isWanted && fromEnvironment === undefined) return undefined;
  const hold = args.hold === true || fromEnvironment?.hold === true;
  return { hold, control: hold || args.control === true || fromEnvironment?.control === true };
}

async function openInspection(request: InspectionRequest, wish: Wish): Promise<Inspection> {
  const { args, io, terminal, command, isSample } = request;
  const { inspect } = await import('../inspector/server/inspect.js');
  const secrets = new Set<Secret>();
  const sinks = new Set<TraceSink>();
  /** What happens before the command says where it wants it. */
  let early: TraceRecord[] | undefined = [];
  const bridge = await openBridge(request);
  // What is also written to a file is masked there, so it is masked on the page as well: it is one trace.
  const policy: RedactionPolicy = isSample && args.trace === undefined ? 'sample' : 'masked';
  const inspector = await inspect({
    ...wish,
    open: await wantsBrowser(args, io),
    port: args.inspectPort,
    policy,
    secrets: () => secrets,
    title: `pbx-automata ${command}`,
    stays: 'untilClosed',
    sink: (record) => {
      bridge?.sink(record);
      early?.push(record);
      for (const sink of sinks) sink(record);
    },
    say: (sentence) => {
      terminal.say(sentence, terminal.style.strong);
    },
  }).catch(async (error: unknown) => {
    await bridge?.close();
    throw error;
  });
  void inspector.closed.then(() => bridge?.close());
  return {
    inspector,
    secrets,
    recordInto: (sink, path) => {
      const file =
        path === undefined
          ? undefined
          : new TraceFile(path, {
              onError: (error) => {
                terminal.warn(error.message);
              },
            });
      sinks.add(sink);
      if (file !== undefined) sinks.add(file.sink);
      for (const record of early ?? []) for (const one of sinks) one(record);
      early = undefined;
      return () => {
        sinks.clear();
        file?.close();
      };
    },
  };
}

/** For `--xstate-inspect`: whoever understands XState 4 sees the automatons there. */
async function openBridge({ args, terminal }: InspectionRequest): Promise<XStateInspectBridge | undefined> {
  if (args.xstateInspect !== true) return undefined;
  const { serveXStateInspect } = await import('./xstate-inspect.js');
  const bridge = await serveXStateInspect();
  terminal.say(
    `@xstate/inspect: clients connect to ${bridge.server} (createWebSocketReceiver({ server: '${bridge.server}' }))`,
  );
  return bridge;
}

/** Whether a browser is opened: unless the user says no, when there seems to be one. */
export async function wantsBrowser({ open }: Pick<InspectArguments, 'open'>, io: CliIo): Promise<boolean> {
  if (open === false) return false;
  const { hasBrowser } = await import('../inspector/server/open-browser.js');
  const { env: environment, stderr } = io;
  return hasBrowser({ environment, platform: process.platform, isTerminal: stderr.isTTY === true });
}

/** Resolves when the user presses Ctrl-C. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else {
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
    }
  });
}
