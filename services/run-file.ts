import type { AnyStateMachine, InputFrom } from 'xstate';
import type { LoginResults } from '../machines/posts.js';
import type { SocketPort } from '../runtime/socket.js';
import type { App, PbxUser } from '../protocol/messages/myapps.js';

/** What the login brought, for the input of one's own automatons. */
export interface RunLogin {
  /** The user who is logged in; undefined after a login as an app. */
  readonly user: PbxUser | undefined;
  /** The messages of the login; undefined after a login as an app. */
  readonly results: LoginResults | undefined;
  /** The app that leads to this automaton's App Service; undefined for an automaton on the PBX's own socket. */
  readonly app: App | undefined;
}

/** An automaton for `pbx-automata run FILE`: its machine, and where it runs. */
export type AutomatonToRun<Machine extends AnyStateMachine = AnyStateMachine> = {
  /** Made by `setupAutomaton`. */
  readonly machine: Machine;
  /**
   * The App Service whose authenticated socket it gets, such as `devices` or the end of the app's URL; `pbx`: the
   * PBX's own socket. Default: the first `--app` of the command line, and without any the PBX's socket.
   */
  readonly app?: string | undefined;
  /** Default: the machine's id. Two automatons of one machine need names of their own. */
  readonly nickname?: string | undefined;
} & (undefined extends InputFrom<Machine>
  ? { readonly input?: ((login: RunLogin) => InputFrom<Machine>) | undefined }
  : { readonly input: (login: RunLogin) => InputFrom<Machine> });

/** A PHP-style automaton for `pbx-automata run FILE`: its class, or how it is made. */
export interface ClassToRun {
  /** A class that extends `FiniteStateAutomaton`, or what makes one on a socket. */
  readonly automaton:
    | (new (ws?: SocketPort | null, nickname?: string | null) => object)
    | ((ws: SocketPort, login: RunLogin) => object);
  /** As of a machine. */
  readonly app?: string | undefined;
  /** Default: the name of the class. */
  readonly nickname?: string | undefined;
}

/** What an entry must be by what it runs: a machine needs its own input, and neither may have members of no meaning. */
type Checked<Entry> = Entry extends { readonly machine: infer Machine extends AnyStateMachine }
  ? AutomatonToRun<Machine> & Nothing<Entry, keyof AutomatonToRun<Machine>>
  : ClassToRun & Nothing<Entry, keyof ClassToRun>;

type Nothing<Entry, Known extends PropertyKey> = { readonly [Name in Exclude<keyof Entry, Known>]?: never };

/**
 * Types the automatons of a file for `pbx-automata run FILE`; docs/cli.md, "run":
 *
 * ```ts
 * export default defineAutomatons(
 *   { machine: DeviceLister, app: 'devices' },
 *   { machine: UserLister, app: 'users', input: ({ user }) => ({ user: user ?? {} }) },
 *   { automaton: (ws, { user }) => new MailboxReader(ws, user), app: 'messages' },
 * );
 * ```
 */
export function defineAutomatons<const Machines extends readonly AnyStateMachine[]>(
  ...automatons: { readonly [At in keyof Machines]: AutomatonToRun<Machines[At]> }
): typeof automatons;
export function defineAutomatons<const Entries extends readonly (AutomatonToRun | ClassToRun)[]>(
  ...automatons: Entries & { readonly [At in keyof Entries]: Checked<Entries[At]> }
): Entries;
export function defineAutomatons(...automatons: readonly unknown[]): readonly unknown[] {
  return automatons;
}
