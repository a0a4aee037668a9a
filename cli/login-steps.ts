import type { AnyMachineSnapshot, StateValue } from 'xstate';
import type { PbxLoginContext } from '../machines/pbx-login-context.js';
import type { AutomatonOutput } from '../runtime/automaton.js';
import { valuePath } from '../runtime/state-path.js';
import type { RunTracer } from '../runtime/trace.js';
import { counted } from './counted.js';
import { listeningTracer } from './listening-tracer.js';

/** Tells the steps of a login, as sentences for a person. */
export class LoginSteps {
  readonly #tell: (sentence: string) => void;
  readonly #labels: ReadonlyMap<string, string>;

  /** @param labels what a person calls the automatons and sockets, by nickname and name; others are not told of */
  constructor(labels: ReadonlyMap<string, string>, tell: (sentence: string) => void) {
    this.#labels = labels;
    this.#tell = tell;
  }

  /** A tracer for the login's run, in front of the one that records, if any. */
  tracer(recorder: RunTracer | undefined): RunTracer {
    return listeningTracer(recorder, {
      moved: (nickname, before, after) => {
        this.#say(nickname, stepOf(before, after));
      },
      opened: (socket) => {
        this.#say(socket, 'connected');
      },
    });
  }

  #say(name: string, sentence: string | undefined): void {
    const label = this.#labels.get(name);
    if (label !== undefined && sentence !== undefined) this.#tell(`${label}: ${sentence}`);
  }
}

/** What has just happened, judged by the phases; undefined when a person need not know. */
function stepOf(before: AnyMachineSnapshot | undefined, after: AnyMachineSnapshot): string | undefined {
  const from = before === undefined ? '' : valuePath(before.value as StateValue);
  const to = valuePath(after.value as StateValue);
  if (from === to) return undefined;
  switch (after.machine.id) {
    case 'UserPBXLoginWithAppAutomaton':
      return pbxStep(from, to, after.context as PbxLoginContext);
    case 'AppLoginViaPBXAutomaton':
    case 'AppLoginAutomaton':
      return appStep(to, after.context as { readonly url?: string }, after.output);
    default:
      return undefined;
  }
}

function pbxStep(from: string, to: string, context: PbxLoginContext): string | undefined {
  switch (to) {
    case 'Initial.awaitingAuthenticate':
      return from.endsWith('.awaitingStart')
        ? undefined
        : 'refused the stored session; going on with the password';
    case 'Initial.awaitingLoginResult':
      return `answered the challenge of domain ${context.domain} with ${
        context.type === 'session' ? 'the stored session' : 'the password, which itself is never sent'
      }`;
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
      return url === undefined ? undefined : `connecting to ${url}`;
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
