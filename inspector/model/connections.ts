import type { TraceRecord } from '../../runtime/trace-records.js';
import { isObject, listOf, textOr, view } from './record-view.js';
import type { RecordView } from './record-view.js';
import { isPbxUrl, WhoAndWhere } from './who-and-where.js';

/** One connection of a client whose automatons the trace does not know: a browser, a PHP program, anybody. */
export interface Connection {
  readonly lane: string;
  readonly run: number | undefined;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** The client's connection to the PBX, with which its login began; may be this one. */
  readonly leader: Connection;
  readonly about: WhoAndWhere;
}

/** A connection that is still being learned about. */
class Draft implements Connection {
  lastSeq: number;
  readonly about = new WhoAndWhere();
  isPbx = false;
  isOver = false;
  hasMessages = false;
  /** Whether it was recorded at the other end, as the simulator once did: `in` is what the client sent. */
  isFromPeer: boolean | undefined;
  #leader: Draft | undefined;

  constructor(
    readonly lane: string,
    readonly run: number | undefined,
    readonly firstSeq: number,
  ) {
    this.lastSeq = firstSeq;
  }

  get leader(): Draft {
    return this.#leader?.leader ?? this;
  }

  /** @param leader one that follows nobody, so that nobody follows himself; undefined: it leads itself */
  follow(leader: Draft | undefined): void {
    this.#leader = leader;
  }
}

/** What only clients send. Source: docs/protocol.md. */
const clientsMessages: ReadonlySet<unknown> = new Set([
  'Login',
  'SubscribeApps',
  'AppGetLogin',
  'AppChallenge',
  'AppLogin',
  'GetDevices',
  'NumUsers',
  'ReadUser',
]);

/** Kinds of records that only runs with automatons have. */
const automatonKinds: ReadonlySet<unknown> = new Set(['automaton', 'transition', 'snapshot', 'deliver']);

/**
 * Gathers connections a record at a time, and which of them are one client's: to the PBX, and to the App Services that it
 * asked that PBX for.
 */
export class ConnectionBook {
  readonly #connections: Draft[] = [];
  /** The last connection on each lane. */
  readonly #byLane = new Map<string, Draft>();
  readonly #challenges = new Map<string, Draft>();
  /** The last connection to a PBX with this number at the end of its name. */
  readonly #leaders = new Map<string, Draft>();
  #leader: Draft | undefined;
  readonly #runs = new Set<unknown>();
  readonly #sockets = new Set<string>();
  /** Grows when the answers of the others can change. */
  version = 0;

  add(record: TraceRecord): void {
    const seen = view(record);
    if (automatonKinds.has(seen.kind) || (seen.kind === 'note' && hasAutomatons(seen))) this.#addRun(seen);
    if ((seen.kind !== 'socket' && seen.kind !== 'message') || typeof seen.lane !== 'string') return;
    const connection = this.#of(seen.lane, record);
    connection.lastSeq = record.seq;
    if (connection.about.read(seen)) this.version += 1;
    if (seen.kind === 'message') this.#addMessage(connection, seen);
    else connection.isOver = seen.what === 'close' || seen.what === 'error';
    if (typeof seen.url === 'string' && isPbxUrl(seen.url)) this.#lead(connection);
  }

  /** Those whose client the trace knows by its messages only. */
  get ofClients(): readonly Connection[] {
    return this.#connections.filter((one) => this.#isClients(one));
  }

  /** The last connection on a lane, if its client is known by its messages only. */
  ofClient(lane: string): Connection | undefined {
    const connection = this.#byLane.get(lane);
    return connection !== undefined && this.#isClients(connection) ? connection : undefined;
  }

  /** Whether the run is one of automatons. */
  isOfAutomatons(run: unknown): boolean {
    return this.#runs.has(run);
  }

  /** Which way a message went, seen from the client, whoever recorded it. */
  directionOf({ lane, dir }: RecordView): 'in' | 'out' {
    const isOut = dir === 'out';
    const connection = this.#byLane.get(textOr(lane, ''));
    const isFromPeer = connection?.isFromPeer === true && this.#isClients(connection);
    return isOut !== isFromPeer ? 'out' : 'in';
  }

  #isClients({ lane, run, hasMessages }: Draft): boolean {
    return hasMessages && !this.#runs.has(run) && !this.#sockets.has(lane);
  }

  #addRun({ run, socket }: RecordView): void {
    if (!this.#runs.has(run) || (typeof socket === 'string' && !this.#sockets.has(socket))) this.version += 1;
    this.#runs.add(run);
    if (typeof socket === 'string') this.#sockets.add(socket);
  }

  #of(lane: string, record: TraceRecord): Draft {
    const known = this.#byLane.get(lane);
    const { kind, what, run } = view(record);
    const isAgain =
      kind === 'socket' && (what === 'connecting' || (what === 'open' && known?.isOver === true));
    if (known !== undefined && !isAgain) return known;
    const connection = new Draft(lane, typeof run === 'number' ? run : undefined, record.seq);
    connection.follow(this.#leaders.get(numberOf(lane)) ?? this.#leader);
    this.#leader ??= connection;
    this.#connections.push(connection);
    this.#byLane.set(lane, connection);
    this.version += 1;
    return connection;
  }

  #lead(connection: Draft): void {
    if (connection.isPbx) return;
    connection.isPbx = true;
    connection.follow(undefined);
    this.#leader = connection;
    const number = numberOf(connection.lane);
    if (number !== 'none') this.#leaders.set(number, connection);
    this.version += 1;
  }

  #addMessage(connection: Draft, { mt, dir, body }: RecordView): void {
    if (!connection.hasMessages) {
      connection.hasMessages = true;
      this.version += 1;
    }
    if (mt === 'Login') this.#lead(connection);
    if (connection.isFromPeer === undefined && clientsMessages.has(mt)) {
      connection.isFromPeer = dir !== 'out';
      if (connection.isFromPeer) this.version += 1;
    }
    const challenge = isObject(body) ? body['challenge'] : undefined;
    if (typeof challenge !== 'string' || challenge === '') return;
    if (mt === 'AppChallengeResult') this.#challenges.set(challenge, connection);
    // Whose the connection is can be told for certain now.
    const asker = mt === 'AppGetLogin' ? this.#challenges.get(challenge) : undefined;
    if (asker === undefined || asker.isPbx || !connection.isPbx || asker.leader === connection) return;
    asker.follow(connection);
    this.version += 1;
  }
}

/** The proxy gives all connections of a login the same number at the end: docs/proxy.md, "What is recorded". */
function numberOf(lane: string): string {
  const match = /WS(?:#(\d+))?(?:\/\d+)?$/.exec(lane);
  return match === null ? 'none' : (match[1] ?? '1');
}

function hasAutomatons({ note, data }: RecordView): boolean {
  return note === 'run' && isObject(data) && listOf(data['automatons']).length > 0;
}
