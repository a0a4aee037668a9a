import { inspect } from 'node:util';
import { expect } from 'chai';
import fc from 'fast-check';
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { Origin } from '../../runtime/events.js';
import type { AnyMessage } from '../../runtime/message.js';
import { decodeMessage } from '../../runtime/message.js';
import { acceptedMessages } from '../../runtime/state-path.js';
import type { PureAutomaton } from '../support/pure-automaton.js';
import { inPhase, isLetThrough, names, origins, samples, secrets, tables } from './state-tables.js';
import type { TableSpec } from './state-tables.js';

/** Values that are not what was expected, and some that hurt who does not look. */
const oddValues: readonly unknown[] = [
  ...[null, true, false, 0, 1, -1, 1.5, 1e21, '', 'x', '5', [], {}, [null], [[]], [{}]],
  ...[
    { toString: 1, valueOf: 1 },
    { toJSON: 1 },
    { digits: 'x' },
    { digits: { toString: 1 } },
    { length: 3 },
  ],
  ...[{ name: 1 }, [{ name: 'x' }], [{ name: 'x', url: 1 }, null], { then: 1 }, { text: 1 }, { mt: 1 }],
];

/** Members that some automaton looks at, and names that mean something to JavaScript. */
const memberNames = [
  ...['error', 'errorText', 'info', 'digest', 'app', 'apps', 'challenge', 'domain', 'type', 'method', 'code'],
  ...[
    'src',
    'ok',
    'devices',
    'last',
    'numUsers',
    'id',
    'username',
    'results',
    'user',
    'session',
    'usr',
    'pwd',
  ],
  ...[
    'name',
    'url',
    'website',
    'UpdateAppsMsg',
    'sip',
    'unlicensed',
    'salt',
    'key',
    'reason',
    'from',
    'origin',
  ],
  ...['toString', 'valueOf', 'toJSON', 'digits', 'text', 'length', 'then', 'msg', 'kind', 'message'],
];

/** Of these, what the samples do not have. */
const addedNames = ['error', 'errorText', 'src', 'origin', 'type', 'toString', 'then', 'length'];

interface Delivery {
  readonly origin: Origin;
  readonly message: AnyMessage;
}

/** The sample with each of its values, at any depth, replaced by each odd one or left out. */
function* spoiled(value: unknown): Generator {
  yield* oddValues;
  if (typeof value !== 'object' || value === null || value instanceof Error) return;
  for (const [name, inner] of Object.entries(value)) {
    const { [name]: _left, ...rest } = value as Record<string, unknown>;
    if (!Array.isArray(value)) yield rest;
    for (const odd of spoiled(inner)) {
      yield Array.isArray(value) ? [odd] : { ...value, [name]: odd };
    }
  }
}

function expectHarmless(automaton: PureAutomaton<AnyStateMachine>, deliveries: readonly Delivery[]): void {
  for (const { origin, message } of deliveries) {
    const text = JSON.stringify(message);
    const decoded = decodeMessage(text);
    if (!decoded.ok) continue;
    try {
      if (origin === 'wire') automaton.wire(text);
      else automaton.post(decoded.msg, 'A');
    } catch (cause) {
      throw new Error(`${automaton.at} breaks on ${origin} ${text}`, { cause });
    }
  }
}

function expectNoSecret({ effects, output, snapshot }: PureAutomaton<AnyStateMachine>): void {
  const shown = [effects, output, snapshot.context as unknown];
  const texts = inspect(shown, { depth: 20, showHidden: true }) + JSON.stringify(shown);
  for (const secret of Object.values(secrets)) expect(texts).to.not.include(secret);
}

/** Messages from a peer or by post that this phase looks into, or with `isAny` those that any phase does. */
function lookedInto(spec: TableSpec, phase: string, isAny: boolean): Delivery[] {
  const accepted = acceptedMessages(inPhase(spec, phase).snapshot as AnyMachineSnapshot);
  return names.flatMap((mt) =>
    origins.flatMap((origin) => {
      if (origin === 'runtime' || !isLetThrough(spec, mt, origin)) return [];
      return isAny || accepted.includes(mt) ? [{ origin, message: samples[mt]?.[''] ?? { mt } }] : [];
    }),
  );
}

for (const spec of tables) {
  describe(`${spec.machine.id}: messages with odd members`, () => {
    const inputs = [spec.input, ...(spec.trustingInput === undefined ? [] : [spec.trustingInput])];

    for (const phase of Object.keys(spec.phases).filter((name) => name !== 'Dead')) {
      const first = lookedInto(spec, phase, false);
      if (first.length === 0) continue;

      it(`${phase} takes them, one member after the other`, () => {
        for (const input of inputs) {
          const automaton = inPhase(spec, phase, input);
          for (const { origin, message } of first) {
            const more = addedNames.flatMap((name) => oddValues.map((odd) => ({ ...message, [name]: odd })));
            for (const odd of [...spoiled(message), ...more]) {
              if (typeof odd !== 'object' || odd === null || Array.isArray(odd)) continue;
              expectHarmless(automaton.fork(), [{ origin, message: { ...odd, mt: message.mt } }]);
            }
          }
        }
      });

      it(`${phase} takes them at random, several in a row, and shows no secret`, () => {
        const { member } = fc.letrec<{ member: unknown }>((tie) => ({
          member: fc.oneof(
            { depthSize: 'small' },
            fc.constantFrom(...oddValues),
            fc.string(),
            fc.array(tie('member'), { maxLength: 3 }),
            fc.dictionary(fc.constantFrom(...memberNames), tie('member'), { maxKeys: 4 }),
          ),
        }));
        const members = fc.dictionary(fc.constantFrom(...memberNames), member, { maxKeys: 6 });
        const message = (from: readonly Delivery[]) =>
          fc.tuple(fc.constantFrom(...from), members).map(([{ origin, message: sample }, odd]) => ({
            origin,
            message: { ...sample, ...odd, mt: sample.mt },
          }));
        const run = fc.tuple(message(first), message(lookedInto(spec, phase, true)));
        const begun = inputs.map((input) => inPhase(spec, phase, input));
        const property = fc.property(run, fc.nat(inputs.length - 1), (deliveries, at) => {
          const automaton = begun[at];
          if (automaton === undefined) return;
          const fork = automaton.fork();
          expectHarmless(fork, deliveries);
          expectNoSecret(fork);
        });
        fc.assert(property, { numRuns: 100 });
      });
    }
  });
}
