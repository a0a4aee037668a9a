import type { Breakpoint, ControlEdge } from '../../model/attach-protocol.js';

/** The edges in the order in which they are offered. */
export const edges: readonly { readonly edge: ControlEdge; readonly title: string; readonly hint: string }[] =
  [
    {
      edge: 'in',
      title: 'From peers',
      hint: 'Messages that a PBX or App Service sent, before an automaton gets them',
    },
    { edge: 'out', title: 'To peers', hint: 'Messages that automatons send, before they go over the socket' },
    { edge: 'post', title: 'Posts', hint: 'What one automaton tells another, before it is delivered' },
    { edge: 'timer', title: 'Timers', hint: 'Limits that have run out, before the automaton hears of it' },
    {
      edge: 'engine',
      title: 'Start, Open, EOF',
      hint: "The engine's own messages, before they are delivered",
    },
  ];

/** What passes an edge, after "stands still before". */
const passing: Readonly<Record<ControlEdge, string>> = {
  in: 'a message from its peer is delivered',
  out: 'it sends a message to its peer',
  post: 'a post is delivered',
  timer: 'a timer fires',
  engine: "an engine's own message is delivered",
};

/** Where something stands still, in a few words. */
export function edgeText(edge: ControlEdge): string {
  return passing[edge];
}

/** A breakpoint as a sentence without its full stop. */
export function breakpointText(breakpoint: Breakpoint): string {
  const who = breakpoint.automaton ?? 'any automaton';
  switch (breakpoint.kind) {
    case 'message': {
      if (breakpoint.direction === 'in') return `${breakpoint.mt} comes to ${who}`;
      if (breakpoint.direction === 'out') return `${who} sends ${breakpoint.mt}`;
      return `${breakpoint.mt} passes ${who}, in or out`;
    }
    case 'post':
      return `${breakpoint.mt ?? 'any post'} is posted to ${who}`;
    case 'state':
      return `${who} enters ${breakpoint.state}`;
    case 'context':
      return `${breakpoint.path} of ${who} ${conditionText(breakpoint)}`;
  }
}

function conditionText({ operator, value }: Extract<Breakpoint, { kind: 'context' }>): string {
  switch (operator) {
    case 'equals':
      return `equals ${JSON.stringify(value ?? null)}`;
    case 'differs':
      return `differs from ${JSON.stringify(value ?? null)}`;
    case 'greater':
      return `is greater than ${JSON.stringify(value ?? null)}`;
    case 'less':
      return `is less than ${JSON.stringify(value ?? null)}`;
    case 'exists':
      return 'is there';
    case 'changes':
      return 'changes';
  }
}

/** A length of time for people: `0:07`, `12:30`, `1:02:09`. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
