import type { TraceRecord } from '../../runtime/trace-records.js';
import { textOr, view } from './record-view.js';
import type { RecordView } from './record-view.js';

/** `server`: a peer, by the address of its sockets. A socket and an automaton of the same name are two lanes. */
export type LaneKind = 'server' | 'socket' | 'automaton';

/** What a rail of the ladder stands for. */
export interface Lane {
  /** Its place in drawing order, from the left; it can change when other lanes appear. */
  readonly index: number;
  readonly kind: LaneKind;
  readonly name: string;
  /** A machine's id, a socket's URL, a server's address. */
  readonly note: string;
  /** The socket of an automaton, the last one if it was handed another. */
  readonly socket?: string;
}

/** A lane that is still being learned about. */
interface LaneDraft {
  readonly kind: LaneKind;
  readonly name: string;
  note: string;
  /** Of an automaton. */
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
    this.#lanes ??= this.#arrange();
    return this.#lanes;
  }

  lane(kind: LaneKind, name: string): Lane | undefined {
    if (this.#lanes === undefined) this.#lanes = this.#arrange();
    return this.#byKey.get(keyOf(kind, name));
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
    const lanes = inOrder(this.#drafts).map(({ kind, name, note, socket }, index): Lane => ({
      index,
      kind,
      name,
      note,
      ...(socket !== undefined && { socket }),
    }));
    this.#byKey = new Map(lanes.map((lane) => [keyOf(lane.kind, lane.name), lane]));
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
function inOrder(drafts: ReadonlyMap<string, LaneDraft>): LaneDraft[] {
  const groups = new Map<string, Group>();
  const automatons = new Map<string | undefined, LaneDraft[]>();
  for (const [key, draft] of drafts) {
    if (draft.kind === 'automaton') {
      const list = automatons.get(draft.socket) ?? [];
      list.push(draft);
      automatons.set(draft.socket, list);
    } else if (draft.kind === 'socket') {
      const groupKey = draft.server ?? key;
      const group = groups.get(groupKey) ?? {
        server: draft.server === undefined ? undefined : drafts.get(draft.server),
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

/** Host and path of a URL: what makes two sockets lead to one server. */
function addressOf(url: string): string {
  const parts = partsOf(url);
  return parts === undefined ? url : `${parts.host}${parts.path}`;
}

/** What a server is called: `PBX pbx.sample.dom`, `Devices service apps.sample.dom`. */
function serverName(url: string): string {
  const parts = partsOf(url);
  if (parts === undefined) return url;
  if (isPbxPath(parts.path)) return `PBX ${parts.host}`;
  const service = parts.path.split('/').findLast((part) => part !== '' && part !== 'websocket');
  if (service === undefined) return parts.host;
  const name = service.replace(/^innovaphone-/, '');
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} service ${parts.host}`;
}

/** The paths of a PBX's own sockets: docs/protocol.md, "Endpoints". */
function isPbxPath(path: string): boolean {
  return /\/(APPCLIENT|APPS)\//i.test(path);
}

/** Not by `URL`, which takes addresses apart that no server has, and refuses those that a trace has shortened. */
function partsOf(url: string): { readonly host: string; readonly path: string } | undefined {
  const match = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?([^/?#]*)([^?#]*)/i.exec(url);
  return match === null ? undefined : { host: match[1] ?? '', path: match[2] ?? '' };
}
