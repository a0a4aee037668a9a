import type { Clock } from '../../runtime/clock.js';
import { SimulatedClock } from '../../runtime/clock.js';
import type { AutomatonOutput } from '../../runtime/automaton.js';
import { setupAutomaton } from '../../runtime/automaton.js';
import type { Notice } from '../../runtime/effects.js';
import type { Message } from '../../runtime/message.js';
import type { MemorySocket } from '../../runtime/memory-socket.js';
import type { TransitionerOptions } from '../../runtime/transitioner.js';
import { Transitioner } from '../../runtime/transitioner.js';
import { RecordingTracer } from './recording-tracer.js';

/** The messages of the engine's tests: anybody may send them by wire and post, but for two. */
export interface TestMessage<Mt extends string> extends Message<Mt> {
  readonly n?: number;
}
export type TestMessages =
  | TestMessage<'Go'>
  | TestMessage<'Ping'>
  | TestMessage<'Pong'>
  | TestMessage<'Stop'>
  | TestMessage<'News'>
  | TestMessage<'WireOnly'>
  | TestMessage<'PostOnly'>;

export interface TestContext {
  readonly count: number;
}

/** `setupAutomaton` for the messages above. */
export const kit = setupAutomaton({
  types: {
    context: {} as TestContext,
    messages: {} as TestMessages,
    output: {} as AutomatonOutput,
  },
  accepts: {
    Go: ['wire', 'post'],
    Ping: ['wire', 'post'],
    Pong: ['wire', 'post'],
    Stop: ['wire', 'post'],
    News: ['wire', 'post'],
    WireOnly: 'wire',
    PostOnly: 'post',
  },
});

/** What every chart of the tests ends with. */
export const ending = { context: { count: 0 }, output: { ok: true } as const };

/** Takes every message, stays in `Initial`, goes on `Stop`. */
export const listener = kit.createMachine({
  ...ending,
  id: 'Listener',
  initial: 'Initial',
  states: {
    Initial: { on: { Start: {}, Go: {}, Ping: {}, Pong: {}, News: {}, EOF: {}, Stop: 'Dead' } },
    Dead: { type: 'final' },
  },
});

/** A run on a clock that stands still, written down. */
export interface Rig {
  readonly clock: SimulatedClock;
  readonly tracer: RecordingTracer;
  readonly transitioner: Transitioner;
  readonly notices: Notice[];
}

export function makeRig(options: TransitionerOptions & { readonly clock?: Clock } = {}): Rig {
  const clock = new SimulatedClock();
  const tracer = new RecordingTracer();
  const notices: Notice[] = [];
  const transitioner = new Transitioner({
    clock,
    tracer,
    onNotice: (notice) => {
      notices.push(notice);
    },
    ...options,
  });
  return { clock, tracer, transitioner, notices };
}

/** Lets what waits in microtasks happen: a connection in memory, an invoked promise. No time passes. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
}

/** Opens a socket's connection without a run, so that a run finds it open. */
export async function opened(socket: MemorySocket): Promise<MemorySocket> {
  const detach = socket.attach({
    open: () => undefined,
    text: () => undefined,
    binary: () => undefined,
    close: () => undefined,
  });
  socket.connect();
  await settled();
  detach();
  return socket;
}
