import type { Clock } from '../../runtime/clock.js';
import { systemClock } from '../../runtime/clock.js';
import type { LogSink } from '../../runtime/log.js';
import type { RunTracer } from '../../runtime/trace.js';
import { silentLog } from '../../runtime/log.js';
import { makeCertificate } from './certificate.js';
import type { SimulatorContext } from './connection.js';
import { Endpoints } from './endpoints.js';
import { FaultPlan } from './faults.js';
import { randomSources } from './random.js';
import { resolveScenario } from './scenario-schema.js';
import type { Scenario, ScenarioSettings } from './scenario.js';
import { SimulatorServer, urlHost } from './server.js';
import type { SessionInfo } from './sessions.js';
import { SessionRegistry } from './sessions.js';
import { pbxAppPath, SimulatedPbx } from './simulated-pbx.js';

export interface SimulatorOptions {
  /** What is played: the name of a scenario, or settings over the default one. Default `default`. */
  readonly scenario?: ScenarioSettings | string | undefined;
  /** Default 0: any that is free. */
  readonly port?: number | undefined;
  /** Address to listen on. Default 127.0.0.1, which other machines cannot reach. */
  readonly listen?: string | undefined;
  /** Serves TLS with a certificate made for this run. */
  readonly tls?: boolean | undefined;
  /** Makes every value the same each time. */
  readonly seed?: number | string | undefined;
  /** The time of delays and limits. */
  readonly clock?: Clock | undefined;
  readonly log?: LogSink | undefined;
  /** Hears of everything that passes on every connection, seen from the simulator. */
  readonly tracer?: RunTracer | undefined;
}

/** One message that passed, without its content. */
export interface SimulatorEvent {
  /** `pbx#1`: the first connection to the PBX. */
  readonly connection: string;
  readonly direction: 'in' | 'out';
  readonly mt: string;
}

/** A running simulator. */
export interface Simulator {
  /** Where users log in. */
  readonly url: string;
  /** Where App objects log in to APIs of the PBX. */
  readonly appsUrl: string;
  /** The first user of the scenario. */
  readonly user: string;
  readonly password: string;
  /** The App Services by name of their App object: WebSocket URL and password. */
  readonly apps: Readonly<Record<string, { readonly url: string; readonly password: string }>>;
  readonly port: number;
  /** The certificate to trust, with TLS. */
  readonly caPem: string | undefined;
  /** SHA-256 of the certificate, with TLS. */
  readonly fingerprint: string | undefined;
  readonly scenario: Scenario;
  /** The sessions there are now, without their credentials. */
  readonly sessions: readonly SessionInfo[];
  /** WebSockets open now. */
  readonly connectionCount: number;
  /** The latest messages, up to 10,000, oldest first. */
  readonly events: readonly SimulatorEvent[];
  /** Ends all connections and frees the port; nothing stays behind. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts a WebSocket server that plays PBX, Users and Devices of one domain.
 * @throws SimulatorError `SCENARIO_INVALID`, `SCENARIO_UNKNOWN`, `SIMULATOR_PORT_IN_USE`,
 *   `SIMULATOR_CANNOT_LISTEN`
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, listen = '127.0.0.1', seed, clock = systemClock } = options;
  const log = unbreakable(options.log ?? silentLog);
  const scenario = resolveScenario(options.scenario);
  const random = randomSources(seed);
  const events = new EventLog();
  const context: SimulatorContext = {
    scenario,
    random,
    clock,
    log,
    faults: new FaultPlan(scenario.faults),
    record: (connection, direction, mt) => {
      events.add({ connection, direction, mt });
    },
  };
  const now = seed === undefined ? () => Date.now() : () => seededTimestamp;
  const pbx = new SimulatedPbx(scenario, random, new SessionRegistry(scenario.sessionLimit, random, now));
  const endpoints = new Endpoints(pbx, context);
  const certificate = options.tls === true ? await makeCertificate(listen) : undefined;
  const server = await SimulatorServer.start({
    port,
    listen,
    certificate,
    fragmentSize: scenario.fragmentSize,
    log,
    tracer: options.tracer,
    endpointAt: (path) => endpoints.at(path),
  });
  const address = { isSecure: certificate !== undefined, host: `${urlHost(listen)}:${server.port}` };
  const base = `${address.isSecure ? 'wss' : 'ws'}://${address.host}`;
  let closing: Promise<void> | undefined;
  return {
    url: `${base}/PBX0/APPCLIENT/130000/websocket`,
    appsUrl: `${base}${pbxAppPath}`,
    user: scenario.users[0]?.sip ?? '',
    password: scenario.users[0]?.password ?? '',
    apps: Object.fromEntries(
      scenario.apps.map(({ name, path, password }) => [name, { url: base + path, password }]),
    ),
    port: server.port,
    caPem: certificate?.certPem,
    fingerprint: certificate?.fingerprint,
    scenario,
    get sessions() {
      return pbx.sessions.list();
    },
    get connectionCount() {
      return server.openCount;
    },
    get events() {
      return events.latest();
    },
    close: () => (closing ??= server.close()),
  };
}

/** The moment of the how-to's log; with a seed, every session is made then. */
const seededTimestamp = Date.UTC(2018, 6, 9, 12, 21, 33, 574);

/** A sink that throws does not stop the simulator. */
function unbreakable(log: LogSink): LogSink {
  return (category, source, text) => {
    try {
      log(category, source, text);
    } catch {
      // what is wrong with the sink is its owner's business; there is nowhere to log it
    }
  };
}

/** How many events are kept. */
const eventLimit = 10_000;

/** Keeps the latest events; adding one costs the same however many there were. */
class EventLog {
  #events: SimulatorEvent[] = [];

  add(event: SimulatorEvent): void {
    this.#events.push(event);
    if (this.#events.length >= 2 * eventLimit) this.#events = this.latest();
  }

  latest(): SimulatorEvent[] {
    return this.#events.slice(-eventLimit);
  }
}
