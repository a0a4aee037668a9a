import type { Screen } from './page-types.js';

/** All screens, in the order of their tabs. */
export const screenNames: readonly Screen[] = [
  'flow',
  'charts',
  'state',
  'control',
  'compare',
  'rerun',
  'export',
  'open',
];
