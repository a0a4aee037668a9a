import type { Row } from './measure.js';

/** The rows of the benchmark, in the order of the table. */
export const rows: readonly {
  readonly name: string;
  /** For the table, when the row has broken. */
  readonly what: string;
  readonly load: () => Promise<Row>;
}[] = [
  {
    name: 'flow',
    what: 'whole flow against a client on bare ws',
    load: async () => (await import('./rows/flow.js')).flowRow,
  },
  {
    name: 'dispatch',
    what: 'dispatch against bare actor.send',
    load: async () => (await import('./rows/dispatch.js')).dispatchRow,
  },
  {
    name: 'many',
    what: 'dispatch among 10,000 automatons',
    load: async () => (await import('./rows/dispatch.js')).manyRow,
  },
  {
    name: 'lists',
    what: 'long lists',
    load: async () => (await import('./rows/lists.js')).listsRow,
  },
  {
    name: 'ported',
    what: 'long lists in ported machines',
    load: async () => (await import('./rows/ported.js')).portedRow,
  },
  {
    name: 'logins',
    what: '10,000 logins at once',
    load: async () => (await import('./rows/logins.js')).loginsRow,
  },
  {
    name: 'start',
    what: '`list` from start to exit',
    load: async () => (await import('./rows/start.js')).startRow,
  },
  {
    name: 'trace',
    what: 'trace on against trace off',
    load: async () => (await import('./rows/trace.js')).traceRow,
  },
  {
    name: 'log',
    what: 'log with its categories off',
    load: async () => (await import('./rows/trace.js')).logRow,
  },
  {
    name: 'inspector-page',
    what: "the inspector's page",
    load: async () => (await import('./rows/inspector.js')).inspectorPageRow,
  },
  {
    name: 'inspector-hook',
    what: 'inspector open, per event',
    load: async () => (await import('./rows/hook.js')).hookRow,
  },
];
