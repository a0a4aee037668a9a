import type { ComponentType } from 'preact';
import { FlowScreen } from './flow-screen.js';
import { lazy } from './lazy.js';
import type { Screen } from './page-types.js';
import type { StoreProps } from './use-store.js';

/** One tab of the page. */
export interface ScreenEntry {
  readonly name: Screen;
  readonly title: string;
  /** Pressed after `g`. */
  readonly key: string;
  /** What it is for, shown when the pointer rests on its tab. */
  readonly hint: string;
  readonly component: ComponentType<StoreProps>;
}

/** The tabs from left to right. To add a screen: its component in a file of its own, and a line here. */
export const screens: readonly ScreenEntry[] = [
  { name: 'flow', title: 'Flow', key: 'f', hint: 'What happened, in order', component: FlowScreen },
  {
    name: 'charts',
    title: 'Charts',
    key: 'c',
    hint: 'All automatons as charts, at the selected record',
    component: lazy(() => import('./charts-screen.js').then(({ ChartsScreen }) => ChartsScreen)),
  },
  {
    name: 'state',
    title: 'State',
    key: 's',
    hint: 'What an automaton knew, and when',
    component: lazy(() => import('./state-screen.js').then(({ StateScreen }) => StateScreen)),
  },
  {
    name: 'control',
    title: 'Control',
    key: 'l',
    hint: 'Hold, step, break, send by hand',
    component: lazy(() => import('./control-screen.js').then(({ ControlScreen }) => ControlScreen)),
  },
  {
    name: 'compare',
    title: 'Compare',
    key: 'm',
    hint: 'Two recordings side by side',
    component: lazy(() => import('./compare-screen.js').then(({ CompareScreen }) => CompareScreen)),
  },
  {
    name: 'rerun',
    title: 'Re-run',
    key: 'r',
    hint: 'The recording once more, through the machines of this version',
    component: lazy(() => import('./rerun-screen.js').then(({ RerunScreen }) => RerunScreen)),
  },
  {
    name: 'export',
    title: 'Export',
    key: 'x',
    hint: 'One-file page, pictures, text',
    component: lazy(() => import('./export-screen.js').then(({ ExportScreen }) => ExportScreen)),
  },
  {
    name: 'open',
    title: 'Open',
    key: 'o',
    hint: 'Another recording',
    component: lazy(() => import('./open-screen.js').then(({ OpenScreen }) => OpenScreen)),
  },
];
