import type { RecordingProxy } from '../inspector/proxy/proxy.js';
import { startProxy } from '../inspector/proxy/proxy.js';
import type { Simulator } from '../services/simulator/simulator.js';
import type { ConnectionArguments } from './connection-options.js';
import type { ExitCode } from './exit-codes.js';
import { exitCodes } from './exit-codes.js';
import type { InspectArguments } from './inspection.js';
import { aborted, withInspection } from './inspection.js';
import type { CliIo } from './io.js';
import type { ListenAddress } from './listen-address.js';
import type { Inspection } from './observation.js';
import { observe } from './observation.js';
import { trustOf } from './peer.js';
import type { ServingArguments } from './serving.js';
import { checkAuthorityWish, isLoopback, trustOption, writeAuthority } from './serving.js';
import type { Terminal } from './terminal.js';
import { writeAll } from './write.js';

export interface ProxyArguments
  extends
    InspectArguments,
    ServingArguments,
    Pick<ConnectionArguments, 'ca' | 'pin' | 'insecure' | 'trace' | 'log'> {
  readonly pbx?: string;
  readonly listen: ListenAddress;
  readonly json?: boolean;
}

/** `pbx-automata proxy`: passes on and records what clients and a PBX say, until it is stopped. */
export async function proxy(args: ProxyArguments, io: CliIo, terminal: Terminal): Promise<ExitCode> {
  checkAuthorityWish(args);
  // What passes may be a real PBX's, or be meant for one: it is masked on the page as well.
  const request = { args, io, terminal, command: 'proxy', isSample: false };
  return withInspection(request, (inspection) => proxyWatched(args, io, terminal, inspection));
}

async function proxyWatched(
  args: ProxyArguments,
  io: CliIo,
  terminal: Terminal,
  inspection: Inspection | undefined,
): Promise<ExitCode> {
  const trust = await trustOf(args);
  const observation = observe(args, io, terminal, inspection);
  const { log, inspector, tracer = inspector?.tracer } = observation;
  let simulator: Simulator | undefined;
  let running: RecordingProxy | undefined;
  try {
    simulator = await embeddedPeer(args, io, terminal);
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
    observation.close();
  }
  terminal.say('The proxy has stopped.');
  return exitCodes.done;
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

/** For programs: what to connect to, in one line. */
function jsonLine({ url, appsUrl, fingerprint, caPem }: RecordingProxy): string {
  return `${JSON.stringify({ url, appsUrl, fingerprint, caPem })}\n`;
}

function description(args: ProxyArguments, { url, appsUrl, fingerprint }: RecordingProxy): string {
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
    `  pbx-automata list --pbx ${url} --user NAME${trustOption(args, fingerprint)}`,
    'Ctrl-C stops it.',
  ];
  return `${lines.join('\n')}\n`;
}

/** The page of the PBX's own client, which logs in at the host that it came from. */
function pageUrl(url: string): string {
  return url.replace(/^ws/, 'http').replace(/\/websocket(?:\?.*)?$/, '/appclient.htm');
}
