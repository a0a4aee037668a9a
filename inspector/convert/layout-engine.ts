import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import type { Chart } from '../charts/chart-types.js';
import type { ChartLayout } from '../charts/chart-layout.js';
import { layoutFromElk } from '../charts/chart-layout.js';
import { edgeGroups, statesOf } from '../charts/chart-parts.js';
import { toElkGraph } from '../charts/elk-graph.js';

/** The layout engine as the page's build leaves it, seen from this file in the sources as well as in the package. */
const builtEngine = fileURLToPath(new URL('../page-dist/elk-worker.js', import.meta.url));

/** A chart of more states, or of more lines, is not laid out here: it would take many seconds, and nobody could read it. */
const stateLimit = 400;
const lineLimit = 1500;

/** Nor are more states than this laid out of all charts together: a file may describe any number of machines. */
const totalLimit = 2000;

/** elkjs's worker, run in this thread: it takes requests and answers by `onmessage`. */
interface Worker {
  onmessage: (message: { readonly data: Answer }) => void;
  postMessage: (request: object) => void;
}

interface Answer {
  readonly id: number;
  readonly data?: object;
  readonly error?: unknown;
}

/**
 * Lays out charts outside a browser, with the engine that the page uses. Undefined for a chart that the engine
 * cannot lay out: the page then shows it as boxes.
 * @param enginePath elkjs's worker file; default: where the build puts it
 */
export async function layoutCharts(
  charts: readonly Chart[],
  enginePath = builtEngine,
): Promise<(ChartLayout | undefined)[]> {
  const worker = await loadWorker(enginePath);
  const laidOut: (ChartLayout | undefined)[] = [];
  await ask(worker, { cmd: 'register', algorithms: ['layered'] });
  let total = 0;
  for (const chart of charts) {
    const states = [...statesOf(chart.root)].length;
    const isTooLarge =
      states > stateLimit || total + states > totalLimit || edgeGroups(chart).length > lineLimit;
    if (isTooLarge) laidOut.push(undefined);
    else {
      total += states;
      const answer = await ask(worker, {
        cmd: 'layout',
        graph: toElkGraph(chart),
        layoutOptions: {},
        options: {},
      });
      laidOut.push(answer.data === undefined ? undefined : layoutFromElk(chart, answer.data));
    }
  }
  return laidOut;
}

/** The file is a script that exports its worker where there is no browser; it is loaded as one. */
async function loadWorker(path: string): Promise<Worker> {
  const source = await readFile(path, 'utf8');
  const run = compileFunction(source, ['module', 'exports'], { filename: path }) as (
    module: { exports: object },
    exports: object,
  ) => void;
  const module: { exports: object } = { exports: {} };
  run(module, module.exports);
  const { Worker } = module.exports as { readonly Worker: new () => Worker };
  return new Worker();
}

let asked = 0;

function ask(worker: Worker, request: object): Promise<Answer> {
  asked += 1;
  const id = asked;
  return new Promise((resolve) => {
    worker.onmessage = ({ data }) => {
      if (data.id === id) resolve(data);
    };
    worker.postMessage({ id, ...request });
  });
}
