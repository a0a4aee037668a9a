import type { AnyStateMachine } from 'xstate';
import { postEvent } from '../../runtime/actions.js';
import { setupAutomaton } from '../../runtime/automaton.js';
import type { AnyMessage } from '../../runtime/message.js';

/** A post of another automaton, as it was recorded. */
export interface RecordedPostOf {
  readonly from: string;
  readonly to: string | undefined;
  readonly message: AnyMessage;
}

/** Knows what the others post next. */
export interface Script {
  /** The post that may come now, undefined when something else comes first. */
  peek(): RecordedPostOf | undefined;
  /** The same; it counts as made. */
  take(): RecordedPostOf;
}

/** The message by which a voice is asked to go on. No automaton can have a handler for it. */
export const goOn = 'recording: go on';

/**
 * Stands for another automaton of the recording: says what that one posted, when its turn is. What the verified
 * automaton posts to it is its cue: in PHP the answer comes before `postEvent` returns.
 * @param cues types of the messages that are posted
 */
export function voice(nickname: string, cues: Iterable<string>, script: Script): AnyStateMachine {
  const types = [...new Set([goOn, ...cues])];
  const cue = [
    { guard: 'isMine', actions: ['speak', 'goOn'] },
    { guard: 'isAnothers', actions: 'passOn' },
    {},
  ] as const;
  return setupAutomaton({
    types: { context: {}, messages: {} as AnyMessage, output: {} as { readonly ok: true } },
    accepts: Object.fromEntries(types.map((mt) => [mt, 'post'])),
    guards: {
      isMine: () => script.peek()?.from === nickname,
      isAnothers: () => (script.peek()?.from ?? nickname) !== nickname,
    },
    actions: {
      speak: postEvent(() => {
        const { message, to } = script.take();
        return { message, to };
      }),
      goOn: postEvent(() => ({ message: { mt: goOn }, to: nickname })),
      passOn: postEvent(() => ({ message: { mt: goOn }, to: script.peek()?.from ?? nickname })),
    },
  }).createMachine({
    id: 'Recording',
    initial: 'Initial',
    context: {},
    states: {
      // The run goes on as long as the recording.
      Initial: { tags: 'waits', on: Object.fromEntries(types.map((mt) => [mt, cue])) },
      Dead: { type: 'final' },
    },
    output: { ok: true },
  });
}
