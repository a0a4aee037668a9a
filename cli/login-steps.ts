import type { AnyMachineSnapshot } from 'xstate';
import { AppLoginAutomaton } from '../machines/app-login.js';
import { AppLoginViaPBXAutomaton } from '../machines/app-login-via-pbx.js';
import type { PbxLoginContext } from '../machines/pbx-login-context.js';
import { UserPBXLoginWithAppAutomaton } from '../machines/user-pbx-login-with-app.js';
import type { AutomatonOutput } from '../runtime/automaton.js';
import { harmlessTracer } from '../runtime/harmless-tracer.js';
import { valuePath } from '../runtime/state-path.js';
import type { RunTracer } from '../runtime/trace.js';

/** Hears of every snapshot of every automaton. */
type Listener = (nickname: string, before: AnyMachineSnapshot | undefined, after: AnyMachineSnapshot) => void;

/** Tells the steps of a login, as sentences for a person. */
export class LoginSteps {
  readonly #tell: (sentence: string) => void;
  /** What a person calls the automatons, by nickname. */
  readonly #labels: ReadonlyMap<string, string>;

  constructor(labels: ReadonlyMap<string, string>, tell: (sentence: string) => void) {
    this.#labels = labels;
    this.#tell = tell;
  }

  /** A tracer for the login's run, in front of the one that records, if any. */
  tracer(recorder: RunTracer | undefined): RunTracer {
    return listening(recorder, (nickname, before, after) => {
      const sentence = stepOf(before, after);
      if (sentence !== undefined) this.#tell(`${this.#labels.get(nickname) ?? nickname}: ${sentence}`);
    });
  }
}

/** What has just happened, judged by the phases; undefined when a person need not know. */
function stepOf(before: AnyMachineSnapshot | undefined, after: AnyMachineSnapshot): string | undefined {
  const from = before === undefined ? '' : valuePath(before.value);
  const to = valuePath(after.value);
  if (from === to) return undefined;
  switch (after.machine.id) {
    case UserPBXLoginWithAppAutomaton.id:
      return pbxStep(from, to, after.context as PbxLoginContext);
    case AppLoginViaPBXAutomaton.id:
    case AppLoginAutomaton.id:
      return appStep(to, after.context as { readonly url?: string }, after.output);
    default:
      return undefined;
  }
}

function pbxStep(from: string, to: string, context: PbxLoginContext): string | undefined {
  switch (to) {
    case 'Initial.awaitingAuthenticate': {
      if (!from.endsWith('.awaitingStart')) return 'refused the stored session; asking with the password';
      return context.type === 'session' ? 'asking to log in with the stored session' : 'asking to log in';
    }
    case 'Initial.awaitingLoginResult':
      return `answered the challenge of domain ${context.domain} (the password itself is never sent)`;
    case 'Initial.awaitingApps':
      return `logged in as ${nameOf(context)}; the PBX has proved itself too`;
    case 'Initial.awaitingClients':
      return appsOf(context);
    case 'Dead':
      // Without App Services the list of apps is the end.
      return from === 'Initial.awaitingApps' && context.error === undefined ? appsOf(context) : undefined;
    default:
      return undefined;
  }
}

function appStep(to: string, { url }: { readonly url?: string }, output: unknown): string | undefined {
  switch (to) {
    case 'Initial.awaitingChallenge':
      return url === undefined ? 'asking to log in' : `connecting to ${url}`;
    case 'Initial.awaitingGetLogin':
      return 'has sent a challenge; the PBX is asked to answer it';
    case 'Initial.awaitingLoginResult':
      return 'answered the challenge';
    case 'Dead':
      return (output as AutomatonOutput | undefined)?.ok === true ? 'logged in' : undefined;
    default:
      return undefined;
  }
}

function nameOf({ user = {} }: PbxLoginContext): string {
  const { sip = '', dn = '' } = user;
  const name = sip === '' ? 'the user' : sip;
  return dn === '' ? name : `${name} (${dn})`;
}

/** How many names of apps are shown. */
const shownApps = 12;

function appsOf({ apps }: PbxLoginContext): string {
  const names = apps.slice(0, shownApps).map(({ name }) => name);
  const shown = [...names, ...(apps.length > shownApps ? ['…'] : [])].join(', ');
  return `the user has ${counted(apps.length, 'app')}${apps.length === 0 ? '' : `: ${shown}`}`;
}

/** `1 app`, `2 apps`; long numbers in groups. */
export function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}

const nothing = (): number => 0;

/** Records nothing. */
const silent: RunTracer = {
  runStarted: nothing,
  automaton: nothing,
  dead: nothing,
  socketConnecting: nothing,
  socketOpen: nothing,
  socketClosed: nothing,
  messageIn: nothing,
  nonsenseIn: nothing,
  messageOut: nothing,
  post: nothing,
  undelivered: nothing,
  deliver: nothing,
  transition: nothing,
  timer: nothing,
  control: nothing,
  notice: nothing,
  log: nothing,
  runEnded: nothing,
};

function listening(recorder: RunTracer | undefined, listener: Listener): RunTracer {
  const inner = recorder ?? silent;
  const rethrow = (error: unknown): void => {
    throw error instanceof Error ? error : new Error(String(error));
  };
  return {
    ...harmlessTracer(inner, rethrow),
    transition: (lane, before, after, cause) => {
      const record = inner.transition(lane, before, after, cause);
      listener(lane, before, after);
      return record;
    },
  };
}
