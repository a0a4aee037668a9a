import { AppServiceCredentials } from '../protocol/service-credentials.js';
import { pbxAppsWebSocketUrl } from '../protocol/urls.js';
import type { SocketPort } from '../runtime/socket.js';
import { PbxAppLogin } from '../services/pbx-app-login.js';
import type { RunLogin } from '../services/run-file.js';
import type { ConnectionArguments } from './connection-options.js';
import { CliUsageError } from './errors.js';
import type { InspectArguments } from './inspection.js';
import { parseService } from './list-services.js';
import { LoginSteps } from './login-steps.js';
import type { FileAutomaton } from './user-file.js';
import type { LoginPlace, WantedService } from './user-login.js';
import { connectionOptions, logInAsUser } from './user-login.js';

export interface RunArguments extends ConnectionArguments, InspectArguments {
  readonly asApp?: string;
  readonly json?: boolean;
}

/** The sockets that a login authenticated. */
export interface LoggedIn {
  /** The socket of an automaton, and what the login brought for it. */
  placeOf(automaton: FileAutomaton): { readonly socket: SocketPort; readonly about: RunLogin };
  close(): void;
}

type RunPlace = LoginPlace & { readonly args: RunArguments };

/** The name of the PBX's own socket, where an App Service could stand. */
const pbxName = 'pbx';

/** Logs in, as a user or as an app, to whatever the automatons of a file need. Throws why it failed. */
export function logInFor(place: RunPlace, automatons: readonly FileAutomaton[]): Promise<LoggedIn> {
  const { asApp } = place.args;
  return asApp === undefined ? asUser(place, automatons) : asAppObject(place, asApp, automatons);
}

async function asUser(place: RunPlace, automatons: readonly FileAutomaton[]): Promise<LoggedIn> {
  const [first = pbxName] = place.args.app;
  const named = [...place.args.app, ...automatons.flatMap(({ app }) => app ?? [])];
  const services = new Map<string, WantedService>();
  for (const name of named) {
    if (name !== pbxName) services.set(name, { label: name, spec: parseService(name) });
  }
  const login = await logInAsUser(place, [...services.values()]);
  const logins = [login.getPbxA(), ...[...services.values()].map(({ spec }) => login.getAppAutomaton(spec))];
  const failure = logins.map((automaton) => automaton.getError()).find((error) => error !== undefined);
  if (failure !== undefined) {
    login.close();
    throw failure;
  }
  const user = login.getPbxA().getUser();
  const results = login.getResults();
  return {
    placeOf: ({ app: name = first }) => {
      const service = services.get(name);
      if (service === undefined)
        return { socket: login.getPbxWS(), about: { user, results, app: undefined } };
      const app = login.getAppAutomaton(service.spec).getSelectedApp();
      return { socket: login.getAppWebSocket(service.spec), about: { user, results, app } };
    },
    close: () => {
      login.close();
    },
  };
}

async function asAppObject(
  place: RunPlace,
  name: string,
  automatons: readonly FileAutomaton[],
): Promise<LoggedIn> {
  const { peer, terminal, observation, args } = place;
  const elsewhere = [...args.app, ...automatons.flatMap(({ app }) => app ?? [])].find(
    (app) => app !== pbxName,
  );
  if (elsewhere !== undefined) {
    const sentence = `An app has no way to the App Service ${elsewhere}, which takes users; leave out either --as-app or ${elsewhere}.`;
    throw new CliUsageError('APP_NEEDS_USER', sentence, { app: elsewhere });
  }
  const password = await peer.appPassword(name);
  observation.mask(password);
  const steps = new LoginSteps(
    new Map([
      ['Login', name],
      ['PBXWS', name],
    ]),
    (sentence) => {
      terminal.say(sentence);
    },
  );
  const options = connectionOptions(place);
  if (args.quiet !== true) terminal.say(`${name}: connecting to ${pbxAppsWebSocketUrl(peer.url)}`);
  const tracer = args.quiet === true ? options.tracer : steps.tracer(options.tracer);
  const login = new PbxAppLogin(peer.url, new AppServiceCredentials(name, password), { ...options, tracer });
  await login.connect();
  const failure = login.getAutomaton().getError();
  if (failure !== undefined) throw failure;
  const about: RunLogin = { user: undefined, results: undefined, app: undefined };
  return {
    placeOf: () => ({ socket: login.getWs(), about }),
    close: () => {
      login.close();
    },
  };
}
