import type { AnyStateMachine } from 'xstate';
import { SimulatedClock } from '../../runtime/clock.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import type { RunOutcome } from '../../runtime/run-result.js';
import type { AutomatonSnapshot, RunResult } from '../../runtime/run-result.js';
import { opened, settled } from './engine-kit.js';
import { EntryTracer } from './entry-tracer.js';
import type { FixtureAutomaton, FixtureScenario, RecordingEntry } from './php-fixtures.js';

const idleTimeoutMs = 5_000;

/** What a ported scenario did. */
export interface PortedRun {
  readonly entries: readonly RecordingEntry[];
  /** As the automatons stood after the last input. */
  readonly automatons: Readonly<Record<string, AutomatonSnapshot>>;
  /** How the run ended by itself; undefined: it went on. */
  readonly outcome: RunOutcome | undefined;
  readonly error: unknown;
}

/** What runs the automatons: one of the two Transitioners. */
export interface FixtureTransitioner {
  run(options: { readonly signal: AbortSignal }): Promise<RunResult>;
  getSnapshot(): Readonly<Record<string, AutomatonSnapshot>>;
}

/** What a scenario runs with: sockets in memory, a clock that stands still. */
export interface FixtureStage {
  readonly clock: SimulatedClock;
  readonly tracer: EntryTracer;
  readonly idleTimeoutMs: number;
  /** The socket of this name. */
  socket(name: string): MemorySocket;
  /** Of the constructor: after the socket. */
  argumentsOf(given: FixtureAutomaton): unknown[];
}

/** A machine that was ported, and the input that stands for its constructor's arguments. */
export interface PortedMachine {
  readonly machine: AnyStateMachine;
  readonly input: unknown;
}

/**
 * Runs a scenario: silence is `idleTimeoutMs` of the clock. A run that has ended takes no further inputs.
 * @param stageUp puts the automatons into a Transitioner
 */
export async function runScenario(
  scenario: FixtureScenario,
  stageUp: (stage: FixtureStage) => FixtureTransitioner,
  tracer = new EntryTracer(),
): Promise<PortedRun> {
  const sockets = await socketsOf(scenario);
  const clock = new SimulatedClock();
  const socket = (name: string): MemorySocket => {
    const known = sockets.get(name);
    if (known === undefined) throw new Error(`The scenario has no socket ${name}.`);
    return known;
  };
  const argumentsOf = ({ arguments: given, nickname }: FixtureAutomaton): unknown[] =>
    (given ?? (nickname === undefined ? [] : [nickname])).map((argument) => {
      const name = socketNameOf(argument);
      return name === undefined ? structuredClone(argument) : socket(name);
    });
  const transitioner = stageUp({ clock, tracer, idleTimeoutMs, socket, argumentsOf });
  const abort = new AbortController();
  let result: RunResult | undefined;
  const ended = transitioner.run({ signal: abort.signal }).then((given) => {
    result = given;
  });
  await settled();
  for (const input of scenario.inputs) {
    if (result !== undefined) break;
    tracer.input(input);
    if ('silence' in input) clock.advance(idleTimeoutMs);
    else if ('close' in input) socket(input.close).peer.close();
    else socket(input.socket).peer.send(input.message);
    clock.advance(0);
    await settled();
  }
  const automatons = transitioner.getSnapshot();
  const entries = [...tracer.entries];
  const outcome = result?.outcome;
  const error = result?.error?.cause;
  abort.abort();
  await ended;
  return { entries, automatons, outcome, error };
}

async function socketsOf({ automatons }: FixtureScenario): Promise<ReadonlyMap<string, MemorySocket>> {
  const sockets = new Map<string, MemorySocket>();
  for (const automaton of automatons) {
    const names = [automaton.socket, ...(automaton.arguments ?? []).map(socketNameOf)];
    for (const name of names) {
      if (name === undefined || sockets.has(name)) continue;
      sockets.set(name, await opened(new MemorySocket(name)));
    }
  }
  return sockets;
}

/** An argument `{ "socket": "NAME" }` is that socket. */
function socketNameOf(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || Object.keys(argument).length !== 1)
    return undefined;
  const name = (argument as { readonly socket?: unknown }).socket;
  return typeof name === 'string' ? name : undefined;
}
