import type { AppServiceLoginOptions, ConnectionOptions, Secret } from 'pbx-automata';
import { AppServiceCredentials, AppUserCredentials, readPassword } from 'pbx-automata';
import { startSimulator } from 'pbx-automata/simulator';

/** A PBX for a sample, with credentials for it. */
export interface PbxForUser {
  readonly pbx: string;
  readonly credentials: AppUserCredentials;
  readonly options: AppServiceLoginOptions;
  /** Ends the simulator; a real PBX stays. */
  readonly close: () => Promise<void>;
}

/** A PBX for a sample that logs in as an app. */
export interface PbxForApp {
  readonly pbx: string;
  readonly credentials: AppServiceCredentials;
  readonly options: ConnectionOptions;
  readonly close: () => Promise<void>;
}

/** A PBX for a ported sample. */
export interface PbxForPort {
  readonly pbx: string;
  readonly user: string;
  readonly password: string | Secret;
  readonly options: Pick<AppServiceLoginOptions, 'sessionStore'>;
  readonly close: () => Promise<void>;
}

/** The PBX named by `PBX_URL` and the user by `PBX_USER`; without a `PBX_URL` the simulator and its first user. */
export async function pbxForUser(): Promise<PbxForUser> {
  const { PBX_URL: pbx = '', PBX_USER: user = '' } = process.env;
  if (pbx === '') {
    const simulator = await simulate();
    const credentials = new AppUserCredentials(simulator.user, simulator.password);
    // The simulator forgets its sessions; there is no use in keeping them.
    return {
      pbx: simulator.url,
      credentials,
      options: { sessionStore: false },
      close: () => simulator.close(),
    };
  }
  const password = await readPassword({
    question: `Password of ${user} at ${pbx}: `,
    variable: 'PBX_PASSWORD',
  });
  return { pbx, credentials: new AppUserCredentials(user, password), options: {}, close: nothing };
}

/** The same for a program that was ported: it makes its credentials itself. */
export async function pbxForPort(): Promise<PbxForPort> {
  const { PBX_URL: pbx = '', PBX_USER: user = '' } = process.env;
  if (pbx === '') {
    const simulator = await simulate();
    const { url, user: simulatedUser, password } = simulator;
    const options = { sessionStore: false } as const;
    return { pbx: url, user: simulatedUser, password, options, close: () => simulator.close() };
  }
  const password = await readPassword({
    question: `Password of ${user} at ${pbx}: `,
    variable: 'PBX_PASSWORD',
  });
  return { pbx, user, password, options: {}, close: nothing };
}

/** The same for an App object, named by `PBX_APP`. */
export async function pbxForApp(): Promise<PbxForApp> {
  const { PBX_URL: pbx = '', PBX_APP: app = 'pbxadminapi' } = process.env;
  if (pbx === '') {
    const simulator = await simulate();
    const credentials = new AppServiceCredentials(app, simulator.apps[app]?.password ?? '');
    return { pbx: simulator.url, credentials, options: {}, close: () => simulator.close() };
  }
  const password = await readPassword({
    question: `Password of the App object ${app}: `,
    variable: 'PBX_APP_PASSWORD',
  });
  return { pbx, credentials: new AppServiceCredentials(app, password), options: {}, close: nothing };
}

/** Ends a sample whose login failed, with the first reason. */
export function giveUp(automatons: readonly { getError(): Error | undefined }[]): never {
  const errors = automatons.map((automaton) => automaton.getError());
  throw errors.find((error) => error !== undefined) ?? new Error('The login failed.');
}

async function simulate(): ReturnType<typeof startSimulator> {
  const simulator = await startSimulator();
  console.log(`No PBX_URL is set: using the simulator at ${simulator.url}`);
  return simulator;
}

function nothing(): Promise<void> {
  return Promise.resolve();
}
