import type { DistributeOptions } from './dispatch-frames.js';
import type { Effect } from './effects.js';
import type { DeliveryEvent } from './events.js';
import type { Message } from './message.js';
import { encodeMessage } from './message.js';
import type { Reporter } from './reporter.js';
import type { Roster, RunAutomaton } from './run-automaton.js';
import { shareMessage } from './shared-messages.js';
import { nobodyElse } from './trace.js';

/** What effects need of the dispatcher. */
export interface Deliveries {
  deliver(automaton: RunAutomaton, event: DeliveryEvent, cause: number): void;
  distribute(roster: Roster, event: DeliveryEvent, cause: number, options: DistributeOptions): void;
}

/** What effects need of the run. */
export interface EffectTargets {
  readonly everybody: Roster;
  find(nickname: string): RunAutomaton | undefined;
  connect(automaton: RunAutomaton, url: string, cause: number): void;
}

/** Carries out what machines emit, one effect at a time (docs/semantics.md, rule 6). */
export class EffectRunner {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly run: EffectTargets,
    private readonly report: Reporter,
  ) {}

  /** @throws Error when an effect cannot be carried out by its own fault: a close code that may not be sent, say */
  perform(automaton: RunAutomaton, effect: Effect, cause: number): void {
    switch (effect.type) {
      case 'send':
        this.#send(automaton, effect.message, cause);
        break;
      case 'post':
        this.#post(automaton, effect.message, effect.to, cause);
        break;
      case 'connect':
        this.run.connect(automaton, effect.url, cause);
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
    if (socket.state === 'closed') {
      this.report.undelivered(nickname, socket.name, message, 'the socket is closed', cause);
      return;
    }
    const text = encodeMessage(message);
    // Recorded first: a peer in memory answers while we send.
    this.report.messageOut(socket.name, text, message, cause);
    socket.send(text);
  }

  #post(poster: RunAutomaton, message: Message, to: string | undefined, cause: number): void {
    const record = this.report.post(poster.nickname, to, message, cause);
    this.deliverPost(poster.nickname, poster, message, to, record);
  }

  /**
   * Delivers a post that is recorded.
   * @param except the poster, who does not get its own broadcast
   * @param shared the object that all automatons get whose messages are handled by code
   */
  deliverPost(
    from: string,
    except: RunAutomaton | undefined,
    message: Message,
    to: string | undefined,
    record: number,
    shared?: Message,
  ): void {
    const event: DeliveryEvent = { type: message.mt, msg: message, origin: 'post', from };
    if (shared !== undefined) shareMessage(event, from, shared);
    if (to === undefined) {
      const afterAll = (receivers: number): void => {
        if (receivers === 0) this.report.undelivered(from, undefined, message, nobodyElse, record);
      };
      this.deliveries.distribute(this.run.everybody, event, record, { except, afterAll });
      return;
    }
    const target = this.run.find(to);
    if (target?.status === 'running') this.deliveries.deliver(target, event, record);
    else this.report.undelivered(from, to, message, absenceOf(target), record);
  }
}

function absenceOf(target: RunAutomaton | undefined): string {
  if (target === undefined) return 'nobody has that nickname';
  return target.status === 'added' ? 'it has not started' : 'it has stopped';
}
