import type { AnyStateMachine } from 'xstate';
import type { FiniteStateAutomaton } from '../../porting/classes/finite-state-automaton.js';
import type { Transitioner } from '../../porting/classes/transitioner.js';
import type { Log } from '../../porting/library/log.js';
import { text } from '../../porting/php/index.js';
import type { SocketPort } from '../../runtime/socket.js';
import type { TransitionerOptions } from '../../runtime/transitioner.js';
import { EntryTracer } from './entry-tracer.js';
import type { Comparison } from './php-fixture-compare.js';
import { compareClassRun, compareMachineRun } from './php-fixture-compare.js';
import type { FixtureStage, PortedRun } from './php-fixture-run.js';
import { runScenario } from './php-fixture-run.js';
import { silentLog } from '../../runtime/log.js';
import type { FixtureAutomaton, FixtureScenario, RecordedRun } from './php-fixtures.js';
import { withoutNamespace } from './php-fixtures.js';

/** What a module exports. */
export type ModuleExports = Readonly<Record<string, unknown>>;

/** What 'pbx-automata/porting' exports, as the ported module sees it. */
export interface Engine {
  readonly Transitioner: typeof Transitioner;
  readonly Log: typeof Log;
}

type AutomatonClass = new (ws: SocketPort | null, ...args: unknown[]) => FiniteStateAutomaton;

/** Runs the classes that a module exports and compares with what PHP did. */
export async function playClasses(
  scenario: FixtureScenario,
  recorded: RecordedRun,
  module: ModuleExports,
  engine: Engine,
): Promise<Comparison> {
  const automatons = new Map<string, FiniteStateAutomaton>();
  const tracer = new EntryTracer();
  const putBack = listenToLog(engine, tracer);
  try {
    const run = await runScenario(
      scenario,
      (stage) => {
        const made = scenario.automatons.map((given) => {
          const AutomatonOf = exported(module, given.class) as AutomatonClass;
          const socket = given.socket === undefined ? null : stage.socket(given.socket);
          return new AutomatonOf(socket, ...stage.argumentsOf(given));
        });
        for (const automaton of made) automatons.set(automaton.getShortNickname(), automaton);
        return new engine.Transitioner(optionsOf(stage), made);
      },
      tracer,
    );
    throwIfFailed(run);
    return compareClassRun(recorded, run, (nickname) => automatons.get(nickname) ?? {});
  } finally {
    putBack();
  }
}

/** Names of the parameters of PHP's constructors, the socket left out, by the name of the class. */
export type Parameters = (phpClass: string) => readonly string[];

/** Runs the machines that a module exports and compares with what PHP did. */
export async function playMachines(
  scenario: FixtureScenario,
  recorded: RecordedRun,
  module: ModuleExports,
  engine: Engine,
  parameters: Parameters,
): Promise<Comparison> {
  const tracer = new EntryTracer();
  const putBack = listenToLog(engine, tracer);
  try {
    const run = await runScenario(
      scenario,
      (stage) => {
        const transitioner = new engine.Transitioner(optionsOf(stage));
        for (const given of scenario.automatons) {
          const machine = exported(module, given.class) as AnyStateMachine;
          const socket = given.socket === undefined ? undefined : stage.socket(given.socket);
          const nickname = given.nickname ?? withoutNamespace(given.class);
          transitioner.add(machine, { nickname, socket, input: inputOf(given, stage, parameters) });
        }
        return transitioner;
      },
      tracer,
    );
    throwIfFailed(run);
    return compareMachineRun(
      recorded,
      run,
      (nickname) => Object(run.automatons[nickname]?.context) as object,
    );
  } finally {
    putBack();
  }
}

/** A machine is handed as its input what the constructor is handed in PHP. */
function inputOf(given: FixtureAutomaton, stage: FixtureStage, parameters: Parameters): object {
  const names = parameters(given.class);
  const values = stage.argumentsOf(given).map((value, at) => [names[at] ?? `argument${at}`, value]);
  return Object.fromEntries(values) as object;
}

function optionsOf({ clock, tracer, idleTimeoutMs }: FixtureStage): TransitionerOptions {
  return { clock, tracer, idleTimeoutMs, log: silentLog };
}

function exported(module: ModuleExports, phpName: string): unknown {
  const name = withoutNamespace(phpName);
  const value = module[name];
  if (value === undefined)
    throw new Error(`The port exports no ${name}, but ${Object.keys(module).join(', ')}.`);
  return value;
}

/** An error of the ported code is the test's. */
function throwIfFailed({ outcome, error }: PortedRun): void {
  if (outcome === 'failed') throw error;
}

/** Programs log by a static method, which knows of no run. */
function listenToLog({ Log }: Engine, tracer: EntryTracer): () => void {
  const log = Log.log.bind(Log);
  Log.log = (line, category = 'runtime', source = 'script') => {
    tracer.logged(text(line), text(category), text(source));
  };
  return () => {
    Log.log = log;
  };
}
