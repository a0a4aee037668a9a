import type { TraceRecord } from '../../runtime/trace-records.js';
import { textOr, view } from './record-view.js';
import type { RecordView } from './record-view.js';
import { isPbxUrl, WhoAndWhere } from './who-and-where.js';

/** A run of automatons, and the runs that go on with what it has opened. */
export interface RunGroup {
  readonly runs: readonly number[];
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly about: WhoAndWhere;
}

interface RunDraft {
  readonly run: number;
  readonly firstSeq: number;
  lastSeq: number;
  endSeq: number | undefined;
  /** The run whose sockets its automatons sit on, and the first such socket. */
  parent: RunDraft | undefined;
  parentsSocket: string;
  /** Whether it has begun a login of its own, with a connection to a PBX. */
  isOwn: boolean;
  readonly about: WhoAndWhere;
}

const fresh = { endSeq: undefined, parent: undefined, parentsSocket: '', isOwn: false };

interface OpenSocket {
  readonly run: RunDraft;
  readonly openedSeq: number;
}

/** Gathers which runs belong together, a record at a time: those that go on with the sockets of an earlier one. */
export class RunGroupBook {
  readonly #runs = new Map<number, RunDraft>();
  /** By name; runs at the same time may each have one of the same name. */
  readonly #open = new Map<string, OpenSocket[]>();

  add(record: TraceRecord): void {
    const seen = view(record);
    // These may carry the number of a run that has nothing to do with them.
    if (seen.kind === 'head' || seen.kind === 'machine') return;
    const draft = typeof seen.run === 'number' ? this.#draft(seen.run, record.seq) : undefined;
    if (seen.kind === 'socket') this.#addSocket(seen, draft, record.seq);
    if (draft === undefined) return;
    draft.lastSeq = record.seq;
    draft.about.read(seen);
    if (seen.kind === 'automaton') this.#join(draft, textOr(seen.socket, ''));
    else if (seen.kind === 'end') draft.endSeq = record.seq;
  }

  /** In the order of their beginning. @param isWanted whether the run counts */
  groups(isWanted: (run: number) => boolean): RunGroup[] {
    const groups = new Map<RunDraft, RunDraft[]>();
    for (const draft of this.#runs.values()) {
      if (!isWanted(draft.run)) continue;
      const root = rootOf(draft);
      const list = groups.get(root);
      if (list === undefined) groups.set(root, [draft]);
      else list.push(draft);
    }
    return [...groups.values()].map((drafts) => ({
      runs: drafts.map(({ run }) => run),
      firstSeq: drafts[0]?.firstSeq ?? 0,
      lastSeq: drafts.reduce((last, { lastSeq }) => Math.max(last, lastSeq), 0),
      about: (drafts.find(({ about }) => about.title !== '') ?? drafts[0])?.about ?? new WhoAndWhere(),
    }));
  }

  #draft(run: number, seq: number): RunDraft {
    const known = this.#runs.get(run);
    if (known !== undefined) return known;
    const about = new WhoAndWhere();
    const draft: RunDraft = { run, firstSeq: seq, lastSeq: seq, about, ...fresh };
    this.#runs.set(run, draft);
    return draft;
  }

  #addSocket({ lane, what, url }: RecordView, run: RunDraft | undefined, seq: number): void {
    const name = textOr(lane, '');
    const open = this.#open.get(name) ?? [];
    const ofGroup = open.findIndex((one) => run !== undefined && rootOf(one.run) === rootOf(run));
    if (what === 'connecting' || what === 'open') {
      if (run === undefined || (what === 'open' && ofGroup >= 0)) return;
      if (run.parent === undefined && isPbxUrl(textOr(url, ''))) run.isOwn = true;
      // An automaton may be there before its socket, which was not that of another run then.
      if (ofGroup >= 0 && run.parentsSocket === name) run.parent = undefined;
      // One of the same group and name is over, whether or not the trace tells.
      if (ofGroup >= 0) open.splice(ofGroup, 1);
      open.push({ run, openedSeq: seq });
      this.#open.set(name, open);
    } else open.splice(Math.max(0, ofGroup), 1);
  }

  /** An automaton of the run sits on a socket: whose was it when the run began? */
  #join(run: RunDraft, socket: string): void {
    if (run.parent !== undefined || run.isOwn) return;
    const open = this.#open.get(socket) ?? [];
    if (open.some((one) => one.run === run)) return;
    const found = open.filter((one) => one.openedSeq < run.firstSeq && rootOf(one.run) !== run);
    // Of several that have such a socket, the one that has just come to its end goes on; else the latest.
    const [best] = found.sort((one, other) => rank(other) - rank(one));
    if (best === undefined) return;
    run.parent = rootOf(best.run);
    run.parentsSocket = socket;
  }
}

function rank({ run, openedSeq }: OpenSocket): number {
  return run.endSeq === undefined ? -1 / openedSeq : run.endSeq;
}

function rootOf(run: RunDraft): RunDraft {
  let root = run;
  while (root.parent !== undefined) root = root.parent;
  return root;
}
