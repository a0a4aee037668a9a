import type { AnyStateMachine } from 'xstate';
import { StateMachine } from 'xstate';
import { AutomataError } from '../../runtime/errors.js';
import { encode } from '../../runtime/exact-json.js';
import type { SocketPort } from '../../runtime/socket.js';
import { traceRedactor } from '../../services/redaction.js';
import type { RunLogin } from '../../services/run-file.js';
import { FiniteStateAutomaton } from '../classes/finite-state-automaton.js';
import { engineSide } from '../classes/php-automaton.js';
import type { Transitioner } from '../classes/transitioner.js';
import { VerifyError } from './verify-error.js';

/** A class of PHP-style automatons, with the library's constructor. */
export type AutomatonClass = new (ws?: SocketPort | null, nickname?: string | null) => FiniteStateAutomaton;

/** Makes a PHP-style automaton, for a class whose constructor takes other things. */
export type AutomatonFactory = (ws: SocketPort | null, login: RunLogin) => FiniteStateAutomaton;

/** What can be verified: a machine or a class, alone or with what it needs; `defineAutomatons` makes such entries. */
export type VerifiableAutomaton =
  | AnyStateMachine
  | AutomatonClass
  | {
      readonly machine: AnyStateMachine;
      readonly nickname?: string | undefined;
      readonly input?: ((login: RunLogin) => unknown) | undefined;
    }
  | { readonly automaton: AutomatonFactory | AutomatonClass; readonly nickname?: string | undefined };

/** An automaton as a verification handles it. */
export interface Subject {
  /** Id of the machine, name of the class. */
  readonly id: string;
  readonly nickname: string;
  readonly isClass: boolean;
  /** False when it is sure that it posts nothing: that it is silent in a recording is then no wonder. */
  readonly mayPost: boolean;
  /** How to export it with what it is given in its program; undefined when it has that. */
  readonly howToGive: string | undefined;
  /** Whether some state of it takes this message. */
  takes(mt: string): boolean;
  /** @returns its nickname there */
  addTo(transitioner: Transitioner, place: SubjectPlace): string;
}

/** Where an automaton is put. */
export interface SubjectPlace {
  readonly socket: SocketPort | undefined;
  readonly nickname: string;
  readonly login: RunLogin;
  /** Throws when the automaton is to do nothing more: a handler that never ends must be left. */
  readonly checkGoingOn: () => void;
}

/** Adds it to a run, and says what its constructor throws. @throws VerifyError `VERIFY_AUTOMATON_INVALID` */
export function added(subject: Subject, transitioner: Transitioner, place: SubjectPlace): string {
  try {
    return subject.addTo(transitioner, place);
  } catch (cause) {
    if (cause instanceof AutomataError) throw cause;
    const sentence = `${subject.id} cannot be made: ${thrownText(cause)}. ${howToGiveText(subject) ?? ''}`;
    throw new VerifyError('VERIFY_AUTOMATON_INVALID', sentence.trimEnd(), {}, { cause });
  }
}

/** What an automaton threw, secrets masked. */
export function thrownText(thrown: unknown): string {
  return traceRedactor().text(thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : encode(thrown));
}

/** A hint for an automaton that is made without what its program gives it. */
export function howToGiveText({ id, howToGive }: Subject): string | undefined {
  if (howToGive === undefined) return undefined;
  return `If ${id} is given something in its program, such as the login's result, verify what gives it that: the start.ts that port has written, or an export default ${howToGive}.`;
}

/** @throws VerifyError `VERIFY_AUTOMATON_INVALID` */
export function subjectOf(given: VerifiableAutomaton): Subject {
  if (given instanceof StateMachine) return machineSubject(given, given.id, undefined);
  if (isAutomatonClass(given)) return classSubject(given, undefined);
  if (typeof given === 'object' && 'machine' in given && given.machine instanceof StateMachine) {
    const { machine, nickname = machine.id, input } = given;
    return machineSubject(machine, nickname, input);
  }
  if (typeof given === 'object' && 'automaton' in given && typeof given.automaton === 'function') {
    const { automaton, nickname } = given;
    return isAutomatonClass(automaton)
      ? classSubject(automaton, nickname)
      : factorySubject(automaton, nickname);
  }
  const sentence =
    (given as unknown) instanceof FiniteStateAutomaton
      ? 'An automaton that exists already cannot be verified, as it has its socket; give its class, or { automaton: (ws, login) => new MyAutomaton(ws, …) }.'
      : 'This is no automaton; give a machine, a class that extends FiniteStateAutomaton, or { automaton: (ws, login) => new MyAutomaton(ws, …) }.';
  throw new VerifyError('VERIFY_AUTOMATON_INVALID', sentence);
}

/** Whether this is a class of PHP-style automatons. */
export function isAutomatonClass(value: unknown): value is AutomatonClass {
  return typeof value === 'function' && (value.prototype as unknown) instanceof FiniteStateAutomaton;
}

function machineSubject(
  machine: AnyStateMachine,
  nickname: string,
  input: ((login: RunLogin) => unknown) | undefined,
): Subject {
  const events = new Set<string>(machine.events);
  return {
    id: machine.id,
    nickname,
    isClass: false,
    mayPost: true,
    howToGive:
      input === undefined && typeof machine.config.context === 'function'
        ? `defineAutomatons({ machine: ${machine.id}, input: (login) => … })`
        : undefined,
    takes: (mt) => events.has(mt),
    addTo: (transitioner, { socket, nickname: name, login }) =>
      transitioner.add(machine, { socket, nickname: name, input: input?.(login) }).nickname,
  };
}

function classSubject(automaton: AutomatonClass, nickname: string | undefined): Subject {
  return {
    id: automaton.name,
    nickname: nickname ?? automaton.name,
    isClass: true,
    mayPost: mayPost(automaton),
    howToGive: hasConstructor(automaton)
      ? `defineAutomatons({ automaton: (ws, login) => new ${automaton.name}(ws, …) })`
      : undefined,
    takes: handlersOf(automaton.prototype as object),
    addTo: (transitioner, { socket, nickname: name, checkGoingOn }) => {
      const made = interruptible(new automaton(socket ?? null, name), checkGoingOn);
      return transitioner.add(made, { socket, nickname: name }).nickname;
    },
  };
}

/** Of an automaton whose class is not known before it is made. */
export const unknownName = 'automaton';

function factorySubject(make: AutomatonFactory, nickname: string | undefined): Subject {
  // What it makes says what it is; only its name and methods are looked at.
  let example: FiniteStateAutomaton | undefined;
  try {
    example = make(null, noLogin);
  } catch {
    // It needs a socket or a login; then the recording must say who it is.
  }
  const id = example?.constructor.name ?? unknownName;
  return {
    id,
    nickname: nickname ?? example?.getShortNickname() ?? id,
    isClass: true,
    mayPost: example === undefined || mayPost(example.constructor),
    howToGive: undefined,
    takes: example === undefined ? () => true : handlersOf(example),
    addTo: (transitioner, { socket, nickname: name, login, checkGoingOn }) => {
      const made = interruptible(make(socket ?? null, login), checkGoingOn);
      return transitioner.add(made, { socket, nickname: name }).nickname;
    },
  };
}

/** Whether a class, or one that it extends, has a post in its text. */
function mayPost(automaton: unknown): boolean {
  return textsOf(automaton).some((text) => /postEvent/i.test(text));
}

/** Whether it may want more than a socket and a nickname. */
function hasConstructor(automaton: unknown): boolean {
  return textsOf(automaton).some((text) => /\bconstructor\s*\(/.test(text));
}

/** The source of a class and of those that it extends, up to the library's first. */
function textsOf(automaton: unknown): readonly string[] {
  const texts: string[] = [];
  for (
    let at = automaton;
    typeof at === 'function' && at !== FiniteStateAutomaton && at !== Function.prototype;
    at = Object.getPrototypeOf(at) as unknown
  ) {
    texts.push(Function.prototype.toString.call(at));
  }
  return texts;
}

/** Before each handler, and each time that one sends or posts, it is asked whether it may go on. */
function interruptible(automaton: FiniteStateAutomaton, check: () => void): FiniteStateAutomaton {
  const side: object = automaton[engineSide];
  for (const name of ['call', 'send', 'post']) {
    const method: unknown = Reflect.get(side, name);
    if (typeof method !== 'function') continue;
    const checked = (...given: readonly unknown[]): unknown => {
      check();
      return Reflect.apply(method, side, given);
    };
    Object.defineProperty(side, name, { value: checked });
  }
  return automaton;
}

const noLogin: RunLogin = { user: undefined, results: undefined, app: undefined };

/** Whether a method `Receive<State><Mt>` may be for this type; names of methods ignore case. */
function handlersOf(automaton: object): (mt: string) => boolean {
  const names: string[] = [];
  for (
    let at: unknown = automaton;
    at instanceof FiniteStateAutomaton;
    at = Object.getPrototypeOf(at) as unknown
  ) {
    for (const name of Object.getOwnPropertyNames(at)) {
      if (/^receive./i.test(name)) names.push(name.toLowerCase());
    }
  }
  return (mt) => names.some((name) => name.endsWith(mt.toLowerCase()));
}
