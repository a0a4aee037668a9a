import { createRequire } from 'node:module';
import type { AnyStateMachine } from 'xstate';
import type { Chart, ChartLayout } from '../inspector/charts/index.js';
import { chartOf, drawChart, mermaidState } from '../inspector/charts/index.js';
import { layoutCharts } from '../inspector/convert/layout-engine.js';
import {
  AppLoginAutomaton,
  AppLoginViaPBXAutomaton,
  DeviceLister,
  UserLister,
  UserPBXLoginAutomaton,
  UserPBXLoginWithAppAutomaton,
} from '../machines/index.js';
import { describeMachine } from '../runtime/machine-definition.js';

/** The machines whose diagrams are in the documentation, and what they are for. */
export const drawnMachines: readonly { readonly machine: AnyStateMachine; readonly purpose: string }[] = [
  { machine: UserPBXLoginAutomaton, purpose: 'logs in to the PBX as a user' },
  {
    machine: UserPBXLoginWithAppAutomaton,
    purpose: 'logs in to the PBX as a user and gets logins for App Services',
  },
  { machine: AppLoginViaPBXAutomaton, purpose: 'logs in to an App Service with a login from the PBX' },
  { machine: AppLoginAutomaton, purpose: 'logs in to an App Service that is already connected' },
  { machine: DeviceLister, purpose: 'lists the devices' },
  { machine: UserLister, purpose: 'lists the users' },
];

/** The chart of a machine, as the debugger's page makes it from a trace. */
export function chartOfMachine(machine: AnyStateMachine): Chart {
  const description = describeMachine(machine, (text) => text);
  return chartOf(description?.definition, description?.hash);
}

/** All generated files: their texts by path from the project's folder. */
export async function diagramFiles(): Promise<Map<string, string>> {
  const engine = createRequire(import.meta.url).resolve('elkjs/lib/elk-worker.min.js');
  const charts = drawnMachines.map(({ machine }) => chartOfMachine(machine));
  const layouts = await layoutCharts(charts, engine);
  const files = new Map<string, string>();
  const kept: [string, ChartLayout][] = [];
  for (const [index, chart] of charts.entries()) {
    const layout = layouts[index];
    if (layout === undefined || chart.hash === undefined) throw new Error(`${chart.id} cannot be laid out.`);
    kept.push([chart.hash, layout]);
    files.set(`docs/diagrams/${chart.id}.svg`, drawChart(chart, layout));
    files.set(`docs/diagrams/${chart.id}.mmd`, mermaidState(chart));
  }
  files.set('docs/diagrams/README.md', overview(charts));
  files.set('inspector/charts/precomputed.ts', precomputed(kept));
  return files;
}

function precomputed(layouts: readonly (readonly [string, ChartLayout])[]): string {
  const lines = layouts.map(([hash, layout]) => `  '${hash}': ${JSON.stringify(layout)},`);
  return `// Made by "npm run diagrams"; a test compares it with the machines.
import type { ChartLayout } from './chart-layout.js';

/** Layouts of the package's own machines by the hash of their definition, so that no engine is loaded for them. */
// prettier-ignore
export const precomputedLayouts: Readonly<Record<string, ChartLayout>> = {
${lines.join('\n')}
};
`;
}

function overview(charts: readonly Chart[]): string {
  const sections = charts.map(({ id }, index) => {
    const purpose = drawnMachines[index]?.purpose ?? '';
    return `## ${id}

It ${purpose}. As Mermaid: [${id}.mmd](${id}.mmd).

![Statechart of ${id}](${id}.svg)
`;
  });
  return `# Statecharts

The package's own automatons, drawn from the machines themselves by \`npm run diagrams\`; a test fails when a drawing is
older than its machine. The debugger's Charts screen draws the same.

A line is a transition: the message, and in brackets the guard that must let it pass; the first that does is taken, from
top to bottom. \`always\` waits for no message. Rows inside a state are what happens without leaving it. A dot is where a
state begins, a double border where the machine, or the state around it, ends.

${sections.join('\n')}`;
}
