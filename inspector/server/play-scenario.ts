import { DeviceLister } from '../../machines/device-lister.js';
import { UserLister } from '../../machines/user-lister.js';
import { AppServiceSpec } from '../../protocol/app-service-spec.js';
import { SessionCredentials } from '../../protocol/credentials.js';
import { AppUserCredentials } from '../../protocol/user-credentials.js';
import { silentLog } from '../../runtime/log.js';
import { Transitioner } from '../../runtime/transitioner.js';
import { AppServiceLogin } from '../../services/app-service-login.js';
import type { SessionStore } from '../../services/session-store.js';
import { MemorySessionStore, sessionKeyOf } from '../../services/session-store.js';
import type { Simulator } from '../../services/simulator/index.js';
import { resolveScenario, scenarios } from '../../services/simulator/index.js';
import { startSimulator } from '../../services/simulator/index.js';
import { InspectorError } from './errors.js';

/** The simulator's scenarios, for a person to choose from. */
export function scenarioList(): readonly { readonly name: string; readonly description: string }[] {
  return Object.keys(scenarios).map((name) => ({ name, description: resolveScenario(name).description }));
}

/** A scenario that goes on. */
export interface Playing {
  /** Resolves when it has ended, however it ended; nothing stays behind. */
  readonly ended: Promise<void>;
}

/**
 * Logs in to a simulator that plays the scenario, and lists devices and users, as `pbx-automata list` does.
 * @returns when the simulator runs
 * @throws InspectorError `ACT_IMPOSSIBLE` for an unknown scenario
 */
export async function playScenario(name: string, signal: AbortSignal): Promise<Playing> {
  if (!Object.hasOwn(scenarios, name)) {
    const sentence = `There is no scenario ${name}; choose one from the list.`;
    throw new InspectorError('ACT_IMPOSSIBLE', sentence, { act: 'startScenario' });
  }
  const simulator = await startSimulator({ scenario: name });
  const ended = playWith(name, simulator, signal)
    // What went wrong is what one wants to see: it is in the trace.
    .catch(() => undefined)
    .then(() => simulator.close());
  return { ended };
}

/** Plays a scenario; where its point is a stored session, the login has one. */
async function playWith(name: string, simulator: Simulator, signal: AbortSignal): Promise<void> {
  const { url, user, password } = simulator;
  const player = { url, credentials: new AppUserCredentials(user, password), signal };
  const store = new MemorySessionStore();
  if (name === 'session-expired') {
    // The PBX of this scenario takes no session, whichever it is.
    await store.write(
      sessionKeyOf(url, user),
      new SessionCredentials('0'.repeat(32), 'a-session-of-last-week'),
    );
    await logInAndList(player, store);
  } else if (name === 'session-evicted') {
    // One program keeps its session, another one logs in as the same user, and the first comes back.
    await logInAndList(player, store);
    await logInAndList(player, false);
    await logInAndList(player, store);
  } else await logInAndList(player, false);
}

interface Player {
  readonly url: string;
  readonly credentials: AppUserCredentials;
  readonly signal: AbortSignal;
}

async function logInAndList(
  { url, credentials, signal }: Player,
  sessionStore: SessionStore | false,
): Promise<void> {
  const devices = new AppServiceSpec('innovaphone-devices');
  const users = new AppServiceSpec('innovaphone-users');
  const login = new AppServiceLogin(url, credentials, [devices, users], {
    sessionStore,
    log: silentLog,
    signal,
  });
  try {
    await login.connect();
    const transitioner = new Transitioner();
    const isOpen = (spec: AppServiceSpec): boolean => login.getAppAutomaton(spec).getIsLoggedIn();
    if (isOpen(devices)) transitioner.add(DeviceLister, { socket: login.getAppWebSocket(devices) });
    if (isOpen(users)) {
      const input = { user: login.getPbxA().getUser() };
      transitioner.add(UserLister, { socket: login.getAppWebSocket(users), input });
    }
    if (isOpen(devices) || isOpen(users)) await transitioner.run({ signal });
  } finally {
    login.close();
  }
}
