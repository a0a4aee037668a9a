import type { MachineNotice } from '../machines/notices.js';
import type { AppServiceSpec } from '../protocol/app-service-spec.js';
import { AppUserCredentials } from '../protocol/user-credentials.js';
import { AppServiceLogin } from '../services/app-service-login.js';
import type { ConnectionOptions } from '../services/run-options.js';
import { sessionKeyOf } from '../services/session-store.js';
import type { ConnectionArguments } from './connection-options.js';
import type { CliIo } from './io.js';
import { LoginSteps } from './login-steps.js';
import type { Observation } from './observation.js';
import type { Peer } from './peer.js';
import type { Terminal } from './terminal.js';

/** An App Service to log in to, and what a person calls it. */
export interface WantedService {
  readonly label: string;
  readonly spec: AppServiceSpec;
}

/** What a login is made with. */
export interface LoginPlace {
  readonly args: ConnectionArguments;
  readonly io: CliIo;
  readonly terminal: Terminal;
  readonly peer: Peer;
  readonly observation: Observation;
}

/** How long the user has to confirm a login on a second channel. */
const confirmTimeoutMs = 300_000;

/**
 * Logs in as the user, telling the steps. With a stored session nobody is asked for a password, unless the PBX
 * does not take the session any more.
 * @returns the connector, to be asked how each login fared
 */
export async function logInAsUser(
  place: LoginPlace,
  services: readonly WantedService[],
): Promise<AppServiceLogin> {
  const { peer, terminal } = place;
  const name = peer.user();
  const hasSession = !peer.hasPassword && (await hasStoredSession(peer, name));
  if (hasSession) {
    const login = await attempt(place, services, new AppUserCredentials(name));
    if (!isSessionRefused(login)) return login;
    login.close();
    terminal.say('PBX: the stored session is not valid any more; the password is needed');
  }
  const password = await peer.password();
  place.observation.mask(password);
  return attempt(place, services, new AppUserCredentials(name, password));
}

/** What every run of a command is made with. */
export type RunOptions = Omit<ConnectionOptions, 'createSocket' | 'onNotice' | 'clock'> & {
  readonly idleTimeoutMs: number;
};

/** What every run of a command is made with. */
export function connectionOptions({ args, io, peer, observation }: LoginPlace): RunOptions {
  const { log, redactor, tracer } = observation;
  const { signal } = io;
  return { socket: peer.socket, idleTimeoutMs: args.timeout * 1000, log, redactor, tracer, signal };
}

async function attempt(
  place: LoginPlace,
  services: readonly WantedService[],
  credentials: AppUserCredentials,
): Promise<AppServiceLogin> {
  const { peer, terminal, args, observation } = place;
  const labels = new Map<string, string>([
    ['UserPBXLogin', 'PBX'],
    ['PBXWS', 'PBX'],
  ]);
  for (const { label, spec } of services) labels.set(spec.nickname, label);
  const steps = new LoginSteps(labels, (sentence) => {
    terminal.say(sentence);
  });
  if (args.quiet !== true) terminal.say(`PBX: connecting to ${peer.url}`);
  const login = new AppServiceLogin(
    peer.url,
    credentials,
    services.map(({ spec }) => spec),
    {
      ...connectionOptions(place),
      tracer: args.quiet === true ? observation.tracer : steps.tracer(observation.tracer),
      sessionStore: peer.sessionStore,
      confirmTimeoutMs,
      onWarning: (sentence) => {
        terminal.warn(sentence);
      },
      onNotice: (notice) => {
        showCode(notice, terminal);
      },
    },
  );
  await login.connect();
  return login;
}

function showCode(notice: MachineNotice, terminal: Terminal): void {
  if (notice.kind !== 'authorizeCode') return;
  const limit = `within ${confirmTimeoutMs / 60_000} minutes`;
  const code = notice.code === '' ? '' : `; the code shown there must be ${notice.code}`;
  terminal.say(
    `PBX: confirm this login ${limit} in myApps or by the link in the e-mail${code}`,
    terminal.style.strong,
  );
}

async function hasStoredSession({ sessionStore, url }: Peer, user: string): Promise<boolean> {
  if (sessionStore === false) return false;
  return (await sessionStore.read(sessionKeyOf(url, user))) !== undefined;
}

function isSessionRefused(login: AppServiceLogin): boolean {
  const error = login.getPbxA().getError();
  const code = error !== undefined && 'code' in error ? error.code : undefined;
  return code === 'SESSION_EXPIRED' || code === 'AUTHENTICATION_FAILED';
}
