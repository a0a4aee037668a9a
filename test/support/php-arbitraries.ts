import fc from 'fast-check';
import type { PhpAct, PhpHandler, PhpInput, PhpPlan } from './php-delivery.js';

const types = ['M1', 'M2', 'M3', 'M4', 'M5'] as const;
const livingStates = ['Initial', 'State1', 'State2', 'State3'] as const;
const nicknames = ['A', 'B', 'C', 'D'] as const;
const sockets = ['S1', 'S2'] as const;

/** Posts go up the message types, which keeps most runs short. */
function actAfter(mt: string): fc.Arbitrary<PhpAct> {
  const later = types.slice(types.findIndex((type) => type === mt) + 1);
  const send: fc.Arbitrary<PhpAct> = fc.record({ send: fc.constantFrom(...types) });
  if (later.length === 0) return send;
  const post: fc.Arbitrary<PhpAct> = fc.record(
    { post: fc.constantFrom(...later), to: fc.constantFrom(...nicknames, 'Nobody') },
    { requiredKeys: ['post'] },
  );
  return fc.oneof({ weight: 1, arbitrary: send }, { weight: 2, arbitrary: post });
}

function handlerOf(mt: string): fc.Arbitrary<PhpHandler> {
  return fc.record(
    {
      do: fc.array(actAfter(mt), { maxLength: 3 }),
      next: fc.constantFrom(...livingStates, 'Dead'),
    },
    { requiredKeys: ['do'] },
  );
}

function handlersOf(): fc.Arbitrary<Record<string, PhpHandler>> {
  const handlers = Object.fromEntries(['Start', ...types].map((mt) => [mt, handlerOf(mt)]));
  return fc.record(handlers, { requiredKeys: ['M1', 'M2', 'M3'] });
}

function planOf(nickname: string): fc.Arbitrary<PhpPlan> {
  const states = Object.fromEntries(livingStates.map((state) => [state, handlersOf()]));
  return fc.record({
    nickname: fc.constant(nickname),
    socket: fc.constantFrom(...sockets),
    handlers: fc.record(states, { requiredKeys: ['Initial', 'State1'] }),
  });
}

/** Automatons of the PHP kind that send, post and change their states at random. */
export const phpPlans: fc.Arbitrary<readonly PhpPlan[]> = fc
  .integer({ min: 1, max: nicknames.length })
  .chain((count) => fc.tuple(...nicknames.slice(0, count).map(planOf)));

/** What arrives, in order. */
export const phpInputs: fc.Arbitrary<readonly PhpInput[]> = fc.array(
  fc.record({ socket: fc.constantFrom(...sockets), mt: fc.constantFrom(...types, 'Other') }),
  { minLength: 4, maxLength: 10 },
);
