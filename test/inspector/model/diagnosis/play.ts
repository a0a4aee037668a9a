import { DeviceLister } from '../../../../machines/device-lister.js';
import { UserLister } from '../../../../machines/user-lister.js';
import { AppServiceSpec } from '../../../../protocol/app-service-spec.js';
import { AppUserCredentials } from '../../../../protocol/user-credentials.js';
import { systemClock } from '../../../../runtime/clock.js';
import { silentLog } from '../../../../runtime/log.js';
import { TraceRecorder } from '../../../../runtime/trace-recorder.js';
import type { TraceRecord } from '../../../../runtime/trace-records.js';
import { Transitioner } from '../../../../runtime/transitioner.js';
import { AppServiceLogin } from '../../../../services/app-service-login.js';
import type { AppServiceLoginOptions } from '../../../../services/app-service-login.js';
import { traceRedactor } from '../../../../services/redaction.js';
import { startSimulator } from '../../../../services/simulator/index.js';

/** A masked recording in memory. */
export function memoryTrace(): { readonly tracer: TraceRecorder; readonly records: TraceRecord[] } {
  const records: TraceRecord[] = [];
  const tracer = new TraceRecorder({
    sink: (record) => void records.push(record),
    redactor: traceRedactor(),
    clock: systemClock,
    wallClock: '2026-11-20T17:40:18.000Z',
    versions: {},
    policy: 'masked',
  });
  return { tracer, records };
}

const specs = [new AppServiceSpec('innovaphone-devices'), new AppServiceSpec('innovaphone-users')] as const;

export interface PlayOptions extends AppServiceLoginOptions {
  readonly url?: string;
  readonly password?: string;
  readonly user?: string;
  readonly tls?: boolean;
  /** How often the same user logs in, one after the other. */
  readonly logins?: number;
}

/** What was seen from the client's side and from the simulator's. */
export interface Played {
  readonly records: TraceRecord[];
  readonly seenByPeer: TraceRecord[];
}

/** Logs in to a scenario of the simulator and lists devices and users, as `pbx-automata list` does. */
export async function play(scenario: string, options: PlayOptions = {}): Promise<Played> {
  const { url, password, user, tls, logins = 1, ...others } = options;
  const own = memoryTrace();
  const peer = memoryTrace();
  const simulator = await startSimulator({ scenario, tls, seed: 1, tracer: peer.tracer });
  try {
    const login = {
      sessionStore: false,
      log: silentLog,
      idleTimeoutMs: 600,
      tracer: own.tracer,
      ...others,
    } as const;
    for (let count = 0; count < logins; count += 1)
      await listOnce(url ?? simulator.url, password ?? simulator.password, user ?? simulator.user, login);
  } finally {
    await simulator.close();
  }
  return { records: own.records, seenByPeer: peer.records };
}

async function listOnce(
  url: string,
  password: string,
  user: string,
  options: AppServiceLoginOptions,
): Promise<void> {
  const login = new AppServiceLogin(url, new AppUserCredentials(user, password), [...specs], options);
  try {
    await login.connect();
    const { idleTimeoutMs, tracer, log } = options;
    const transitioner = new Transitioner({ idleTimeoutMs, tracer, log });
    const open = specs.filter((spec) => login.getAppAutomaton(spec).getIsLoggedIn());
    for (const spec of open) {
      const socket = login.getAppWebSocket(spec);
      if (spec === specs[0]) transitioner.add(DeviceLister, { socket });
      else transitioner.add(UserLister, { socket, input: { user: login.getPbxA().getUser() } });
    }
    if (open.length > 0) await transitioner.run();
  } finally {
    login.close();
  }
}
