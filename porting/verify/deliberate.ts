import type { Deed } from './report.js';
import type { RecordedDeed } from './part.js';

/** A deliberate difference from the PHP library; docs/semantics.md, "Deliberate differences". */
export interface DeliberateDifference {
  readonly rule: string;
  readonly sentence: string;
}

export const interruptedPost: DeliberateDifference = {
  rule: 'post interrupts',
  sentence:
    'In PHP a post interrupts the handler that makes it; a machine completes its step first, so the same messages come in another order.',
};

/** What is known of the moment at which something differs. */
export interface DifferingMoment {
  readonly expected: RecordedDeed | undefined;
  readonly actual: Deed | undefined;
  /** Types that the automaton has sent and posted so far, as recorded. */
  readonly done: ReadonlySet<string>;
  /** What it was fed last. */
  readonly fedMt: string;
  /** Id of the machine, name of the class. */
  readonly id: string;
}

const login: ReadonlySet<string> = new Set(['UserPBXLoginAutomaton', 'UserPBXLoginWithAppAutomaton']);
const appLogin: ReadonlySet<string> = new Set(['AppLoginAutomaton', 'AppLoginViaPBXAutomaton']);

/** The recorded message that is left out on purpose. */
export function deliberatelyMissing({
  expected,
  done,
  fedMt,
  id,
}: DifferingMoment): DeliberateDifference | undefined {
  if (expected?.kind === 'send' && expected.mt === 'SubscribeApps' && done.has('SubscribeApps')) {
    return {
      rule: 'second SubscribeApps',
      sentence:
        'The original subscribes to the apps twice, because its own post LoginResult reaches it again; here a post goes to the others.',
    };
  }
  if (!login.has(id)) return undefined;
  if (expected?.mt === 'Login' && fedMt === 'LoginResult') {
    return {
      rule: 'refused session login',
      sentence:
        'The original repeats a refused session login with the password whatever the reason; here only when the session has expired.',
    };
  }
  return undefined;
}

/** What is done in addition, on purpose. */
export function deliberatelyMore({ actual, id }: DifferingMoment): DeliberateDifference | undefined {
  const isFailure = actual?.what === 'post' && actual.mt.endsWith('Failure');
  if (isFailure && (login.has(id) || appLogin.has(id))) {
    return {
      rule: 'failure is posted',
      sentence: 'The original ends a refused login without a word to the others; here the failure is posted.',
    };
  }
  if (actual?.what === 'send' && actual.mt === 'ReadUser' && id === 'UserLister') {
    return {
      rule: 'further pages',
      sentence:
        'The original stops after the first page of users; here pages are asked for until all are read.',
    };
  }
  return undefined;
}
