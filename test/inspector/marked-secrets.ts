import { expect } from 'chai';
import { DeviceLister } from '../../machines/device-lister.js';
import { UserLister } from '../../machines/user-lister.js';
import { AppServiceSpec } from '../../protocol/app-service-spec.js';
import { AppUserCredentials } from '../../protocol/user-credentials.js';
import { silentLog } from '../../runtime/log.js';
import { Transitioner } from '../../runtime/transitioner.js';
import type { AppServiceLoginOptions } from '../../services/app-service-login.js';
import { AppServiceLogin } from '../../services/app-service-login.js';
import { startSimulator } from '../../services/simulator/index.js';
import { observeRuns } from '../../runtime/run-observers.js';
import { systemClock } from '../../runtime/clock.js';
import { TraceRecorder } from '../../runtime/trace-recorder.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import type { SessionCredentials } from '../../protocol/credentials.js';
import { exportSession } from '../../protocol/credentials.js';
import { createRedactor } from '../../protocol/redaction.js';
import { scenarios } from '../../services/simulator/index.js';
import type { ScenarioApp, ScenarioSettings } from '../../services/simulator/index.js';
import type { SessionStore } from '../../services/session-store.js';

/** Secrets that can be found again: every one has this in it. */
export const marker = 'MARKED-SECRET';

export const passwords = {
  user: `${marker} of the "user" & <b>ü</b>`,
  wrong: `${marker}-that-is-wrong`,
  app: `${marker}-of-the-app`,
  instance: `${marker}-of-the-instance`,
  token: `${marker}-in-a-url`,
  injected: `${marker}-typed-by-hand`,
} as const;

/** Scenarios that take long, by their nature. */
const slow = new Set(['large', 'slow', 'two-factor', 'two-factor-refused']);

/** The bundled scenarios, with secrets that can be recognised; delays are left out. */
export function markedScenarios(): readonly (readonly [name: string, settings: ScenarioSettings])[] {
  return (Object.entries(scenarios) as [string, ScenarioSettings][])
    .filter(([name]) => !slow.has(name))
    .map(([name, settings]) => [name, marked(settings)]);
}

export function marked(settings: ScenarioSettings = {}): ScenarioSettings {
  const devices = {
    name: 'devices',
    path: '/sample.dom/devices',
    app: 'innovaphone-devices',
    password: passwords.app,
  };
  const users = { ...devices, name: 'users', path: '/sample.dom/users', app: 'innovaphone-users' };
  const apps = settings.apps ?? [devices, users];
  return {
    ...settings,
    users: [{ sip: 'ckl', dn: 'Jörg Müller', password: passwords.user }],
    apps: apps.map((app: ScenarioApp) => ({
      ...app,
      password: passwords.app,
      ...(app.instancePassword !== undefined && { instancePassword: passwords.instance }),
    })),
  };
}

/** Keeps sessions in the open, so that a test can look for them. */
export class OpenSessionStore implements SessionStore {
  readonly secrets = new Set<string>();
  #session: SessionCredentials | undefined;

  read(): Promise<SessionCredentials | undefined> {
    return Promise.resolve(this.#session);
  }

  write(_key: unknown, session: SessionCredentials): Promise<void> {
    this.#session = session;
    for (const part of Object.values(exportSession(session))) this.secrets.add(part);
    return Promise.resolve();
  }

  remove(): Promise<void> {
    return Promise.resolve();
  }
}

/** Every record of every run as it would be if nothing were masked: what the masked ones are held against. */
export class OpenTrace {
  readonly records: TraceRecord[] = [];
  readonly recorder = new TraceRecorder({
    sink: (record) => void this.records.push(record),
    redactor: createRedactor({
      reveal: 'everything',
      keyedHash: () => '0000000000000000',
      limits: { items: 1e5, characters: 1e6, depth: 60, nodes: 1e6 },
    }),
    clock: systemClock,
    wallClock: '2026-11-20T17:40:18.000Z',
    versions: {},
    policy: 'revealed',
  });
  readonly #stop = observeRuns({ runBegins: () => this.recorder.newRun() });

  /**
   * The secrets that passed, found by names written down here once more, and by their look: whatever has the marker,
   * and 64 hex digits.
   */
  secrets(): Set<string> {
    const names =
      /^(?:password|pwd|usr|digest|response|key|keyShare|salt|secret|token|sessionKey|turnPwd|sessionId)$/;
    const found = new Set<string>();
    const look = (name: string, value: unknown): void => {
      if (typeof value === 'object' && value !== null) {
        for (const [inner, nested] of Object.entries(value)) look(inner, nested);
      } else if (typeof value === 'string') {
        if (names.test(name) && value.length >= 8) found.add(value);
        for (const [hex] of value.matchAll(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g)) found.add(hex);
      }
    };
    for (const record of this.records) {
      if (record.kind === 'message' || record.kind === 'post' || record.kind === 'undelivered')
        look('', record.body);
    }
    return found;
  }

  close(): void {
    this.#stop();
  }
}

const specs = [new AppServiceSpec('innovaphone-devices'), new AppServiceSpec('innovaphone-users')] as const;

/** Logs in and lists, as `pbx-automata list` does; that it may fail is the point of most scenarios. */
export async function play(
  url: string,
  options: AppServiceLoginOptions & { readonly password?: string } = {},
): Promise<void> {
  const { password = passwords.user, ...others } = options;
  const login = new AppServiceLogin(url, new AppUserCredentials('ckl', password), specs, {
    log: silentLog,
    idleTimeoutMs: 150,
    confirmTimeoutMs: 100,
    sessionStore: false,
    ...others,
  });
  try {
    await login.connect();
    const transitioner = new Transitioner({ idleTimeoutMs: 150 });
    const [devices, users] = specs.map((spec) => login.getAppAutomaton(spec).getIsLoggedIn());
    if (devices === true) transitioner.add(DeviceLister, { socket: login.getAppWebSocket(specs[0]) });
    if (users === true) {
      const input = { user: login.getPbxA().getUser() };
      transitioner.add(UserLister, { socket: login.getAppWebSocket(specs[1]), input });
    }
    if (devices === true || users === true) await transitioner.run();
  } finally {
    login.close();
  }
}

/** Two logins at a simulator that plays the scenario: with the password, then with the session, if there is one. */
export async function playAt(settings: ScenarioSettings, store: OpenSessionStore): Promise<void> {
  const simulator = await startSimulator({ scenario: settings });
  try {
    await play(simulator.url, { sessionStore: store });
    await play(simulator.url, { sessionStore: store });
  } finally {
    await simulator.close();
  }
}

/** What is not to be found, in any form, in a text that has something to show. */
export function expectNoSecret(text: string, secrets: Iterable<string>, mustHave: string | RegExp): void {
  const hasContent = mustHave instanceof RegExp ? mustHave.test(text) : text.includes(mustHave);
  expect(hasContent, `has ${String(mustHave)} in it`).to.equal(true);
  const lower = text.toLowerCase();
  const hexTexts = new Set([...lower.matchAll(/[0-9a-f]{16,}/g)].map(([hex]) => hex));
  for (const secret of [marker, ...secrets]) {
    if (/^[0-9a-f]{16,}$/.test(secret) && !hexTexts.has(secret)) continue;
    for (const form of new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])) {
      const at = lower.indexOf(form.toLowerCase());
      expect(at === -1 ? '' : text.slice(Math.max(0, at - 160), at + 40), 'a secret').to.equal('');
    }
  }
}
