import { expect } from 'chai';
import fc from 'fast-check';
import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate';
import { createMachine, fromPromise, initialTransition, transition } from 'xstate';
import {
  chartOf,
  candidateTransitions,
  stateAtPath,
  takenTransition,
} from '../../../inspector/charts/index.js';
import type { Chart, ChartState } from '../../../inspector/charts/index.js';
import { describeMachine } from '../../../runtime/machine-definition.js';
import { valueOf, valuePath } from '../../../runtime/state-path.js';
import { chartOfMachine, drawnMachines } from '../../../scripts/diagram-files.js';
import { randomDefinition } from './random-charts.js';

/** What XState knows of a state and everything in it, as lines. */
function seenByXState(node: AnyStateNode): string[] {
  const transitions = [...node.transitions.values(), node.always ?? []].flat();
  return [
    `${node.path.join('.')} ${node.type}`,
    ...transitions
      .filter(
        ({ eventType, target }) => node.parent !== undefined || eventType !== '*' || target !== undefined,
      )
      .map(({ eventType, guard, target = [] }) =>
        line(
          eventType as string,
          typeof guard === 'string' ? guard : '',
          target.map((state) => state.path.join('.')),
        ),
      ),
    ...Object.values(node.states).flatMap(seenByXState),
  ];
}

/** The same of the chart. */
function seenByUs(state: ChartState): string[] {
  return [
    `${state.path} ${state.type}`,
    ...state.transitions
      .filter(({ descriptor, targets }) => state.path !== '' || descriptor !== '*' || targets.length > 0)
      .map(({ descriptor, guard, targets }) => line(descriptor, guard ?? '', targets)),
    ...state.children.flatMap(seenByUs),
  ];
}

function line(event: string, guard: string, targets: readonly string[]): string {
  return `  ${event} [${guard}] ${targets.join(' ')}`;
}

describe('chartOf', () => {
  for (const { machine } of drawnMachines) {
    it(`finds in the definition of ${machine.id} what XState finds`, () => {
      const chart = chartOfMachine(machine);
      const root = createMachine(describeMachine(machine, (text) => text)?.definition as object).root;
      expect(seenByUs(chart.root)).to.deep.equal(seenByXState(root));
      expect(seenByUs(chart.root)).to.have.length.above(5);
    });
  }

  it('finds in random nested charts the types, transitions and targets that XState finds', () => {
    fc.assert(
      fc.property(randomDefinition, (definition) => {
        const machine = createMachine(definition as object);
        const described = describeMachine(machine, (text) => text);
        expect(seenByUs(chartOf(described?.definition).root)).to.deep.equal(seenByXState(machine.root));
      }),
      { numRuns: 300 },
    );
  }).timeout(20_000);

  it('reads every way to write a transition', () => {
    const chart = chartOf({
      id: 'm',
      initial: 'a',
      states: {
        a: {
          entry: ['hello', { type: 'wave', params: {} }, 'xstate.assign'],
          tags: 'waits',
          after: { 5000: 'b', confirmTimeout: { target: 'b' } },
          invoke: { src: 'work', onDone: 'b', onError: [{ guard: { type: 'isBad' }, target: '#deep' }] },
          on: { go: 'b', stay: { actions: 'note' }, 'foo.*': { target: ['b'], reenter: true } },
          always: { guard: 'isReady', target: 'b.c' },
        },
        b: { initial: 'c', onDone: '.c', states: { c: { id: 'deep' }, h: { type: 'history', target: 'c' } } },
      },
    });
    const [a, b] = chart.root.children;
    expect(a).to.deep.include({ entry: ['hello', 'wave', 'assign'], tags: ['waits'], invokes: ['work'] });
    expect(
      a?.transitions.map(({ event, guard = '', targets }) => [event, guard, ...targets].join(' ')),
    ).to.deep.equal([
      'go  b',
      'stay ',
      'foo.*  b',
      'done: work  b',
      'error: work isBad b.c',
      'after 5000 ms  b',
      'after confirmTimeout  b',
      ' isReady b.c',
    ]);
    expect(b).to.include({ initial: 'b.c', type: 'compound' });
    expect(b?.children[1]).to.include({ initial: 'b.c', type: 'history' });
  });

  it('makes a chart of any nonsense', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const definition of [
          value,
          { states: value },
          { states: { a: value } },
          { on: value, initial: value },
        ])
          expect(chartOf(definition).root.path).to.equal('');
      }),
    );
    const lost = chartOf({ states: { a: { on: { go: ['nowhere', 7, null, { target: '#none.b' }] } } } });
    expect(lost.root.children[0]?.transitions.map(({ unresolved }) => unresolved)).to.deep.equal([
      ['nowhere'],
      [],
      [],
      ['#none.b'],
    ]);
  });

  it('reads states called like members of every object', () => {
    const chart = chartOf(
      JSON.parse('{"states":{"__proto__":{"on":{"go":"constructor"}},"constructor":{}}}'),
    );
    expect(chart.root.children[0]?.transitions[0]?.targets).to.deep.equal(['constructor']);
  });
});

/** The guards that XState asks for an event, in its order; all say no, so it asks every candidate. */
function guardsAsked(
  definition: object,
  event: string,
): { readonly path: string; readonly guards: string[]; readonly chart: Chart } {
  const guards: string[] = [];
  const table = Object.fromEntries(
    Array.from({ length: 500 }, (_, at) => [`g${at}`, () => guards.push(`g${at}`) < 0]),
  );
  const machine: AnyStateMachine = createMachine(definition).provide({
    guards: table,
    actors: { work: fromPromise(() => new Promise(() => undefined)) },
    delays: { soon: 1 },
  });
  const [snapshot] = initialTransition(machine) as [AnyMachineSnapshot, unknown];
  guards.length = 0;
  transition(machine, snapshot, { type: event });
  const chart = chartOf(describeMachine(machine, (text) => text)?.definition);
  return { path: valuePath(valueOf(snapshot)), guards, chart };
}

describe('candidateTransitions', () => {
  it('names those whose guards XState asks, in its order, in nested and parallel states, with wildcards', () => {
    let asked = 0;
    fc.assert(
      fc.property(randomDefinition, fc.constantFrom('go', 'a.b', 'a.b.c', 'a'), (definition, event) => {
        // A final state would make XState ask about an event of its own first.
        fc.pre(!JSON.stringify(definition).includes('"final"'));
        const { path, guards, chart } = guardsAsked(definition, event);
        const ours = candidateTransitions(chart, path, event).map(({ guard }) => guard);
        // Afterwards XState asks the transitions that wait for no event.
        const always = candidateTransitions(chart, path, '').map(({ guard }) => guard);
        asked += ours.length;
        // A region's own "no" makes XState ask the state around it once for each region.
        expect([...new Set(guards)].filter((guard) => !always.includes(guard))).to.deep.equal([
          ...new Set(ours),
        ]);
      }),
      { numRuns: 300 },
    );
    expect(asked).to.be.above(100);
  }).timeout(20_000);
});

describe('takenTransition', () => {
  const definition = {
    id: 'm',
    initial: 'a',
    states: {
      a: {
        initial: 'x',
        states: {
          x: {
            on: {
              go: [
                { guard: 'isBad', target: '#m.b' },
                { guard: 'isGood', target: 'y' },
                { target: '#m.through' },
              ],
              stay: { actions: 'note' },
            },
          },
          y: {},
        },
        on: { go: 'c' },
      },
      b: { type: 'parallel', states: { left: { initial: 'l', states: { l: {}, m: {} } }, right: {} } },
      through: { always: [{ guard: 'no', target: 'c' }, { target: 'd' }] },
      c: {},
      d: {},
    },
  };
  const chart = chartOf(definition);
  const cases: readonly (readonly [string, string, string, string | undefined])[] = [
    ['a.x', 'go', 'a.y', 'isGood'],
    ['a.x', 'go', 'b.(left.l right)', 'isBad'],
    ['a.x', 'go', 'b', 'isBad'],
    ['a.x', 'go', 'd', 'through'],
    ['a.x', 'go', 'c', 'c'],
    ['a.x', 'stay', 'a.x', 'note'],
    ['a.x', 'other', 'd', undefined],
    ['nonsense', 'go', 'also nonsense', undefined],
  ];
  for (const [from, event, to, expected] of cases) {
    it(`of ${event} from ${from} to ${to} is ${expected ?? 'none'}`, () => {
      const taken = takenTransition(chart, from, event, to);
      expect(taken && (taken.guard ?? taken.targets[0] ?? taken.actions[0])).to.equal(expected);
    });
  }

  it('finds states by path in charts whose names have dots and brackets', () => {
    const odd = chartOf({ states: { 'a.b': { states: { '(c d)': {} } }, a: {} } });
    expect(stateAtPath(odd, 'a.b.(c d)')?.name).to.equal('(c d)');
    expect(candidateTransitions(odd, 'a.b.(c d)', 'go')).to.deep.equal([]);
  });
});
