import type { Part, PartEvent, RecordedDeed } from './part.js';
import type { Deed, MemberDifference, VerifyDivergence } from './report.js';

/** Where a run stands. */
export interface Moment {
  readonly part: Part;
  /** Place in the part. */
  readonly position: number;
  /** What the automaton was told last. */
  readonly last: PartEvent | undefined;
  /** State of the automaton, and whether it is Dead. */
  readonly state: string;
  readonly isDead: boolean;
  /** How to give the automaton what it may lack, if it was told nothing yet. */
  readonly howToGive?: string | undefined;
}

/** A difference, with what a person needs to understand it. */
export function divergenceAt(
  moment: Moment,
  expected: RecordedDeed | undefined,
  actual: Deed | undefined,
  memberDifferences: readonly MemberDifference[],
): VerifyDivergence {
  const members = [...memberDifferences];
  const isSameKind = expected?.kind === actual?.what && expected?.mt === actual?.mt;
  if (isSameKind && expected?.kind === 'post' && expected.to !== actual?.to) {
    members.unshift({ path: '(to)', expected: expected.to, actual: actual?.to });
  }
  return {
    expected: expected && {
      what: expected.kind,
      mt: expected.mt,
      to: expected.kind === 'post' ? expected.to : undefined,
      body: expected.body,
      at: expected.at,
    },
    actual,
    members,
    fed: fedAt(moment),
    state: moment.state,
    hint: hintAt(moment, expected, actual),
  };
}

function hintAt(
  { part, position, isDead, state, howToGive }: Moment,
  expected: RecordedDeed | undefined,
  actual: Deed | undefined,
): string | undefined {
  if (actual === undefined && isDead) {
    const where = part.socket ?? part.nickname;
    return `The automaton had ended by then. If ${where} was used by another one afterwards, --lines leaves that part out.`;
  }
  if (actual !== undefined && howToGive !== undefined) return howToGive;
  if (actual === undefined && part.hasSocketsOnly) {
    return `If it waits in ${state} for a post of another automaton, it cannot be verified with this recording, which shows sockets only: take a log of the program, or a trace of a run.`;
  }
  const posts = part.events.some(({ kind }) => kind === 'post');
  if (actual?.what === 'post' && !posts) {
    return `In the recording ${part.nickname} posts nothing; if the automaton had another nickname there, give it with --from.`;
  }
  if (expected === undefined && position >= part.events.length) {
    return 'The recording ends here. If it was cut off, --lines leaves its last lines out.';
  }
  return undefined;
}

/** What the automaton was told last, in words. */
export function fedAt({ part: { socket = '' }, last }: Moment): VerifyDivergence['fed'] {
  switch (last?.kind) {
    case 'receive':
      return { what: `${last.mt} from ${socket}`, body: last.body, at: last.at };
    case 'heard':
      return { what: `${last.message.mt} posted by ${last.from}`, body: last.message, at: last.at };
    case 'close':
      return { what: `the end of ${socket}`, at: last.at };
    case 'silence':
      return { what: 'silence', at: last.at };
    case 'send':
    case 'post':
    case undefined:
      return { what: 'Start' };
  }
}
