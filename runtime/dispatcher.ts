import type { AnyMachineSnapshot } from 'xstate';
import type { RunControl } from './control.js';
import type { Effect } from './effects.js';
import type { DeliveryEvent, RuntimeMt } from './events.js';
import type { Message } from './message.js';
import { encodeMessage } from './message.js';
import type { Reporter } from './reporter.js';
import type { Roster, RunAutomaton } from './run-automaton.js';
import { isReserved, stateOf } from './state-path.js';
import type { DeliveryOutcome } from './trace.js';

/** Goes through the automatons of a roster, one delivery at a time; `next` is the position of the next one. */
interface DistributeFrame {
  readonly kind: 'distribute';
  readonly roster: Roster;
  readonly event: DeliveryEvent;
  readonly cause: number;
  /** The poster, who does not get its own broadcast. */
  readonly except?: RunAutomaton | undefined;
  /** Only for types the automaton knows (`Open`). */
  readonly onlyKnown?: boolean;
  readonly beforeEach?: (automaton: RunAutomaton) => void;
  /** Called for each receiver once its step, and all that followed from it, is done. */
  readonly afterEach?: (automaton: RunAutomaton) => void;
  /** Called when all have had it, with the number of receivers. */
  readonly afterAll?: (receivers: number) => void;
  next: number;
  receivers: number;
  last: RunAutomaton | undefined;
}

/** One delivery to one automaton. */
interface DeliverFrame {
  readonly kind: 'deliver';
  readonly automaton: RunAutomaton;
  readonly event: DeliveryEvent;
  readonly cause: number;
}

/** The effects of one step, in order; at its end `Start` if the state changed, then what waits. */
interface EffectsFrame {
  readonly kind: 'effects';
  readonly automaton: RunAutomaton;
  readonly effects: readonly Effect[];
  readonly cause: number;
  startIsDue: boolean;
  next: number;
}

/** Something the engine itself does before anything else goes on. */
interface CallFrame {
  readonly kind: 'call';
  readonly act: () => void;
}

type Frame = DistributeFrame | DeliverFrame | EffectsFrame | CallFrame;

/** What the dispatcher asks of the run it works for. */
export interface DispatcherRun {
  readonly everybody: Roster;
  find(nickname: string): RunAutomaton | undefined;
  /** The automaton is done with (`Dead`, or it failed); the run takes it out. */
  stopped(automaton: RunAutomaton): void;
  /** Nothing is on its way any more. */
  atRest(): void;
}

/**
 * Carries every delivery of a run: from the wire, by post, from the engine. One explicit stack, depth first
 * (docs/semantics.md, rules 2, 4 and 6), so that a chain of posts of any length neither nests calls nor changes
 * order, and one place where every delivery can be held and traced. What arrives while it works waits in the
 * inbox until the stack is empty.
 */
export class Dispatcher {
  readonly #stack: Frame[] = [];
  #inbox: (() => void)[] = [];
  #inboxStart = 0;
  #working = false;
  #isOpen = false;
  /** The automaton whose machine is at work right now. */
  stepping: RunAutomaton | undefined;

  constructor(
    private readonly run: DispatcherRun,
    private readonly report: Reporter,
    private readonly control: RunControl,
  ) {}

  /** Something happened outside; `act` is called when its turn comes. */
  enqueue(act: () => void): void {
    this.#inbox.push(act);
    this.work();
  }

  /** An automaton moved by itself (a timer, an invoked actor): its effects come before anything that arrives. */
  settleSoon(automaton: RunAutomaton): void {
    this.#inbox.splice(this.#inboxStart, 0, () => {
      this.settle(automaton, 0);
    });
  }

  /** Delivers to each running automaton of the roster, in order. */
  distribute(
    roster: Roster,
    event: DeliveryEvent,
    cause: number,
    options: Pick<DistributeFrame, 'except' | 'onlyKnown' | 'beforeEach' | 'afterEach' | 'afterAll'> = {},
  ): void {
    this.#stack.push({
      kind: 'distribute',
      roster,
      event,
      cause,
      ...options,
      next: 0,
      receivers: 0,
      last: undefined,
    });
  }

  /** Delivers to one automaton, before anything else that waits. */
  deliver(automaton: RunAutomaton, event: DeliveryEvent, cause: number): void {
    this.#stack.push({ kind: 'deliver', automaton, event, cause });
  }

  /** Does something before anything else goes on, but not in the middle of a transition or an effect. */
  callNext(act: () => void): void {
    this.#stack.push({ kind: 'call', act });
    this.work();
  }

  /** Begins to work. What was enqueued before has waited. */
  open(): void {
    this.#isOpen = true;
    this.work();
  }

  /** Works until nothing is left to do, the run is held, or it has ended. */
  work(): void {
    if (this.#working || !this.#isOpen) return;
    this.#working = true;
    try {
      while (this.#mayWork()) {
        const frame = this.#stack.at(-1);
        if (frame !== undefined) {
          if (!this.#advance(frame)) return;
        } else if (!this.#takeFromInbox()) {
          return;
        }
      }
    } finally {
      this.#working = false;
    }
  }

  /** Ends all work; what has not been dispatched is dropped. */
  close(): void {
    this.#isOpen = false;
    this.#stack.length = 0;
    this.#inbox = [];
    this.#inboxStart = 0;
  }

  /** Read through a method: `close` may be called from inside the loop. */
  #mayWork(): boolean {
    return this.#isOpen;
  }

  #takeFromInbox(): boolean {
    this.run.atRest();
    if (!this.#mayWork()) return false;
    const act = this.#inbox[this.#inboxStart];
    if (act === undefined) {
      this.#inbox = [];
      this.#inboxStart = 0;
      return false;
    }
    this.#inboxStart += 1;
    act();
    return true;
  }

  /** One step of one frame; false when the run is held before it. */
  #advance(frame: Frame): boolean {
    if (frame.kind === 'effects') {
      this.#advanceEffects(frame);
      return true;
    }
    if (frame.kind === 'distribute') return this.#advanceDistribution(frame);
    if (frame.kind === 'call') {
      this.#stack.pop();
      frame.act();
      return true;
    }
    if (!this.control.mayPass(frame.automaton.nickname, frame.event)) return false;
    this.#stack.pop();
    this.#step(frame.automaton, frame.event, frame.cause);
    return true;
  }

  #advanceDistribution(frame: DistributeFrame): boolean {
    if (frame.last !== undefined) {
      frame.afterEach?.(frame.last);
      frame.last = undefined;
      return true;
    }
    const automaton = frame.roster.at(frame.next);
    if (automaton === undefined) {
      this.#stack.pop();
      frame.afterAll?.(frame.receivers);
      return true;
    }
    const isReceiver =
      automaton.status === 'running' &&
      automaton !== frame.except &&
      (frame.onlyKnown !== true || automaton.knownTypes.has(frame.event.type));
    if (isReceiver && !this.control.mayPass(automaton.nickname, frame.event)) return false;
    frame.next += 1;
    if (!isReceiver) return true;
    frame.receivers += 1;
    frame.beforeEach?.(automaton);
    frame.last = frame.afterEach === undefined ? undefined : automaton;
    this.#step(automaton, frame.event, frame.cause);
    return true;
  }

  #advanceEffects(frame: EffectsFrame): void {
    const effect = frame.effects[frame.next];
    if (effect !== undefined) {
      frame.next += 1;
      this.#perform(frame.automaton, effect, frame.cause);
      return;
    }
    const { automaton } = frame;
    automaton.busy = false;
    if (automaton.status !== 'running' || automaton.snapshot?.status !== 'active') {
      this.#stack.pop();
      if (automaton.status === 'running') this.run.stopped(automaton);
      return;
    }
    if (frame.startIsDue) {
      frame.startIsDue = false;
      this.deliver(automaton, startEvent(automaton), frame.cause);
      return;
    }
    const waiting = automaton.waiting.shift();
    if (waiting === undefined) this.#stack.pop();
    else this.deliver(automaton, waiting.event, waiting.cause);
  }

  /** One step: hands the message to XState, sees what came of it, and puts its effects on the stack. */
  #step(automaton: RunAutomaton, event: DeliveryEvent, cause: number): void {
    if (automaton.status !== 'running') {
      if (event.origin === 'post')
        this.report.undelivered(event.from, automaton.nickname, event.msg, 'it has stopped', cause);
      return;
    }
    if (automaton.busy) {
      automaton.waiting.push({ event, cause });
      return;
    }
    const before = automaton.snapshot;
    const reception = receptionOf(automaton, event);
    if (reception !== 'handled') {
      this.report.delivered(automaton, event, reception, before, cause);
      return;
    }
    automaton.discarded = false;
    automaton.stepping = true;
    this.stepping = automaton;
    automaton.actor?.send(event);
    this.stepping = undefined;
    automaton.stepping = false;
    const outcome = automaton.discarded ? 'discarded' : 'handled';
    const record = this.report.delivered(automaton, event, outcome, before, cause);
    this.#conclude(automaton, before, record);
  }

  /** After an automaton moved without a delivery: the rest of its step. */
  settle(automaton: RunAutomaton, cause: number): void {
    if (automaton.status === 'running' && !automaton.busy)
      this.#conclude(automaton, automaton.snapshot, cause);
  }

  #conclude(automaton: RunAutomaton, before: AnyMachineSnapshot | undefined, cause: number): void {
    const after = automaton.actor?.getSnapshot() as AnyMachineSnapshot;
    const isFailed = automaton.failure !== undefined;
    const effects = automaton.effects;
    let startIsDue = false;
    if (after !== before && !isFailed) {
      automaton.snapshot = after;
      this.report.transition(automaton, before, after, cause);
      const state = stateOf(after.value);
      startIsDue = state !== automaton.state && after.status === 'active';
      automaton.state = state;
    }
    const isAtRest =
      effects.length === 0 &&
      !startIsDue &&
      !isFailed &&
      after.status === 'active' &&
      automaton.waiting.length === 0;
    if (isAtRest) return;
    if (isFailed) {
      this.run.stopped(automaton);
      return;
    }
    if (effects.length > 0) automaton.effects = [];
    automaton.busy = true;
    this.#stack.push({ kind: 'effects', automaton, effects, cause, startIsDue, next: 0 });
  }

  #perform(automaton: RunAutomaton, effect: Effect, cause: number): void {
    switch (effect.type) {
      case 'send':
        this.#send(automaton, effect.message, cause);
        break;
      case 'post':
        this.#post(automaton, effect.message, effect.to, cause);
        break;
      case 'connect':
        automaton.hasAskedToConnect = true;
        this.#connect(automaton, effect.url, cause);
        break;
      case 'close':
        automaton.socket?.close(effect.code, effect.reason);
        break;
      case 'log':
        this.report.log(effect.category, automaton.nickname, effect.text);
        break;
      case 'notify':
        this.report.notice(automaton.nickname, effect.notice, cause);
        break;
      case 'discard':
        break;
    }
  }

  #send(automaton: RunAutomaton, message: Message, cause: number): void {
    const { socket, nickname } = automaton;
    if (socket === undefined) {
      this.report.undelivered(nickname, undefined, message, 'it has no socket', cause);
      return;
    }
    const text = encodeMessage(message);
    if (socket.send(text)) this.report.messageOut(socket.name, text, message, cause);
    else this.report.undelivered(nickname, socket.name, message, 'the socket is closed', cause);
  }

  #post(poster: RunAutomaton, message: Message, to: string | undefined, cause: number): void {
    const record = this.report.post(poster.nickname, to, message, cause);
    const event: DeliveryEvent = { type: message.mt, msg: message, origin: 'post', from: poster.nickname };
    if (to === undefined) {
      this.distribute(this.run.everybody, event, record, {
        except: poster,
        afterAll: (receivers) => {
          if (receivers === 0)
            this.report.undelivered(poster.nickname, undefined, message, 'nobody else runs', record);
        },
      });
      return;
    }
    const target = this.run.find(to);
    if (target?.status === 'running') {
      this.deliver(target, event, record);
      return;
    }
    const why =
      target === undefined
        ? 'nobody has that nickname'
        : target.status === 'added'
          ? 'it has not started'
          : 'it has stopped';
    this.report.undelivered(poster.nickname, to, message, why, record);
  }

  #connect(automaton: RunAutomaton, url: string, cause: number): void {
    const { socket, nickname } = automaton;
    if (socket === undefined) {
      this.report.log('error', nickname, `cannot connect to ${url}: this automaton has no socket`);
      return;
    }
    this.report.socketConnecting(socket.name, url, cause);
    socket.connect(url);
  }
}

/** The `Start` of an automaton's first or new state (rules 1 and 4). */
export function startEvent(automaton: RunAutomaton): DeliveryEvent {
  return { type: 'Start', msg: { mt: 'Start' }, origin: 'runtime', from: automaton.nickname };
}

/**
 * Rules 3 and 7, before XState sees the message: a type nobody declared cannot be handled in any state, and a
 * declared one only from its origins. So a peer can name neither the engine's messages nor XState's events.
 */
function receptionOf(automaton: RunAutomaton, event: DeliveryEvent): DeliveryOutcome {
  if (event.origin === 'runtime') return 'handled';
  if (isReserved(event.type) || runtimeTypes.has(event.type)) return 'refused';
  const origins = automaton.origins.get(event.type);
  if (origins === undefined) return 'discarded';
  return origins.has(event.origin) ? 'handled' : 'refused';
}

const runtimeTypes: ReadonlySet<string> = new Set<RuntimeMt>(['Start', 'Open', 'EOF', 'Timeout']);
