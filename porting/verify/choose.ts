import type { AutomatonRecord, TraceRecord } from '../../runtime/trace-records.js';
import type { Deed } from './report.js';
import type { Recording } from './recording.js';
import type { SocketTally } from './sockets.js';
import { listed, tallySockets } from './sockets.js';
import type { Subject } from './subject.js';
import { VerifyError } from './verify-error.js';

/** Which part of a recording belongs to the automaton, as far as somebody has said. */
export interface PartChoice {
  /** Name of its socket. */
  readonly socket?: string | undefined;
  /** Its nickname in the recording. */
  readonly from?: string | undefined;
  /** Number of the run, where there are several. */
  readonly run?: number | undefined;
  /** Lines of the file, first and last, from 1. */
  readonly lines?: readonly [number, number] | undefined;
}

/** One run of the recording. */
export interface ChosenRun {
  readonly run: number;
  readonly records: readonly TraceRecord[];
  /** Index of the record with which the automaton's part begins. */
  readonly begin: number;
  readonly nickname: string;
  readonly socket: string | undefined;
}

interface RunRecords {
  readonly run: number;
  readonly records: readonly TraceRecord[];
  readonly tallies: ReadonlyMap<string, SocketTally>;
}

/**
 * Finds what belongs to the automaton in each run of the recording.
 * @param first what the automaton sends and posts when it starts
 * @throws VerifyError `VERIFY_NOTHING_RECORDED`, `VERIFY_PART_UNCLEAR`
 */
export function chooseParts(
  recording: Recording,
  subject: Subject,
  first: readonly Deed[],
  choice: PartChoice,
): ChosenRun[] {
  const runs = runsOf(recording, choice);
  if (!runs.some(({ tallies, records }) => tallies.size > 0 || records.some(({ kind }) => kind === 'post'))) {
    throw nothingRecorded(recording, choice);
  }
  const nickname = choice.from ?? recordedNickname(runs, subject);
  const socket = socketFor(runs, subject, nickname, first, choice);
  const chosen = runs
    .filter((run) => takesPart(run, nickname, socket))
    .map((run) => ({ ...run, nickname, socket, begin: beginOf(run, nickname, socket, first) }));
  if (chosen.length > 0) return chosen;
  const names = listed(runs.flatMap(({ tallies }) => [...tallies.values()]));
  const what =
    choice.from !== undefined && socket === undefined ? `nickname ${choice.from}` : `socket ${socket ?? ''}`;
  const sentence = `The recording has no ${what}; its sockets are: ${names === '' ? 'none' : names}.`;
  throw new VerifyError('VERIFY_PART_UNCLEAR', sentence, { socket, nickname });
}

function runsOf(recording: Recording, { run: wanted, lines }: PartChoice): RunRecords[] {
  const byRun = new Map<number, TraceRecord[]>();
  for (const record of recording.records) {
    if (record.kind === 'head' || record.kind === 'machine') continue;
    const run = record.run ?? 0;
    if (wanted !== undefined && run !== wanted) continue;
    const { line, seq } = recording.placeOf(record);
    const number = line ?? seq;
    if (lines !== undefined && (number < lines[0] || number > lines[1])) continue;
    const list = byRun.get(run);
    if (list === undefined) byRun.set(run, [record]);
    else list.push(record);
  }
  return [...byRun].map(([run, records]) => ({ run, records, tallies: tallySockets(records) }));
}

function nothingRecorded(recording: Recording, { run, lines }: PartChoice): VerifyError {
  const where = run !== undefined || lines !== undefined ? 'That part of the recording' : 'The recording';
  const help = recording.isPhpLog
    ? " The PHP library writes them in the category smsg, which is off by default; switch it on with Log::setLogLevel('', 'smsg', true)."
    : '';
  const sentence = `${where} has no messages, so there is nothing to compare with.${help}`;
  return new VerifyError('VERIFY_NOTHING_RECORDED', sentence);
}

/** Its own name, if the recording knows it, else that of the only automaton of its class. */
function recordedNickname(runs: readonly RunRecords[], subject: Subject): string {
  const ids = new Set<string>();
  for (const { records } of runs) {
    for (const record of records) {
      if (record.kind === 'post' && (record.lane === subject.nickname || record.to === subject.nickname)) {
        return subject.nickname;
      }
      if (record.kind !== 'automaton') continue;
      if (record.lane === subject.nickname) return subject.nickname;
      if (record.id === subject.id) ids.add(record.lane);
    }
  }
  const [only] = ids;
  return ids.size === 1 && only !== undefined ? only : subject.nickname;
}

function socketFor(
  runs: readonly RunRecords[],
  subject: Subject,
  nickname: string,
  first: readonly Deed[],
  choice: PartChoice,
): string | undefined {
  if (choice.socket !== undefined) return choice.socket;
  for (const { records } of runs) {
    const record = records.find(
      (one): one is AutomatonRecord => one.kind === 'automaton' && one.lane === nickname,
    );
    if (record?.socket !== undefined) return record.socket;
  }
  const tallies = runs.flatMap((run) => [...run.tallies.values()]);
  const sends = first.find(({ what }) => what === 'send')?.mt;
  const takes = (tally: SocketTally): boolean => [...tally.receivedTypes].some((mt) => subject.takes(mt));
  for (const isIt of [
    (tally: SocketTally): boolean => sends !== undefined && tally.sentTypes.has(sends) && takes(tally),
    (tally: SocketTally): boolean => sends !== undefined && tally.sentTypes.has(sends),
    takes,
  ]) {
    const names = new Set(tallies.filter(isIt).map(({ name }) => name));
    const [only] = names;
    if (names.size === 1) return only;
    if (names.size > 1) throw unclear(subject, listed(tallies.filter(({ name }) => names.has(name))), true);
  }
  const isInPosts = runs.some(({ records }) =>
    records.some((record) => record.kind === 'post' && [record.lane, record.to].includes(nickname)),
  );
  if (isInPosts && sends === undefined) return undefined;
  const [only] = new Set(tallies.map(({ name }) => name));
  if (new Set(tallies.map(({ name }) => name)).size === 1) return only;
  throw unclear(subject, listed(tallies), false);
}

function unclear(subject: Subject, names: string, isOneOfThese: boolean): VerifyError {
  const why = isOneOfThese ? 'may be on any of these' : 'seems to be on none of them';
  const sentence = `It is not clear which socket of the recording belongs to ${subject.id}, which ${why}: ${names}; choose one with --socket.`;
  return new VerifyError('VERIFY_PART_UNCLEAR', sentence, { automaton: subject.id });
}

function takesPart({ records, tallies }: RunRecords, nickname: string, socket: string | undefined): boolean {
  if (socket !== undefined) {
    const tally = tallies.get(socket);
    if (tally === undefined) return false;
    // A run in which somebody only logged in, or an own trace in which another automaton had the socket.
    const isOwn = records.some((record) => record.kind === 'deliver');
    return !isOwn || records.some((record) => record.kind === 'automaton' && record.lane === nickname);
  }
  return records.some(
    (record) => record.kind === 'post' && (record.lane === nickname || record.to === nickname),
  );
}

/** Where the automaton started: as the trace says, else shortly before its first message, or behind the login. */
function beginOf(
  { records, tallies }: RunRecords,
  nickname: string,
  socket: string | undefined,
  first: readonly Deed[],
): number {
  const started = records.findIndex(
    (record) => record.kind === 'deliver' && record.lane === nickname && record.mt === 'Start',
  );
  if (started !== -1) return started;
  const [deed] = first;
  if (deed !== undefined) {
    const at = records.findIndex((record) =>
      deed.what === 'send'
        ? record.kind === 'message' && record.dir === 'out' && record.lane === socket && record.mt === deed.mt
        : record.kind === 'post' && record.lane === nickname && record.mt === deed.mt,
    );
    if (at !== -1) return at;
  }
  const loginEnd = socket === undefined ? -1 : (tallies.get(socket)?.loginEnd ?? -1);
  return loginEnd + 1;
}
