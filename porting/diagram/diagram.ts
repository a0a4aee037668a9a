import type { Chart, ChartLayout } from '../../inspector/charts/index.js';
import { drawChart, mermaidState } from '../../inspector/charts/index.js';
import type { PhpProject } from '../read/model.js';
import { readPhp } from '../read/read-php.js';
import { phpChart, picturesOf } from './php-chart.js';
import { whoSaysWhat } from './who-says-what.js';

/** The diagram of one automaton of PHP. */
export interface PhpDiagram {
  /** Name of the class. */
  readonly name: string;
  /** A Mermaid state diagram: states, messages, what is sent and posted. */
  readonly mermaid: string;
  /** The same as a picture; undefined for one that is too large, or when the layout engine is not built. */
  readonly svg: string | undefined;
}

export interface Diagrams {
  readonly automatons: readonly PhpDiagram[];
  /** A Mermaid flowchart: who sends and posts what to whom. */
  readonly overview: string;
}

/** Draws the automatons of a PHP file or folder, without porting them. Abstract classes are left to those that extend them. */
export async function diagramOf(path: string): Promise<Diagrams> {
  return drawProject(await readPhp(path));
}

/** Draws what was read. */
export async function drawProject(project: PhpProject): Promise<Diagrams> {
  const all = project.files.flatMap(({ classes }) => classes).filter(({ isAutomaton }) => isAutomaton);
  const concrete = all.filter(({ isAbstract }) => !isAbstract);
  const automatons = (concrete.length > 0 ? concrete : all).map((klass) => ({
    klass,
    pictures: picturesOf(project, klass),
  }));
  const charts = automatons.map(({ klass, pictures }) => phpChart(klass, pictures));
  const layouts = await layoutsOf(charts);
  return {
    automatons: charts.map((chart, at) => {
      const layout = layouts[at];
      const svg = layout && drawChart(chart, layout, { title: `Statechart of the PHP class ${chart.id}` });
      return { name: chart.id, mermaid: mermaidState(chart), svg };
    }),
    overview: whoSaysWhat(automatons),
  };
}

/** None in a checkout whose page was never built: the layout engine lies there. */
async function layoutsOf(charts: readonly Chart[]): Promise<readonly (ChartLayout | undefined)[]> {
  const { layoutCharts } = await import('../../inspector/convert/layout-engine.js');
  try {
    return await layoutCharts(charts);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
