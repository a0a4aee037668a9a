import { UsageError } from '../../runtime/errors.js';
import type { HandledSeat, MessageHandler } from '../../runtime/handled-automaton.js';
import { checkConnection } from '../../runtime/handled-seat.js';
import type { LogCategory } from '../../runtime/log.js';
import type { Message as AnyKindOfMessage } from '../../runtime/message.js';
import { encodeMessage } from '../../runtime/message.js';
import type { SocketPort } from '../../runtime/socket.js';
import type { Transitioner as EngineTransitioner } from '../../runtime/transitioner.js';
import { defaultLog } from '../../services/log.js';
import type { CompiledClass } from './compile.js';
import { compiledFor, nameOf } from './compile.js';
import type { AutomatonClass } from './handlers.js';
import { maskedText } from './masked-text.js';
import { MemberCopies } from './members.js';
import { Message } from './message.js';
import type { EngineSide, Place } from './php-automaton.js';
import { notePosted, noteReceivedText } from './received-text.js';

/** What an object of a class is asked by its engine's side. */
export interface ClassInstance {
  timeout(): unknown;
}

/** The statics of a class that the engine's side looks at. */
interface PostingClass extends AutomatonClass {
  readonly postsToSelf?: boolean;
}

/** The engine's side of one object: finds and calls its handlers, and does for it what they ask for. */
export class ClassSide implements EngineSide {
  readonly postsToSelf: boolean;
  nickname: string;
  socket: SocketPort | undefined;
  transitioner: EngineTransitioner | undefined;
  usesWs = false;
  #seat: HandledSeat | undefined;
  #compiled: CompiledClass | undefined;
  readonly #class: PostingClass;
  readonly #members: MemberCopies;

  constructor(
    private readonly instance: ClassInstance,
    given: { readonly ws: SocketPort | null; readonly nickname: string | null },
    /** Whether the class says what is to be done about silence. */
    readonly isAskedInSilence: boolean,
  ) {
    this.#class = instance.constructor;
    this.#members = new MemberCopies(instance);
    this.postsToSelf = this.#class.postsToSelf !== false;
    this.nickname = given.nickname ?? nameOf(this.#class);
    this.socket = given.ws ?? undefined;
  }

  /** @throws UsageError `STATES_UNCLEAR` */
  get machine(): CompiledClass['machine'] {
    return this.#chart.machine;
  }

  get logSource(): string {
    return `${nameOf(this.#class)}(${this.nickname})`;
  }

  get state(): string {
    return this.#seat?.state ?? 'Initial';
  }

  get isRunning(): boolean {
    return this.#seat?.isRunning === true;
  }

  get isInRun(): boolean {
    return this.#presentSeat !== undefined;
  }

  find(state: string, mt: string): MessageHandler | undefined {
    return this.#chart.handlers.find(state, mt);
  }

  call({ method }: MessageHandler, msg: AnyKindOfMessage): string | undefined {
    const returned = method.call(this.instance, msg);
    if (returned === undefined || returned === null) return undefined;
    if (typeof returned !== 'string') throw this.#notAState(kindOf(returned));
    const known = this.#chart.handlers.state(returned);
    if (known === undefined || (known === 'Dead' && returned !== 'Dead')) throw this.#notAState(returned);
    return returned;
  }

  chartState(state: string): string {
    return this.#chart.handlers.state(state) ?? state;
  }

  shared(msg: AnyKindOfMessage, sourcename: string, text: string | undefined): Message {
    const message = Message.of(msg);
    noteReceivedText(message, text);
    message['_sourcename'] = sourcename;
    return message;
  }

  keepsRunAlive(): boolean {
    const answer = this.instance.timeout();
    return answer === false || answer === null || answer === undefined;
  }

  changedMembers(): Readonly<Record<string, unknown>> | undefined {
    return this.#members.changed();
  }

  moved(socket: SocketPort): void {
    this.socket = socket;
  }

  join(seat: HandledSeat): void {
    this.#seat = seat;
    this.#members.forget();
    this.#reportProblems();
  }

  placeAt({ nickname, socket, transitioner }: Place): void {
    this.nickname = nickname;
    this.socket = socket;
    this.transitioner = transitioner;
  }

  /** Outside of a run the message goes straight to the socket. */
  send(message: AnyKindOfMessage): void {
    const seat = this.#presentSeat;
    if (seat !== undefined) {
      seat.send(message);
      return;
    }
    checkConnection(this.nickname, this.socket);
    this.socket?.send(encodeMessage(message));
  }

  post(given: AnyKindOfMessage, to: string | undefined): void {
    const message = given instanceof Message ? given : Message.of(given);
    message['_sourcename'] = this.nickname;
    notePosted(message);
    const seat = this.#presentSeat;
    if (seat !== undefined) seat.post(message, to);
    else this.log('runtime', `${message.mt} reached nobody: ${this.nickname} is in no run`);
  }

  log(category: string, given: string): void {
    const text = maskedText(given);
    // PHP programs make up categories; a log shows those that are switched on.
    const known = category as LogCategory;
    const seat = this.#presentSeat;
    if (seat !== undefined) seat.log(known, text);
    else defaultLog.log(text, known, this.logSource);
  }

  moveTo(socket: SocketPort): void {
    const seat = this.#presentSeat;
    if (seat !== undefined) seat.moveTo(socket);
    else this.socket = socket;
  }

  get #presentSeat(): HandledSeat | undefined {
    return this.#seat?.isOver === false ? this.#seat : undefined;
  }

  get #chart(): CompiledClass {
    this.#compiled ??= compiledFor(this.instance);
    return this.#compiled;
  }

  #notAState(returned: string): UsageError {
    const { states } = this.#chart.handlers;
    const name = nameOf(this.#class);
    const sentence = `A handler of ${name} in state ${this.state} returned ${returned}, which is none of its states (${states.join(', ')}); return one of them, or declare it (static states = […]).`;
    return new UsageError('STATE_UNKNOWN', sentence, {
      automaton: name,
      state: this.state,
      returned,
      states,
    });
  }

  #reportProblems(): void {
    const { problems } = this.#chart.handlers;
    for (const sentence of problems) this.#seat?.log('runtime', sentence);
  }
}

function kindOf(value: unknown): string {
  if (value instanceof Promise) return 'a promise (handlers return at once, they cannot be async)';
  return `a value of type ${typeof value}`;
}
