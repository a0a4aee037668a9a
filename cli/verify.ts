import type {
  KnownDifference,
  MemberDifference,
  VerifyDivergence,
  VerifyReport,
} from '../porting/verify/report.js';
import { named, placeText, shortText } from '../porting/verify/say.js';
import type { VerifiableAutomaton } from '../porting/verify/subject.js';
import { isAutomatonClass, subjectOf, unknownName } from '../porting/verify/subject.js';
import { verifyAutomaton } from '../porting/verify/verify.js';
import { VerifyError } from '../porting/verify/verify-error.js';
import { encode } from '../runtime/exact-json.js';
import { defaultLog } from '../services/log.js';
import { CliUsageError } from './errors.js';
import type { ExitCode } from './exit-codes.js';
import { exitCodes } from './exit-codes.js';
import type { CliIo } from './io.js';
import type { Terminal } from './terminal.js';
import type { FileAutomaton } from './user-file.js';
import { loadExports } from './user-file.js';
import { writeAll } from './write.js';

export interface VerifyArguments {
  readonly automaton: string;
  readonly export?: string;
  readonly nickname?: string;
  readonly socket?: string;
  readonly from?: string;
  readonly ignore: readonly string[];
  readonly run?: number;
  readonly lines?: readonly [number, number];
  readonly idleTimeout?: number;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** `pbx-automata verify FILE --automaton FILE`: compares an automaton with a recording. */
export async function verify(
  path: string,
  args: VerifyArguments,
  io: CliIo,
  terminal: Terminal,
): Promise<ExitCode> {
  // What the automaton logs is not asked for, and may say more than a recording may.
  defaultLog.logoff();
  try {
    const automaton = await chosenAutomaton(args);
    const { socket, from, ignore, run, lines, idleTimeout } = args;
    const report = await verifyAutomaton(path, automaton, {
      socket,
      from,
      ignore,
      run,
      lines,
      ...(idleTimeout !== undefined && { idleTimeoutMs: idleTimeout * 1000 }),
    });
    for (const note of report.notes) terminal.say(`Note: ${note}`, terminal.style.accent);
    for (const known of report.known) terminal.say(knownText(known));
    await writeAll(io.stdout, args.json === true ? [`${encode(report)}\n`] : textOf(path, report));
    return report.outcome === 'same' ? exitCodes.done : exitCodes.failed;
  } finally {
    defaultLog.logon();
  }
}

/** The one that is meant of those in the file. */
async function chosenAutomaton(args: VerifyArguments): Promise<VerifiableAutomaton> {
  const [file = '', hash] = splitAtHash(args.automaton);
  const wanted = args.export ?? hash;
  const automatons = await loadExports(file);
  const chosen = automatons.filter(
    (one) =>
      (wanted === undefined || one.exportName === wanted || nameOf(one) === wanted) &&
      (args.nickname === undefined || nicknameOf(one) === args.nickname),
  );
  const candidates = chosen.length > 1 ? defaultOnes(chosen) : chosen;
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return verifiable(only);
  const names = automatons.map(nicknameOf).join(', ');
  const sentence =
    only === undefined
      ? `${file} has no automaton ${wanted ?? args.nickname ?? ''}; it has: ${names}.`
      : `${file} has several automatons: ${names}; choose one with --automaton ${file}#NAME, or with --nickname.`;
  throw new CliUsageError('VERIFY_AUTOMATON_UNCLEAR', sentence, { path: file });
}

/** `#` may also stand in the name of a folder. */
function splitAtHash(text: string): readonly string[] {
  const match = /^(.*)#([^#/\\]*)$/s.exec(text);
  return match === null ? [text] : [match[1] ?? '', match[2] ?? ''];
}

/** The default export is meant before others, if it is one. */
function defaultOnes(automatons: readonly FileAutomaton[]): readonly FileAutomaton[] {
  const byDefault = automatons.filter(({ exportName }) => exportName === 'default');
  return byDefault.length === 1 ? byDefault : automatons;
}

function nameOf(one: FileAutomaton): string {
  if ('machine' in one) return one.machine.id;
  if ('instance' in one) return one.instance.constructor.name;
  if (isAutomatonClass(one.automaton)) return one.automaton.name;
  // What a function makes says who it is, if it can be made without a socket and a login.
  const { id } = subjectOf(one);
  return id === unknownName ? one.exportName : id;
}

function nicknameOf(one: FileAutomaton): string {
  return one.nickname ?? ('instance' in one ? one.instance.getShortNickname() : nameOf(one));
}

function verifiable(one: FileAutomaton): VerifiableAutomaton {
  if (!('instance' in one)) return one;
  const sentence = `${nicknameOf(one)} exists already when the file is loaded, and can be run once only; export its class, or { automaton: (ws, login) => new ${nameOf(one)}(ws, …) }.`;
  throw new VerifyError('VERIFY_AUTOMATON_INVALID', sentence);
}

function knownText({ rule, sentence, count }: KnownDifference): string {
  return `Known, not counted (${rule}${count > 1 ? `, ${count} times` : ''}): ${sentence}`;
}

function* textOf(path: string, { sentence, divergence }: VerifyReport): Iterable<string> {
  if (divergence !== undefined) {
    for (const line of divergenceLines(path, divergence)) yield `${line}\n`;
    yield '\n';
  }
  yield `${sentence}\n`;
}

function* divergenceLines(path: string, divergence: VerifyDivergence): Iterable<string> {
  const { expected, actual, members, fed, state, error, hint } = divergence;
  const where = expected?.at ?? fed.at;
  yield `${path}${where === undefined ? '' : `, ${placeText(where)}`}`;
  const at = fed.at === undefined ? '' : ` (${placeText(fed.at)})`;
  yield `  fed last  ${fed.what}${at}${fed.body === undefined ? '' : `  ${shortText(fed.body)}`}`;
  yield `  state     ${state}`;
  if (error !== undefined) yield `  it threw  ${error}`;
  yield `  expected  ${expected === undefined ? 'nothing' : `${named(expected)}  ${shortText(expected.body)}`}`;
  yield `  actual    ${actual === undefined ? 'nothing' : `${named(actual)}  ${shortText(actual.body)}`}`;
  if (members.length > 0) yield* memberLines(members);
  if (hint !== undefined) yield `  ${hint}`;
}

function* memberLines(members: readonly MemberDifference[]): Iterable<string> {
  for (const { path, expected, actual } of members.slice(0, 10)) {
    yield `  - ${path}: ${expected === undefined ? '(no such member)' : shortText(expected)}`;
    yield `  + ${path}: ${actual === undefined ? '(no such member)' : shortText(actual)}`;
  }
  if (members.length > 10) yield `  and ${members.length - 10} more members`;
}
