import type { Chart, ChartState, ChartTransition } from '../../inspector/charts/index.js';
import type { PhpClass, PhpHandler, PhpProject } from '../read/model.js';
import type { Effect } from './effects.js';
import type { Outcome } from './outcomes.js';
import { outcomesOf } from './outcomes.js';

/** What a handler does, for those who draw it. */
export interface HandlerPicture {
  readonly handler: PhpHandler;
  readonly outcomes: readonly Outcome[];
}

/** The handlers of an automaton and what they do. */
export function picturesOf(project: PhpProject, klass: PhpClass): readonly HandlerPicture[] {
  return klass.handlers.map((handler) => ({ handler, outcomes: outcomesOf(project, klass, handler) }));
}

/**
 * The statechart of a PHP automaton: its states, the messages that its handlers are for, and what they send and post
 * (`GetDevicesResult / send GetDomains, post Done`), as the debugger draws machines.
 */
export function phpChart(klass: PhpClass, pictures: readonly HandlerPicture[]): Chart {
  const children = klass.states.map((state) => stateOf(state, klass, pictures));
  const root: ChartState = {
    path: '',
    name: klass.name,
    type: 'compound',
    initial: 'Initial',
    tags: [],
    entry: [],
    exit: [],
    invokes: [],
    transitions: [],
    children,
  };
  return { id: klass.name, root };
}

function stateOf(state: string, klass: PhpClass, pictures: readonly HandlerPicture[]): ChartState {
  const transitions = pictures
    .filter(({ handler }) => handler.state === state)
    .flatMap(({ handler, outcomes }) =>
      outcomes.map((outcome, at) => transitionOf(handler, outcome, klass, at)),
    );
  const type = state === 'Dead' && transitions.length === 0 ? 'final' : 'atomic';
  return {
    path: state,
    name: state,
    type,
    tags: [],
    entry: [],
    exit: [],
    invokes: [],
    transitions,
    children: [],
  };
}

function transitionOf(handler: PhpHandler, outcome: Outcome, klass: PhpClass, at: number): ChartTransition {
  const { state, mt } = handler;
  const next = outcome.state ?? state;
  const stays = next === state || !klass.states.includes(next);
  const texts = outcome.effects.map(effectText);
  if (outcome.state === undefined) texts.push('to a state that PHP computes');
  return {
    id: `${state}.${mt}.${at}`,
    source: state,
    // A row of a state shows the actions; the label of a line does not.
    event: stays || texts.length === 0 ? mt : `${mt} / ${texts.join(', ')}`,
    descriptor: mt,
    actions: stays ? texts : [],
    targets: stays ? [] : [next],
    reenter: false,
    unresolved: [],
  };
}

/** `send GetDevices`, `post Done to Login`. */
export function effectText({ kind, mt = 'some message', to }: Effect): string {
  if (to === undefined) return `${kind} ${mt}`;
  return `${kind} ${mt} to ${to === '*' ? 'one automaton' : to}`;
}
