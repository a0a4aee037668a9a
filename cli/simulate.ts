import type { Simulator } from '../services/simulator/index.js';
import { parseScenario, resolveScenario, scenarios, startSimulator } from '../services/simulator/index.js';
import type { ScenarioSettings } from '../services/simulator/index.js';
import { readFile } from 'node:fs/promises';
import { CliUsageError } from './errors.js';
import type { ExitCode } from './exit-codes.js';
import { exitCodes } from './exit-codes.js';
import type { InspectArguments } from './inspection.js';
import { aborted, withInspection } from './inspection.js';
import type { CliIo } from './io.js';
import type { Inspection } from './observation.js';
import { observe } from './observation.js';
import type { ServingArguments } from './serving.js';
import { checkAuthorityWish, isLoopback, trustOption, writeAuthority } from './serving.js';
import type { Terminal } from './terminal.js';
import { writeAll } from './write.js';

export interface SimulateArguments extends InspectArguments, ServingArguments {
  readonly port: number;
  readonly listen: string;
  readonly scenario: string;
  readonly listScenarios?: boolean;
  readonly seed?: string;
  readonly json?: boolean;
  readonly log: readonly string[];
  readonly trace?: string;
}

/** `pbx-automata simulate`: runs a simulated PBX until it is stopped. */
export async function simulate(args: SimulateArguments, io: CliIo, terminal: Terminal): Promise<ExitCode> {
  if (args.listScenarios === true) {
    await writeAll(io.stdout, scenarioLines());
    return exitCodes.done;
  }
  checkAuthorityWish(args);
  const request = { args, io, terminal, command: 'simulate', isSample: true };
  return withInspection(request, (inspection) => simulateWatched(args, io, terminal, inspection));
}

async function simulateWatched(
  args: SimulateArguments,
  io: CliIo,
  terminal: Terminal,
  inspection: Inspection | undefined,
): Promise<ExitCode> {
  const { port, listen, tls, seed } = args;
  const scenario = await findScenario(args.scenario);
  const observation = observe(args, io, terminal, inspection);
  const { log, inspector, tracer = inspector?.tracer } = observation;
  tracer?.runStarted([]);
  const simulator = await startSimulator({ scenario, port, listen, tls, seed, log, tracer }).catch(
    (error: unknown) => {
      observation.close();
      throw error;
    },
  );
  try {
    await writeAuthority(args, simulator);
    if (!isLoopback(listen)) {
      terminal.warn(
        `Listening on ${listen}: whoever reaches this machine can log in with the sample passwords; leave --listen out to be alone.`,
      );
    }
    const announcement = args.json === true ? jsonLine(simulator) : description(args, simulator);
    await writeAll(io.stdout, [announcement]);
    await aborted(io.signal);
  } finally {
    await simulator.close();
    tracer?.runEnded('finished', {});
    observation.close();
  }
  terminal.say('The simulator has stopped.');
  return exitCodes.done;
}

function* scenarioLines(): Iterable<string> {
  const names = Object.keys(scenarios);
  const width = Math.max(...names.map((name) => name.length));
  for (const name of names) yield `${name.padEnd(width)}  ${resolveScenario(name).description}\n`;
}

/** A name, or else the path of a JSON file. */
async function findScenario(given: string): Promise<ScenarioSettings | string> {
  if (Object.hasOwn(scenarios, given)) return given;
  if (!/[./\\]/.test(given)) return given;
  let text: string;
  try {
    text = await readFile(given, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const sentence = `The scenario file ${given} cannot be read (${reason}); check its path, or choose a name from: pbx-automata simulate --list-scenarios`;
    throw new CliUsageError('SCENARIO_FILE_UNREADABLE', sentence, { path: given, reason }, { cause: error });
  }
  return parseScenario(parseJson(text, given));
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const sentence = `The scenario file ${path} is not JSON (${reason}); docs/simulator.md shows one.`;
    throw new CliUsageError('SCENARIO_FILE_UNREADABLE', sentence, { path, reason }, { cause: error });
  }
}

/** For programs: what to connect to, in one line. */
function jsonLine({ url, appsUrl, user, password, apps, fingerprint, caPem }: Simulator): string {
  return `${JSON.stringify({ url, appsUrl, user, password, apps, fingerprint, caPem })}\n`;
}

function description(args: SimulateArguments, simulator: Simulator): string {
  const { url, appsUrl, user, password, fingerprint, apps, scenario } = simulator;
  const lines = [
    `A simulated PBX is running. ${scenario.description}`,
    `  for users     ${url}`,
    `  for apps      ${appsUrl}`,
    ...scenario.users.map((one) => `  user          ${one.sip}, password ${one.password}`),
    ...Object.entries(apps).map(
      ([name, app]) => `  app           ${name}, password ${app.password}, ${app.url}`,
    ),
    ...(fingerprint === undefined ? [] : [`  certificate   SHA-256 ${fingerprint}`]),
    'Log in from another terminal with:',
    `  PBX_PASSWORD=${password} pbx-automata list --pbx ${url} --user ${user}${trustOption(args, fingerprint)}`,
    'Ctrl-C stops it.',
  ];
  return `${lines.join('\n')}\n`;
}
