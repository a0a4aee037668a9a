import type { TraceRecord } from '../../runtime/trace-records.js';
import { clientsOf } from './clients.js';
import type { ConnectionBook } from './connections.js';
import { textOr, view } from './record-view.js';
import type { RecordView } from './record-view.js';
import { addressOf, isPbxPath, serverName } from './server-names.js';

/**
 * `server`: a peer, by the address of its sockets. `client`: who talks with it, where the trace has no automatons that
 * do. A socket and an automaton of the same name are two lanes.
 */
export type LaneKind = 'server' | 'socket' | 'automaton' | 'client';

/** What a rail of the ladder stands for. */
export interface Lane {
  /** Its place in drawing order, from the left; it can change when other lanes appear. */
  readonly index: number;
  readonly kind: LaneKind;
  readonly name: string;
  /** A machine's id, a socket's URL, a server's address, a client's user agent. */
  readonly note: string;
  /** The socket of an automaton, the last one if it was handed another; a client's to the PBX. */
  readonly socket?: string;
}

/** A lane that is still being learned about. */
interface LaneDraft {
  readonly kind: LaneKind;
  readonly name: string;
  note: string;
  /** Of an automaton, of a client. */
  socket?: string;
  /** Of a socket: the key of its server. */
  server?: string;
}

/** Gathers the lanes of a trace, a record at a time, and puts them in drawing order when asked. */
export class LaneBook {
  readonly #drafts = new Map<string, LaneDraft>();
  readonly #serverNames = new Map<string, number>();
  #lanes: readonly Lane[] | undefined;
  #byKey = new Map<string, Lane>();
  /** The clients of sockets. */
  #clients = new Map<string, Lane>();
  #connectionsVersion = -1;

  constructor(private readonly connections: ConnectionBook) {}

  /** Learns what a record says about lanes. */
  add(record: TraceRecord): void {
    const seen = view(record);
    if (typeof seen.lane !== 'string') return;
    switch (seen.kind) {
      case 'automaton':
        this.#addAutomaton(seen.lane, seen);
        break;
      case 'socket':
        this.#addSocket(seen.lane, seen);
        break;
      case 'message':
        this.#draft('socket', seen.lane);
        break;
      case 'deliver':
      case 'transition':
      case 'snapshot':
      case 'post':
        this.#draft('automaton', seen.lane);
        break;
      default:
    }
  }

  /** In drawing order: the PBX, its socket, its automatons; then of each App Service automatons, socket, service. */
  get lanes(): readonly Lane[] {
    if (this.#lanes === undefined || this.#connectionsVersion !== this.connections.version) {
      this.#connectionsVersion = this.connections.version;
      this.#lanes = this.#arrange();
    }
    return this.#lanes;
  }

  lane(kind: LaneKind, name: string): Lane | undefined {
    return this.lanes.length === 0 ? undefined : this.#byKey.get(keyOf(kind, name));
  }

  /** Who talks on a socket, where no automaton does. */
  clientOf(socket: string): Lane | undefined {
    return this.lanes.length === 0 ? undefined : this.#clients.get(socket);
  }

  /** The server that a socket leads to, when its address is known. */
  serverOf(socket: string): Lane | undefined {
    const key = this.#drafts.get(keyOf('socket', socket))?.server;
    const server = key === undefined ? undefined : this.#drafts.get(key);
    return server === undefined ? undefined : this.lane('server', server.name);
  }

  #addAutomaton(name: string, { id, socket }: RecordView): void {
    const draft = this.#draft('automaton', name);
    if (typeof socket === 'string' && draft.socket !== socket) {
      draft.socket = socket;
      this.#draft('socket', socket);
      this.#lanes = undefined;
    }
    const note = textOr(id, '');
    if (note !== '' && note !== name && draft.note !== note) {
      draft.note = note;
      this.#lanes = undefined;
    }
  }

  #addSocket(name: string, { url }: RecordView): void {
    const draft = this.#draft('socket', name);
    if (typeof url !== 'string' || url === '' || draft.note === url) return;
    draft.note = url;
    draft.server = this.#server(url);
    this.#lanes = undefined;
  }

  /** The key of the server at a URL; two addresses that would have one name are told apart by their paths. */
  #server(url: string): string {
    const address = addressOf(url);
    const key = `server at ${address}`;
    if (this.#drafts.has(key)) return key;
    const name = serverName(url);
    const uses = this.#serverNames.get(name) ?? 0;
    this.#serverNames.set(name, uses + 1);
    this.#drafts.set(key, {
      kind: 'server',
      name: uses === 0 ? name : `${name} (${uses + 1})`,
      note: address,
    });
    return key;
  }

  #draft(kind: LaneKind, name: string): LaneDraft {
    const key = keyOf(kind, name);
    const known = this.#drafts.get(key);
    if (known !== undefined) return known;
    const draft: LaneDraft = { kind, name, note: '' };
    this.#drafts.set(key, draft);
    this.#lanes = undefined;
    return draft;
  }

  #arrange(): readonly Lane[] {
    const connections = this.connections.ofClients;
    const clients = clientsOf(connections);
    const drafts: [string, LaneDraft][] = [...this.#drafts];
    for (const client of clients.values())
      drafts.push([keyOf('client', client.name), { kind: 'client', ...client }]);
    const lanes = inOrder(drafts).map(({ kind, name, note, socket }, index): Lane => ({
      index,
      kind,
      name,
      note,
      ...(socket !== undefined && { socket }),
    }));
    this.#byKey = new Map(lanes.map((lane) => [keyOf(lane.kind, lane.name), lane]));
    this.#clients = new Map();
    for (const { lane, leader } of connections) {
      const client = this.#byKey.get(keyOf('client', clients.get(leader)?.name ?? ''));
      if (client !== undefined) this.#clients.set(lane, client);
    }
    return lanes;
  }
}

function keyOf(kind: LaneKind, name: string): string {
  return `${kind} ${name}`;
}

/** The sockets to one server, or one socket whose server is not known. */
interface Group {
  readonly server: LaneDraft | undefined;
  readonly sockets: LaneDraft[];
}

/**
 * The automatons stand in the middle, for they talk to each other the most: of the first group, which is the
 * PBX's, on the right of their socket, of all others on its left. Those without a socket follow the first group.
 */
function inOrder(drafts: readonly (readonly [string, LaneDraft])[]): LaneDraft[] {
  const servers = new Map(drafts);
  const groups = new Map<string, Group>();
  const automatons = new Map<string | undefined, LaneDraft[]>();
  for (const [key, draft] of drafts) {
    if (draft.kind === 'automaton' || draft.kind === 'client') {
      const list = automatons.get(draft.socket) ?? [];
      list.push(draft);
      automatons.set(draft.socket, list);
    } else if (draft.kind === 'socket') {
      const groupKey = draft.server ?? key;
      const group = groups.get(groupKey) ?? {
        server: draft.server === undefined ? undefined : servers.get(draft.server),
        sockets: [],
      };
      group.sockets.push(draft);
      groups.set(groupKey, group);
    }
  }
  const on = (socket: LaneDraft): readonly LaneDraft[] => automatons.get(socket.name) ?? [];
  const all = [...groups.values()];
  const first = all.find(({ server }) => server !== undefined && isPbxPath(server.note)) ?? all[0];
  const ordered: LaneDraft[] = [];
  if (first !== undefined) {
    if (first.server !== undefined) ordered.push(first.server);
    for (const socket of first.sockets) ordered.push(socket, ...on(socket));
  }
  ordered.push(...(automatons.get(undefined) ?? []));
  for (const group of all) {
    if (group === first) continue;
    for (const socket of group.sockets) ordered.push(...on(socket), socket);
    if (group.server !== undefined) ordered.push(group.server);
  }
  return ordered;
}
