import { notify, postEvent, sendMessage } from '../../runtime/actions.js';
import type { AutomatonOutput } from '../../runtime/automaton.js';
import { setupAutomaton } from '../../runtime/automaton.js';
import type { Message } from '../../runtime/message.js';
import { Transitioner } from '../../runtime/transitioner.js';

// What the compiler promises authors: `npm run types` fails when something below compiles that should not, or the
// other way round. None of the functions is called.

interface Counted extends Message<'Counted'> {
  readonly count: number;
}
interface Named extends Message<'Named'> {
  readonly name: string;
}
interface Output {
  readonly ok: true;
  readonly total: number;
}

const types = {
  context: {} as { readonly total: number },
  messages: {} as Counted | Named,
  output: {} as Output,
  input: {} as { readonly first: number },
};
const named = setupAutomaton({ types, accepts: { Counted: 'wire', Named: ['wire', 'post'] } });
const chart = {
  id: 'Typed',
  context: { total: 0 },
  initial: 'Initial',
  output: { ok: true, total: 1 },
  states: { Initial: {}, Dead: { type: 'final' } },
} as const;

export const promises = {
  'a message is typed in inline actions and guards, by the transition it stands in': () =>
    named.createMachine({
      ...chart,
      states: {
        Initial: {
          on: {
            Counted: {
              guard: ({ event }) => event.msg.count > 0 && event.origin === 'wire',
              actions: ({ event }) => event.msg.count.toFixed(),
            },
            Named: {
              // @ts-expect-error a Named has no count
              guard: ({ event }) => event.msg.count > 0,
              actions: sendMessage(({ event }) => ({ mt: event.msg.name })),
            },
            EOF: { actions: ({ event }) => event.msg.code.toFixed() },
            // @ts-expect-error a Start has no code
            Start: { guard: ({ event }) => event.msg.code > 0 },
          },
        },
        Dead: { type: 'final' },
      },
    }),

  'on takes only messages that were declared': () =>
    named.createMachine({
      ...chart,
      // @ts-expect-error nobody declared Unheard
      states: { Initial: { on: { Unheard: 'Dead' } }, Dead: { type: 'final' } },
    }),

  'the context is typed': () =>
    // @ts-expect-error the context has a total
    named.createMachine({ ...chart, context: { sum: 0 } }),

  'an id is required': () =>
    // @ts-expect-error a machine needs an id
    named.createMachine({ ...chart, id: undefined }),

  'the first state is Initial': () =>
    // @ts-expect-error another first state
    named.createMachine({ ...chart, initial: 'Dead' }),

  'an output is required': () => {
    const { output: _output, ...rest } = chart;
    // @ts-expect-error a machine needs an output
    return named.createMachine(rest);
  },

  'the output is of the declared type': () =>
    // @ts-expect-error the total is missing
    named.createMachine({ ...chart, output: { ok: true } }),

  'accepts must name every message': () =>
    // @ts-expect-error Named is missing
    setupAutomaton({ types, accepts: { Counted: 'wire' } }),

  'accepts takes only origins that exist': () =>
    // @ts-expect-error there is no such origin
    setupAutomaton({ types, accepts: { Counted: 'air', Named: 'wire' } }),

  'an output type that says neither ok nor error is refused': () =>
    setupAutomaton({
      // @ts-expect-error an output says ok or not
      types: { ...types, output: {} as { readonly total: number } },
      accepts: { Counted: 'wire', Named: 'wire' },
    }),

  'tags are those that were declared, and waits': () =>
    named.createMachine({
      ...chart,
      // @ts-expect-error nobody declared the tag hurries
      states: { Initial: { tags: ['hurries'] }, Dead: { type: 'final' } },
    }),

  'named actions and guards are those that were given': () =>
    setupAutomaton({
      types,
      accepts: { Counted: 'wire', Named: 'wire' },
      guards: { isLast: ({ context }) => context.total > 0 },
    }).createMachine({
      ...chart,
      states: {
        // @ts-expect-error there is a guard isLast, none isFirst
        Initial: { on: { Counted: { guard: 'isFirst', target: 'Dead' } } },
        Dead: { type: 'final' },
      },
    }),

  'input is required by add when the machine has one, and typed': () => {
    const machine = named.createMachine(chart);
    const transitioner = new Transitioner();
    const handle = transitioner.add(machine, { input: { first: 1 } });
    // @ts-expect-error this machine needs an input
    transitioner.add(machine);
    // @ts-expect-error the wrong input
    transitioner.add(machine, { input: { first: 'one' } });
    // The handle knows the types of the machine.
    const total: number | undefined = handle.context?.total;
    const output: Output | undefined = handle.output;
    return [total, output];
  },

  'messages and notices may be written where they are sent, whatever members they have': () =>
    setupAutomaton({
      types: { messages: {} as Counted, output: {} as AutomatonOutput },
      accepts: { Counted: 'wire' },
    }).createMachine({
      id: 'Inline',
      initial: 'Initial',
      states: {
        Initial: {
          on: {
            Start: {
              actions: [
                sendMessage({ mt: 'GetStun', api: 'PbxAdminApi' }),
                postEvent({ mt: 'News', text: 'here' }),
                notify({ kind: 'seen', count: 1 }),
              ],
            },
          },
        },
        Dead: { type: 'final' },
      },
      output: { ok: true },
    }),

  'without an input, add needs no options': () => {
    const machine = setupAutomaton({
      types: { context: {}, messages: {} as Counted, output: {} as AutomatonOutput },
      accepts: { Counted: 'wire' },
    }).createMachine({ ...chart, context: {}, output: { ok: true } });
    return new Transitioner().add(machine);
  },
};
