import type { NextState } from '../../porting/classes/finite-state-automaton.js';
import { FiniteStateAutomaton } from '../../porting/classes/finite-state-automaton.js';
import { Message } from '../../porting/classes/message.js';
import { Transitioner } from '../../porting/classes/transitioner.js';
import { SimulatedClock } from '../../runtime/clock.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import type { SocketPort } from '../../runtime/socket.js';
import type { RunTracer } from '../../runtime/trace.js';
import { opened } from './engine-kit.js';
import type { PhpEntry, PhpHandler, PhpInput, PhpOutcome, PhpPlan } from './php-delivery.js';

/** What automatons that are made of plans can do. */
abstract class Planned extends FiniteStateAutomaton {
  readonly #log: PhpEntry[];

  constructor(log: PhpEntry[], socket: SocketPort | null, nickname: string) {
    super(socket, nickname);
    this.#log = log;
  }

  handle(state: string, handler: PhpHandler, msg: Message): NextState {
    const by = this.getShortNickname();
    this.#log.push({ handle: msg.getMt(), by, in: state, from: String(msg['_sourcename']) });
    for (const act of handler.do) {
      if ('send' in act) {
        this.#log.push({ send: act.send, by });
        this.sendMessage(new Message(act.send));
      } else {
        this.#log.push({ post: act.post, by, to: act.to ?? null });
        this.postEvent(new Message(act.post), act.to);
      }
    }
    return handler.next;
  }
}

/** A class with a handler for each state and message of the plan, and one automaton of it. */
export function automatonOf(
  plan: PhpPlan,
  log: PhpEntry[],
  socket: SocketPort | null,
  postsToSelf = true,
): FiniteStateAutomaton {
  const states = new Set(['Initial', 'Dead', ...Object.keys(plan.handlers)]);
  for (const handlers of Object.values(plan.handlers))
    for (const { next } of Object.values(handlers)) if (next !== undefined) states.add(next);
  class FromPlan extends Planned {
    static override readonly states = [...states];
    static override readonly postsToSelf = postsToSelf;

    override ReceiveInitialStart(): NextState {
      return undefined;
    }
  }
  Reflect.deleteProperty(FromPlan.prototype, 'ReceiveInitialStart');
  for (const [state, handlers] of Object.entries(plan.handlers)) {
    for (const [mt, handler] of Object.entries(handlers)) {
      Object.defineProperty(FromPlan.prototype, `Receive${state}${mt}`, {
        value: function (this: Planned, msg: Message): NextState {
          return this.handle(state, handler, msg);
        },
      });
    }
  }
  return new FromPlan(log, socket, plan.nickname);
}

/** Runs automatons of plans under the Transitioner, each input after the one before. */
export async function runPlans(
  plans: readonly PhpPlan[],
  inputs: readonly PhpInput[],
  options: { readonly postsToSelf?: boolean; readonly tracer?: RunTracer } = {},
): Promise<PhpOutcome> {
  const log: PhpEntry[] = [];
  const sockets = new Map<string, MemorySocket>();
  for (const { socket } of [...plans, ...inputs])
    if (socket !== null && !sockets.has(socket)) sockets.set(socket, await opened(new MemorySocket(socket)));
  const { tracer, postsToSelf } = options;
  const clock = new SimulatedClock();
  const transitioner = new Transitioner({ clock, tracer, log: () => undefined });
  const automatons = plans.map((plan) =>
    automatonOf(plan, log, sockets.get(plan.socket ?? '') ?? null, postsToSelf),
  );
  for (const automaton of automatons) transitioner.addAutomaton(automaton);
  const result = transitioner.run();
  for (const input of inputs) {
    log.push({ input: input.mt, on: input.socket });
    sockets.get(input.socket)?.peer.send({ mt: input.mt });
  }
  // Taken before the run ends, which stops those that still run.
  const end = automatons.map((automaton) => {
    const { state } = automaton;
    return [automaton.getShortNickname(), { state: state.getName(), runs: state.getRun() }] as const;
  });
  clock.advance(10_000);
  await result;
  return { log, end: Object.fromEntries(end) };
}
