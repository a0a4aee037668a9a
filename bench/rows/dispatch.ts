import type { AnyMessage } from 'pbx-automata/runtime';
import { decodeMessage, setupAutomaton, Transitioner } from 'pbx-automata/runtime';
import { assign, createActor } from 'xstate';
import { FeedSocket } from '../feed-socket.js';
import type { Figure, Row } from '../measure.js';
import { inTurn, median, spread } from '../measure.js';

interface Tick extends AnyMessage {
  readonly mt: 'Tick';
}

/** One transition that counts: as cheap as a machine can be, so that the engine's own share shows most. */
const Counter = setupAutomaton({
  types: { context: {} as { readonly count: number }, messages: {} as Tick, output: {} as { ok: true } },
  accepts: { Tick: 'wire' },
}).createMachine({
  id: 'Counter',
  initial: 'Initial',
  context: { count: 0 },
  states: {
    Initial: {
      on: { Tick: { actions: assign({ count: ({ context }) => context.count + 1 }) } },
    },
    Dead: { type: 'final' },
  },
  output: { ok: true },
});

const text = '{"mt":"Tick","n":1}';

/** Microseconds for each message, over messages fed to the automatons in turn. */
function microseconds(automatons: number, messages: number, feed: (automaton: number) => void): number {
  const startedAt = performance.now();
  for (let sent = 0; sent < messages;) {
    for (let automaton = 0; automaton < automatons && sent < messages; automaton += 1, sent += 1) {
      feed(automaton);
    }
  }
  return ((performance.now() - startedAt) * 1000) / messages;
}

/** Through the Transitioner: automatons on a socket each, fed texts. Making and starting them is not measured. */
async function throughTransitioner(automatons: number, messages: number): Promise<number> {
  const transitioner = new Transitioner();
  const sockets = Array.from({ length: automatons }, (_, at) => new FeedSocket(`socket${at}`));
  const handles = sockets.map((socket, at) =>
    transitioner.add(Counter, { nickname: `counter${at}`, socket }),
  );
  const abort = new AbortController();
  const result = transitioner.run({ signal: abort.signal });
  const cost = microseconds(automatons, messages, (at) => sockets[at]?.feed(text));
  check(
    messages,
    handles.map((handle) => handle.context?.count ?? 0),
  );
  abort.abort();
  await result;
  return cost;
}

/** The same texts decoded and sent to bare XState actors of the same machine. */
function toBareActors(automatons: number, messages: number): number {
  const actors = Array.from({ length: automatons }, () => createActor(Counter).start());
  const cost = microseconds(automatons, messages, (at) => {
    const decoded = decodeMessage(text);
    if (!decoded.ok) return;
    const msg = decoded.msg as Tick;
    actors[at]?.send({ type: msg.mt, msg, origin: 'wire', from: 'socket', text });
  });
  check(
    messages,
    actors.map((actor) => actor.getSnapshot().context.count),
  );
  for (const actor of actors) actor.stop();
  return cost;
}

function check(messages: number, counts: readonly number[]): void {
  const counted = counts.reduce((sum, count) => sum + count, 0);
  if (counted !== messages) throw new Error(`${counted} of ${messages} messages were counted.`);
}

/** What decoding alone costs: it is in both, and is taken from both. */
function decoding(messages: number): number {
  let decoded = 0;
  const cost = microseconds(1, messages, () => {
    if (decodeMessage(text).ok) decoded += 1;
  });
  check(messages, [decoded]);
  return cost;
}

async function dispatchFigure(what: string, automatons: number, messages: number): Promise<Figure> {
  const decodingCosts: number[] = [];
  const { a, b } = await inTurn(
    { rounds: 11, warmUp: 2 },
    async () => {
      decodingCosts.push(decoding(messages));
      return throughTransitioner(automatons, messages);
    },
    () => toBareActors(automatons, messages),
  );
  const decodingCost = median(decodingCosts);
  const speeds = a.map((cost, round) => ((b[round] ?? NaN) - decodingCost) / (cost - decodingCost));
  const ratio = median(speeds);
  const costs = [a, b].map((side) => (median(side) - decodingCost).toFixed(2));
  return {
    what,
    measured: ratio.toFixed(2),
    reach: '≥ 0.8',
    isMet: ratio >= 0.8,
    detail: `${costs.join(' against ')} µs a message, middle half ${spread(speeds)}; decoding (${decodingCost.toFixed(2)} µs) is in neither`,
  };
}

/** Dispatch through the Transitioner against `actor.send` of bare XState, same machine. */
export const dispatchRow: Row = {
  run: async () => [
    await dispatchFigure('dispatch of a decoded message, against bare actor.send', 1, 100_000),
  ],
};

/** The same with as many automatons as a large installation has. */
export const manyRow: Row = {
  run: async () => [await dispatchFigure('the same, 10,000 automatons on 10,000 sockets', 10_000, 100_000)],
};
