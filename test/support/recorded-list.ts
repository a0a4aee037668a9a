import { DeviceLister } from '../../machines/device-lister.js';
import { UserLister } from '../../machines/user-lister.js';
import { AppServiceSpec } from '../../protocol/app-service-spec.js';
import { AppUserCredentials } from '../../protocol/user-credentials.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import { TraceRecorder } from '../../runtime/trace-recorder.js';
import { Transitioner } from '../../runtime/transitioner.js';
import { systemClock } from '../../runtime/clock.js';
import { AppServiceLogin } from '../../services/app-service-login.js';
import type { RedactionOptions } from '../../services/redaction.js';
import { traceRedactor } from '../../services/redaction.js';
import type { ScenarioName } from '../../services/simulator/scenarios.js';
import { startSimulator } from '../../services/simulator/simulator.js';

export interface RecordedListOptions extends RedactionOptions {
  readonly password?: string;
  readonly idleTimeoutMs?: number;
}

/** Logs in to a simulator that plays a scenario, lists devices and users, and returns the trace. */
export async function recordList(
  scenario: ScenarioName,
  { password, idleTimeoutMs = 600, ...redaction }: RecordedListOptions = {},
): Promise<TraceRecord[]> {
  const records: TraceRecord[] = [];
  const tracer = new TraceRecorder({
    sink: (record) => {
      records.push(record);
    },
    redactor: traceRedactor(redaction),
    clock: systemClock,
    wallClock: '2026-01-01T00:00:00.000Z',
    versions: {},
    policy: redaction.reveal === 'everything' ? 'sample' : 'masked',
  });
  const simulator = await startSimulator({ scenario });
  const services = ['innovaphone-devices', 'innovaphone-users'].map((app) => new AppServiceSpec(app));
  const credentials = new AppUserCredentials(simulator.user, password ?? simulator.password);
  const options = {
    sessionStore: false,
    tracer,
    idleTimeoutMs,
    confirmTimeoutMs: 100,
    log: () => undefined,
  } as const;
  const login = new AppServiceLogin(simulator.url, credentials, services, options);
  try {
    await login.connect();
    if (login.getPbxA().getError() !== undefined) return records;
    const transitioner = new Transitioner({ tracer, idleTimeoutMs });
    const user = login.getPbxA().getUser();
    const [devices, users] = services.map((spec) => login.getAppAutomaton(spec));
    if (devices?.getIsLoggedIn() === true) transitioner.add(DeviceLister, { socket: devices.getWs() });
    if (users?.getIsLoggedIn() === true)
      transitioner.add(UserLister, { socket: users.getWs(), input: { user } });
    await transitioner.run();
    return records;
  } finally {
    login.close();
    await simulator.close();
  }
}
