import type { ActorOptions, AnyActorRef, AnyStateMachine } from 'xstate';
import { createActor, fromTransition } from 'xstate';
import type { Effect } from './effects.js';
import type { RunAutomaton } from './run-automaton.js';
import type { RunClock } from './run-clock.js';
import { TakenTransitions } from './taken-transitions.js';

/** XState's own inspection of the actors of a run. */
export type Inspection = ActorOptions<AnyStateMachine>['inspect'];

interface StopChild {
  readonly type: 'stop';
  readonly child: AnyActorRef;
}

/** The root of a run's actor system: it does nothing but stop an automaton when told to. */
const rootLogic = fromTransition((state: null, event: StopChild | { readonly type: 'other' }, scope) => {
  if (event.type === 'stop') scope.stopChild(event.child);
  return state;
}, null);

/**
 * The XState side of a run: one root, each automaton a child whose `systemId` is its nickname. An actor only
 * collects the effects of its step; the dispatcher carries them out.
 */
export class ActorSystem {
  readonly #root: ReturnType<typeof createActor<typeof rootLogic>>;
  #taken: TakenTransitions | undefined;

  /** @param moved an automaton has a new snapshot, or failed, that did not come of a step of the dispatcher's */
  constructor(
    private readonly clock: RunClock,
    inspect: Inspection,
    private readonly moved: (automaton: RunAutomaton) => void,
  ) {
    this.#root = createActor(rootLogic, {
      id: 'Transitioner',
      clock,
      ...(inspect && { inspect: harmless(inspect) }),
    });
  }

  /** @param wantsTaken whether the transitions that are taken are noted in `taken` of the automatons */
  start(wantsTaken: boolean): void {
    if (wantsTaken) {
      this.#taken = new TakenTransitions();
      this.#root.system.inspect(this.#taken.observe);
    }
    this.#root.start();
  }

  stop(): void {
    this.#root.stop();
    this.clock.clear();
  }

  /** Makes and starts the actor; if that fails, `failure` says so. */
  startChild(automaton: RunAutomaton): void {
    const { machine, nickname, input } = automaton;
    automaton.isStepping = true;
    if (this.#taken !== undefined) this.#taken.starting = automaton;
    try {
      const actor = createActor(machine, { parent: this.#root, id: nickname, systemId: nickname, input });
      automaton.actor = actor;
      actor.on('*', (emitted: Effect) => {
        if (emitted.type === 'discard') automaton.hasDiscarded = true;
        else (automaton.effects ??= []).push(emitted);
      });
      actor.subscribe({
        next: () => {
          this.#changed(automaton);
        },
        error: (error: unknown) => {
          automaton.failure = { error };
          this.#changed(automaton);
        },
      });
      actor.start();
    } catch (error) {
      // The nickname is the systemId of an actor that a machine spawned.
      automaton.failure = { error };
    }
    automaton.isStepping = false;
  }

  stopChild(automaton: RunAutomaton): void {
    const { actor } = automaton;
    if (actor === undefined) return;
    automaton.isStepping = true;
    this.#root.send({ type: 'stop', child: actor });
    // XState leaves the actors running that a machine which threw had invoked.
    if (automaton.failure !== undefined) {
      const { children = {} } = actor.getSnapshot() as { children?: Record<string, AnyActorRef | undefined> };
      for (const child of Object.values(children)) child?.send({ type: 'xstate.stop' });
    }
    automaton.isStepping = false;
  }

  #changed(automaton: RunAutomaton): void {
    if (automaton.isStepping || automaton.status !== 'running') return;
    this.clock.adopt(automaton);
    this.moved(automaton);
  }
}

/** An inspector that throws must not disturb the machines: XState calls it in the middle of their work. */
function harmless(inspect: NonNullable<Inspection>): NonNullable<Inspection> {
  return (event) => {
    try {
      if (typeof inspect === 'function') inspect(event);
      else inspect.next?.(event);
    } catch {
      // As with a broken log sink, there is nowhere to report it.
    }
  };
}
