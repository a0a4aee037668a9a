import { writeFile } from 'node:fs/promises';
import type { RecordingProxy } from '../inspector/proxy/proxy.js';
import { startProxy } from '../inspector/proxy/proxy.js';
import type { Simulator } from '../services/simulator/simulator.js';
import { TraceFile } from '../services/trace-file.js';
import type { ConnectionArguments } from './connection-options.js';
import { CliUsageError } from './errors.js';
import type { ExitCode } from './exit-codes.js';
import { exitCodes } from './exit-codes.js';
import type { CliIo } from './io.js';
import type { ListenAddress } from './listen-address.js';
import type { Observation } from './observation.js';
import { observe } from './observation.js';
import { trustOf } from './peer.js';
import type { Terminal } from './terminal.js';
import { writeAll } from './write.js';

export interface ProxyArguments extends Pick<
  ConnectionArguments,
  'ca' | 'pin' | 'insecure' | 'trace' | 'log'
> {
  readonly pbx?: string;
  readonly listen: ListenAddress;
  readonly tls?: boolean;
  readonly caOut?: string;
  readonly json?: boolean;
  readonly inspect?: boolean;
}

/** `pbx-automata proxy`: passes on and records what clients and a PBX say, until it is stopped. */
export async function proxy(args: ProxyArguments, io: CliIo, terminal: Terminal): Promise<ExitCode> {
  if (args.caOut !== undefined && args.tls !== true) {
    throw new CliUsageError('CA_WITHOUT_TLS', 'There is no certificate to write without TLS; add --tls.');
  }
  const trust = await trustOf(args);
  const simulator = await embeddedPeer(args, io, terminal);
  const { log, tracer, end } = await watch(args, io, terminal).catch(async (error: unknown) => {
    await simulator?.close();
    throw error;
  });
  let running: RecordingProxy | undefined;
  try {
    running = await startProxy({
      ...trust,
      pbx: simulator?.url ?? args.pbx ?? io.env['PBX_URL'] ?? '',
      listen: args.listen.address,
      port: args.listen.port,
      tls: args.tls,
      tracer,
      log,
      onWarning: (sentence) => {
        terminal.warn(sentence);
      },
    });
    await writeAuthority(args, running);
    if (!isLoopback(args.listen.address)) {
      terminal.warn(
        `Listening on ${args.listen.address}: whoever reaches this machine reaches the PBX through it; leave the address out to be alone.`,
      );
    }
    await writeAll(io.stdout, [args.json === true ? jsonLine(running) : description(args, running)]);
    await aborted(io.signal);
  } finally {
    await running?.close();
    await simulator?.close();
    await end();
  }
  terminal.say('The proxy has stopped.');
  return exitCodes.done;
}

/** What looks on: log and trace, and the page with `--inspect`. */
async function watch(
  args: ProxyArguments,
  io: CliIo,
  terminal: Terminal,
): Promise<Pick<Observation, 'log' | 'tracer'> & { readonly end: () => Promise<void> }> {
  if (args.inspect !== true) {
    const { log, tracer, close } = observe(args, io, terminal);
    return {
      log,
      tracer,
      end: () => {
        close();
        return Promise.resolve();
      },
    };
  }
  const { log } = observe({ log: args.log }, io, terminal);
  const onError = ({ message }: Error): void => {
    terminal.warn(message);
  };
  const file = args.trace === undefined ? undefined : new TraceFile(args.trace, { onError });
  const { inspect } = await import('../inspector/server/inspect.js');
  const say = (sentence: string): void => {
    terminal.say(sentence);
  };
  const inspector = await inspect({ title: 'proxy', stays: false, sink: file?.sink, say }).catch(
    (error: unknown) => {
      file?.close();
      throw error;
    },
  );
  return {
    log,
    tracer: inspector.tracer,
    end: async () => {
      await inspector.close('The proxy has stopped.');
      file?.close();
    },
  };
}

/** Without `--pbx` and `PBX_URL`: the simulator inside this process. */
async function embeddedPeer(
  { pbx }: ProxyArguments,
  { env }: CliIo,
  terminal: Terminal,
): Promise<Simulator | undefined> {
  if ((pbx ?? env['PBX_URL'] ?? '') !== '') return undefined;
  const { startSimulator } = await import('../services/simulator/simulator.js');
  const simulator = await startSimulator();
  const { url, user, password } = simulator;
  terminal.say('No PBX is named (--pbx or PBX_URL), so this is the embedded simulator:');
  terminal.say(`  ${url}`);
  terminal.say(`  sample user ${user}, password ${password}`);
  return simulator;
}

async function writeAuthority({ caOut }: ProxyArguments, { caPem }: RecordingProxy): Promise<void> {
  if (caOut === undefined || caPem === undefined) return;
  try {
    await writeFile(caOut, caPem);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const sentence = `The certificate cannot be written to ${caOut} (${reason}); choose another file.`;
    throw new CliUsageError('CA_FILE_UNWRITABLE', sentence, { path: caOut, reason }, { cause: error });
  }
}

/** For programs: what to connect to, in one line. */
function jsonLine({ url, appsUrl, fingerprint, caPem }: RecordingProxy): string {
  return `${JSON.stringify({ url, appsUrl, fingerprint, caPem })}\n`;
}

function description(args: ProxyArguments, { url, appsUrl, fingerprint }: RecordingProxy): string {
  const trust =
    fingerprint === undefined
      ? ''
      : args.caOut === undefined
        ? ` --pin ${fingerprint}`
        : ` --ca ${args.caOut}`;
  const lines = [
    'The proxy is running. Let clients log in here instead of at the PBX:',
    `  users         ${url}`,
    `  apps          ${appsUrl}`,
    `  browsers      ${pageUrl(url)}`,
    ...(fingerprint === undefined ? [] : [`  certificate   SHA-256 ${fingerprint}`]),
    ...(args.trace === undefined
      ? args.inspect === true
        ? []
        : ['Nothing is recorded; add --trace FILE or --inspect for that.']
      : [`What passes is recorded in ${args.trace}; look at it with: pbx-automata replay ${args.trace}`]),
    'Try it from another terminal with:',
    `  pbx-automata list --pbx ${url} --user NAME${trust}`,
    'Ctrl-C stops it.',
  ];
  return `${lines.join('\n')}\n`;
}

/** The page of the PBX's own client, which logs in at the host that it came from. */
function pageUrl(url: string): string {
  return url.replace(/^ws/, 'http').replace(/\/websocket(?:\?.*)?$/, '/appclient.htm');
}

function isLoopback(listen: string): boolean {
  return listen === 'localhost' || listen === '::1' || listen.startsWith('127.');
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else {
      signal.addEventListener('abort', () => {
        resolve();
      });
    }
  });
}
