import type { Chart, ChartLayout } from '../../charts/index.js';
import { layoutFromElk, toElkGraph } from '../../charts/index.js';
import { preload } from '../lazy.js';

/** Layouts of our own machines. */
const loadPrecomputed = () => import('../../charts/precomputed.js');
preload(loadPrecomputed);

const known = new Map<string, Promise<ChartLayout>>();

/**
 * Where everything of a chart goes. It depends on the definition only, so it is kept by its hash: computed beforehand
 * for our own machines, embedded in one-file recordings, else laid out by ELK in a worker.
 * @throws Error with a sentence for people when no layout can be had
 */
export function layoutOf(chart: Chart): Promise<ChartLayout> {
  if (chart.hash === undefined) return findLayout(chart);
  let layout = known.get(chart.hash);
  if (layout === undefined) {
    layout = findLayout(chart);
    known.set(chart.hash, layout);
    const { hash } = chart;
    layout.catch(() => known.delete(hash));
  }
  return layout;
}

async function findLayout(chart: Chart): Promise<ChartLayout> {
  const { hash } = chart;
  if (hash !== undefined) {
    const embedded = embeddedLayouts();
    const own = Object.hasOwn(embedded, hash) ? embedded[hash] : undefined;
    if (own !== undefined) return own;
    const { precomputedLayouts } = await loadPrecomputed();
    const precomputed = Object.hasOwn(precomputedLayouts, hash) ? precomputedLayouts[hash] : undefined;
    if (precomputed !== undefined) return precomputed;
  }
  return layOut(chart);
}

/** Those that the maker of a one-file recording put in. */
function embeddedLayouts(): Readonly<Record<string, ChartLayout>> {
  const text = document.getElementById('trace-layouts')?.textContent;
  return text === undefined ? {} : (JSON.parse(text) as Record<string, ChartLayout>);
}

async function layOut(chart: Chart): Promise<ChartLayout> {
  if (location.protocol === 'file:')
    throw new Error(
      'This file has no layout of this chart, and the layout engine is not in it. The Boxes view shows the same states and transitions.',
    );
  // The unmodified engine (docs/dependencies.md), beside this page.
  const worker = new Worker(new URL('elk-worker.js', location.href));
  try {
    await ask(worker, { id: 1, cmd: 'register', algorithms: ['layered'] });
    const laidOut = await ask(worker, {
      id: 2,
      cmd: 'layout',
      graph: toElkGraph(chart),
      layoutOptions: {},
      options: {},
    });
    return layoutFromElk(chart, laidOut);
  } finally {
    worker.terminate();
  }
}

interface Answer {
  readonly id: number;
  readonly data?: object;
  readonly error?: unknown;
}

function ask(
  worker: Worker,
  request: { readonly id: number; readonly [member: string]: unknown },
): Promise<object> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      if (data.id !== request.id) return;
      if (data.error === undefined) resolve(data.data ?? {});
      else
        reject(
          new Error('The layout engine could not lay out this chart. The Boxes view shows it all the same.'),
        );
    };
    worker.onerror = () => {
      reject(
        new Error(
          'The layout engine could not be loaded, for the process that serves this page does not answer. The Boxes view needs none.',
        ),
      );
    };
    worker.postMessage(request);
  });
}
