/** The main job on the engine, and how fast a client does it. */
import type { AppServiceLoginOptions, RunTracer } from 'pbx-automata';
import { AppServiceLogin, AppServiceSpec, AppUserCredentials, DeviceLister, UserLister } from 'pbx-automata';
// The engine's own Transitioner: that of the package has a log, which is a row of its own.
import { silentLog, Transitioner } from 'pbx-automata/runtime';

/** Where and as whom to log in. */
export interface LoginAddress {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** How many rows each list had: what a flow is checked by. */
export interface Lists {
  readonly devices: number;
  readonly users: number;
}

const devicesSpec = new AppServiceSpec('innovaphone-devices');
const usersSpec = new AppServiceSpec('innovaphone-users');

/** What observes a flow. */
export interface FlowOptions extends Pick<AppServiceLoginOptions, 'log' | 'redactor'> {
  readonly tracer?: RunTracer | undefined;
}

/** Logs in to the PBX and from there to Devices and Users, and lists both, with the engine. */
export async function listWithEngine(
  { url, user, password }: LoginAddress,
  { log = silentLog, ...others }: FlowOptions = {},
): Promise<Lists> {
  const options = { log, ...others };
  const credentials = new AppUserCredentials(user, password);
  const login = new AppServiceLogin(url, credentials, [devicesSpec, usersSpec], {
    ...options,
    sessionStore: false,
  });
  try {
    if (!(await login.connect())) throw login.getPbxA().getError() ?? new Error('A login failed.');
    const transitioner = new Transitioner(options);
    const devices = transitioner.add(DeviceLister, { socket: login.getAppWebSocket(devicesSpec) });
    const users = transitioner.add(UserLister, {
      socket: login.getAppWebSocket(usersSpec),
      input: { user: login.getPbxA().getUser() },
    });
    await transitioner.run();
    return { devices: devices.output?.devices.length ?? 0, users: users.output?.users.length ?? 0 };
  } finally {
    login.close();
  }
}

/** One client's round: so many flows, some of them at once. */
export interface FlowRound {
  readonly flows: number;
  readonly atOnce: number;
  /** `lane` tells the flows apart that go on at the same time. */
  readonly flow: (lane: number) => Promise<Lists>;
  readonly expected: Lists;
}

/** Flows per second of wall time, and what one costs of this process's time, in milliseconds. */
export interface FlowSpeed {
  readonly perSecond: number;
  readonly cpuMs: number;
}

/** @throws Error when a list is not as long as it should be */
export async function runFlows({ flows, atOnce, flow, expected }: FlowRound): Promise<FlowSpeed> {
  let left = flows;
  const work = async (lane: number): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { devices, users } = await flow(lane);
      if (devices !== expected.devices || users !== expected.users) {
        throw new Error(`A flow listed ${devices} devices and ${users} users.`);
      }
    }
  };
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: atOnce }, (_, lane) => work(lane)));
  const elapsedMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { perSecond: (flows / elapsedMs) * 1000, cpuMs: (user + system) / 1000 / flows };
}
