import type { RunLogin } from '../../services/run-file.js';
import { bestRun } from './best-run.js';
import type { ChosenRun, PartChoice } from './choose.js';
import { chooseParts } from './choose.js';
import type { DeliberateDifference } from './deliberate.js';
import { ignoreRules } from './ignore.js';
import { partOf } from './make-part.js';
import type { Part } from './part.js';
import type { Recording, RecordingSource } from './recording.js';
import { readRecording } from './recording.js';
import { recordedLogin } from './recorded-login.js';
import { maskedDivergence, sentenceOf } from './say.js';
import type { Deed, KnownDifference, VerifiedPart, VerifyDivergence, VerifyReport } from './report.js';
import type { PartRunOptions } from './run-part.js';
import { Stage } from './stage.js';
import type { Subject, VerifiableAutomaton } from './subject.js';
import { howToGiveText, subjectOf, thrownText } from './subject.js';
import { VerifyError } from './verify-error.js';

export interface VerifyOptions extends PartChoice {
  /** Members and messages that are not compared: `GetDevices.src`, `*.src`, `Result.rows[*].id`, `Keepalive`. */
  readonly ignore?: readonly string[] | undefined;
  /**
   * Silence after which the recorded program asked its automatons whether they go on, in milliseconds. Default 5,000, as
   * in PHP; a trace of this package tells of each silence itself.
   */
  readonly idleTimeoutMs?: number | undefined;
  /** What the login brought, for automatons that want it. Default: what the recording has of a login. */
  readonly login?: RunLogin | undefined;
}

/**
 * Feeds what an automaton was told in a recording (messages of its socket, posts of others, silence, the end of the
 * socket) to the automaton of today, with a frozen clock, and compares what it sends and posts, in order and member by
 * member. Nothing is sent anywhere. docs/cli.md, "verify", has the rules.
 *
 * ```ts
 * it('does what the PHP program did', async () => {
 *   const report = await verifyAutomaton('test/devices.log', DeviceLister, { socket: 'INNOVAPHONE-DEVICES--WS' });
 *   expect(report.outcome, report.sentence).to.equal('same');
 * });
 * ```
 * @param recording path of a PHP log or of a trace, `{ text }` of a log, or records of a trace
 * @param automaton a machine, a class that extends `FiniteStateAutomaton`, or an entry as `defineAutomatons` takes it
 * @throws VerifyError `VERIFY_NOTHING_RECORDED`, `VERIFY_PART_UNCLEAR`, `VERIFY_AUTOMATON_INVALID`, `VERIFY_IGNORE_INVALID`
 * @throws TraceFileError `TRACE_FILE_UNREADABLE`, `TRACE_INVALID`
 * @throws ImportError `IMPORT_INVALID`
 */
export async function verifyAutomaton(
  recording: RecordingSource,
  automaton: VerifiableAutomaton,
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  const ignore = ignoreRules(options.ignore ?? []);
  const subject = subjectOf(automaton);
  const notes = new Set<string>();
  const read = await readRecording(recording, (sentence) => notes.add(sentence));
  if (read.showsSocketsOnly) notes.add('This recording shows sockets only; posts are not compared.');
  const login = (socket: string | undefined, end: number): RunLogin =>
    options.login ?? recordedLogin(read.records, end, socket);
  const probed = await firstDeeds(subject, login(options.socket, Infinity));
  const chosen = chosenParts(read, subject, probed, options);
  const verification = new Verification(read, subject, notes);
  for (const run of chosen) {
    const filled = { count: 0, made: 0 };
    const { idleTimeoutMs = 5000 } = options;
    const part = partOf({
      ...run,
      recording: read,
      idleTimeoutMs,
      filled,
      onNote: (note) => notes.add(note),
    });
    if (filled.count > 0) {
      notes.add(
        `${filled.count} lists or texts that the recording has shortened were filled up by repeating what is known of them.`,
      );
    }
    const end = run.records[run.begin]?.seq ?? Infinity;
    const index = read.records.findIndex(({ seq }) => seq === end);
    verification.sayWhatWasChosen(run, part, options);
    if (options.from === undefined) verification.saySilentPosters(run, part);
    await verification.verify(part, { ignore, login: login(run.socket, index === -1 ? Infinity : index) });
    if (verification.divergence !== undefined) break;
  }
  return verification.report();
}

/** What the automaton did when it was started for a try, and what it threw. */
interface Probe {
  readonly deeds: readonly Deed[];
  readonly failure: unknown;
}

/** Of an automaton that threw instead of showing what it is, that is said. */
function chosenParts(
  recording: Recording,
  subject: Subject,
  { deeds, failure }: Probe,
  choice: PartChoice,
): readonly ChosenRun[] {
  try {
    return chooseParts(recording, subject, deeds, choice);
  } catch (error) {
    if (failure instanceof VerifyError) throw failure;
    if (failure === undefined || !(error instanceof VerifyError)) throw error;
    const hint = howToGiveText(subject);
    const sentence = `${error.message} At its start it threw ${thrownText(failure)}${hint === undefined ? '' : `. ${hint}`}`;
    throw new VerifyError(error.code, sentence, error.data, { cause: failure });
  }
}

/** What the automaton does when it starts, by which its part of the recording is recognised. */
async function firstDeeds(subject: Subject, login: RunLogin): Promise<Probe> {
  const deeds: Deed[] = [];
  let failure: unknown;
  try {
    const stage = new Stage({
      subject,
      nickname: subject.nickname,
      socket: 'recording',
      login,
      others: [],
      cues: [],
      script: { peek: () => undefined, take: () => ({ from: '', to: undefined, message: { mt: '' } }) },
      onDeed: (deed) => {
        deeds.push(deed);
        if (deeds.length > 100) stage.stop();
      },
    });
    stage.start();
    await stage.breathe();
    failure = stage.failure;
    await stage.end();
  } catch (error) {
    // Said when it is verified, or when it is why nothing can be chosen.
    failure = error;
  }
  return { deeds, failure };
}

/** The runs of one recording, one after the other. */
class Verification {
  divergence: VerifyDivergence | undefined;
  readonly #parts: VerifiedPart[] = [];
  readonly #known = new Map<string, { readonly difference: DeliberateDifference; count: number }>();

  constructor(
    private readonly recording: Recording,
    private readonly subject: Subject,
    private readonly notes: Set<string>,
  ) {}

  sayWhatWasChosen({ socket, nickname, run }: ChosenRun, part: Part, options: VerifyOptions): void {
    const { begin } = part;
    if (options.socket !== undefined && options.from !== undefined) return;
    const on = socket === undefined ? 'without a socket' : `on ${socket}`;
    const where = begin.line === undefined ? `record ${begin.seq}` : `line ${begin.line}`;
    const ofRun = this.recording.records.some((record) => (record.run ?? run) !== run)
      ? ` of run ${run}`
      : '';
    this.notes.add(`${this.subject.id} is ${nickname} ${on}, from ${where}${ofRun} on.`);
  }

  /** Posts are known by the nickname alone; those of a class that was renamed would go unseen. */
  saySilentPosters({ records, nickname }: ChosenRun, part: Part): void {
    if (!this.subject.mayPost || part.events.some(({ kind }) => kind === 'post')) return;
    const posters = new Set(records.flatMap((record) => (record.kind === 'post' ? [record.lane] : [])));
    const isKnown = records.some(
      (record) =>
        (record.kind === 'automaton' && record.lane === nickname) ||
        (record.kind === 'post' && record.to === nickname),
    );
    if (isKnown || posters.size === 0) return;
    this.notes.add(
      `${nickname} posts nothing in the recording; if it was one of these there, say so with --from: ${[...posters].join(', ')}.`,
    );
  }

  async verify(part: Part, { ignore, login }: Pick<PartRunOptions, 'ignore' | 'login'>): Promise<void> {
    let from = 0;
    let messages = 0;
    let fed = 0;
    for (;;) {
      const { result, known, shape } = await bestRun(part, { subject: this.subject, ignore, login, from });
      for (const path of shape) {
        this.notes.add(
          `${path} is taken for an array with keys, as PHP must have had it: in the recording it looks like an object.`,
        );
      }
      for (const difference of known) this.#count(difference);
      messages += result.messages;
      fed += result.fed;
      this.divergence = result.divergence;
      if (result.afterCut !== undefined) {
        this.notes.add(
          `The recording is cut off; what it does then (${result.afterCut.what} ${result.afterCut.mt}) is not compared.`,
        );
      }
      if (!result.goesOn || result.reached === from) break;
      from = result.reached;
    }
    const { run, nickname, socket, begin } = part;
    this.#parts.push({ run, nickname, socket, from: begin, messages, fed });
  }

  report(): VerifyReport {
    const messages = this.#parts.reduce((sum, part) => sum + part.messages, 0);
    return {
      outcome: this.divergence === undefined ? 'same' : 'differs',
      sentence: sentenceOf(this.divergence, messages),
      ...(this.divergence !== undefined && { divergence: maskedDivergence(this.divergence) }),
      messages,
      parts: this.#parts,
      known: [...this.#known.values()].map(({ difference: { rule, sentence }, count }): KnownDifference => ({
        rule,
        sentence,
        count,
      })),
      notes: [...this.notes],
    };
  }

  #count(difference: DeliberateDifference): void {
    const entry = this.#known.get(difference.rule);
    if (entry === undefined) this.#known.set(difference.rule, { difference, count: 1 });
    else entry.count += 1;
  }
}
