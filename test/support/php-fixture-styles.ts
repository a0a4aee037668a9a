import type { AnyStateMachine } from 'xstate';
import type { FiniteStateAutomaton } from '../../porting/classes/finite-state-automaton.js';
import { Transitioner as ClassTransitioner } from '../../porting/classes/transitioner.js';
import { Log } from '../../porting/library/log.js';
import { text } from '../../porting/php/index.js';
import type { SocketPort } from '../../runtime/socket.js';
import type { TransitionerOptions } from '../../runtime/transitioner.js';
import { Transitioner } from '../../runtime/transitioner.js';
import { EntryTracer } from './entry-tracer.js';
import type { Comparison } from './php-fixture-compare.js';
import { compareClassRun, compareMachineRun } from './php-fixture-compare.js';
import type { FixtureStage, PortedRun } from './php-fixture-run.js';
import { runScenario } from './php-fixture-run.js';
import { silentLog } from '../../runtime/log.js';
import type { FixtureScenario, RecordedRun } from './php-fixtures.js';
import { withoutNamespace } from './php-fixtures.js';
import type { ModuleExports } from './ported-fixtures.js';

type AutomatonClass = new (ws: SocketPort | null, ...args: unknown[]) => FiniteStateAutomaton;

/** Runs the classes that a module exports and compares with what PHP did. */
export async function playClasses(
  scenario: FixtureScenario,
  recorded: RecordedRun,
  module: ModuleExports,
): Promise<Comparison> {
  const automatons = new Map<string, FiniteStateAutomaton>();
  const tracer = new EntryTracer();
  const putBack = listenToLog(tracer);
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
        return new ClassTransitioner(optionsOf(stage), made);
      },
      tracer,
    );
    throwIfFailed(run);
    return compareClassRun(recorded, run, (nickname) => automatons.get(nickname) ?? {});
  } finally {
    putBack();
  }
}

/** Runs the machines that a module exports and compares with what PHP did. */
export async function playMachines(
  scenario: FixtureScenario,
  recorded: RecordedRun,
  module: ModuleExports,
): Promise<Comparison> {
  const tracer = new EntryTracer();
  const putBack = listenToLog(tracer);
  try {
    const run = await runScenario(
      scenario,
      (stage) => {
        const transitioner = new Transitioner(optionsOf(stage));
        for (const given of scenario.automatons) {
          const machine = exported(module, given.class) as AnyStateMachine;
          const socket = given.socket === undefined ? undefined : stage.socket(given.socket);
          const nickname = given.nickname ?? withoutNamespace(given.class);
          transitioner.add(machine, { nickname, socket, input: { arguments: stage.argumentsOf(given) } });
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
function listenToLog(tracer: EntryTracer): () => void {
  const log = Log.log.bind(Log);
  Log.log = (line, category = 'runtime', source = 'script') => {
    tracer.logged(text(line), text(category), text(source));
  };
  return () => {
    Log.log = log;
  };
}
