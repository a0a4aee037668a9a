import { drawChart, mermaidState } from '../../charts/index.js';
import type { Chart } from '../../charts/index.js';
import { ladderSvg } from '../../charts/ladder-svg.js';
import { mermaidSequence } from '../../charts/mermaid-sequence.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import type { TraceDocument } from '../../model/trace-document.js';
import { layoutOf } from '../charts/layouts.js';
import { pictureOfSvg } from './png.js';
import { singlePage } from './single-page.js';

/** What a format is made of. */
export interface Material {
  readonly document: TraceDocument;
  /** The chosen records. */
  readonly records: readonly TraceRecord[];
  /** Numbers of the chosen rows, for pictures. */
  readonly seqs: readonly number[];
  readonly lanes: readonly string[] | undefined;
  readonly title: string;
  readonly chart: Chart | undefined;
  /** State and phase of the automaton at the cursor, and the transition that led there. */
  readonly place: string;
  readonly lastTransition: string | undefined;
}

export interface Format {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  readonly extension: string;
  readonly type: string;
  /** Whether it shows one automaton's machine, not the records. */
  readonly isChart: boolean;
  /** Makes the file. `forScreen`: for showing it here, with the page's colours. */
  readonly make: (material: Material, forScreen: boolean) => Promise<string | Blob>;
}

/** Rows of a picture that are drawn before it is downloaded. */
const previewRows = 60;

function ladder({ document, seqs, lanes }: Material, forScreen: boolean): string {
  return ladderSvg(document, {
    seqs: forScreen ? seqs.slice(0, previewRows) : seqs,
    ...(lanes === undefined ? {} : { lanes }),
    ...(forScreen ? { scheme: 'page' as const } : {}),
  });
}

async function chartPicture(
  { chart, place, lastTransition }: Material,
  scheme: 'page' | 'both' | 'light',
): Promise<string> {
  if (chart === undefined) return '';
  return drawChart(chart, await layoutOf(chart), {
    scheme,
    ...(place === '' ? {} : { active: [place] }),
    ...(lastTransition === undefined ? {} : { lastTransition }),
  });
}

/** All formats, in the order in which they are offered. */
export const formats: readonly Format[] = [
  {
    id: 'html',
    title: 'One-file page',
    hint: 'This page with the records in it: opens from disk, without network, without pbx-automata',
    extension: 'html',
    type: 'text/html',
    isChart: false,
    make: (material) => singlePage(material),
  },
  {
    id: 'jsonl',
    title: 'Trace, JSON Lines',
    hint: 'To be opened, compared and run again',
    extension: 'jsonl',
    type: 'application/jsonl',
    isChart: false,
    make: ({ records }) => Promise.resolve(records.map((record) => `${JSON.stringify(record)}\n`).join('')),
  },
  {
    id: 'mermaid-sequence',
    title: 'Sequence diagram, Mermaid',
    hint: 'Text that tickets and wikis draw',
    extension: 'mmd',
    type: 'text/plain',
    isChart: false,
    make: ({ document, seqs, lanes }) =>
      Promise.resolve(mermaidSequence(document, { seqs, ...(lanes === undefined ? {} : { lanes }) })),
  },
  {
    id: 'ladder-svg',
    title: 'Ladder, SVG',
    hint: 'The ladder as a picture',
    extension: 'svg',
    type: 'image/svg+xml',
    isChart: false,
    make: (material, forScreen) => Promise.resolve(ladder(material, forScreen)),
  },
  {
    id: 'ladder-png',
    title: 'Ladder, PNG',
    hint: 'The same, for programs that take no SVG',
    extension: 'png',
    type: 'image/png',
    isChart: false,
    make: ({ document, seqs, lanes, ...rest }, forScreen) =>
      forScreen
        ? Promise.resolve(ladder({ document, seqs, lanes, ...rest }, true))
        : pictureOfSvg(
            ladderSvg(document, { seqs, scheme: 'light', ...(lanes === undefined ? {} : { lanes }) }),
          ),
  },
  {
    id: 'mermaid-states',
    title: 'State diagram, Mermaid',
    hint: "An automaton's machine as text",
    extension: 'mmd',
    type: 'text/plain',
    isChart: true,
    make: ({ chart }) => Promise.resolve(chart === undefined ? '' : mermaidState(chart)),
  },
  {
    id: 'chart-svg',
    title: 'Chart, SVG',
    hint: "An automaton's machine as a picture, its state at the cursor lit",
    extension: 'svg',
    type: 'image/svg+xml',
    isChart: true,
    make: (material, forScreen) => chartPicture(material, forScreen ? 'page' : 'both'),
  },
  {
    id: 'chart-png',
    title: 'Chart, PNG',
    hint: 'The same, for programs that take no SVG',
    extension: 'png',
    type: 'image/png',
    isChart: true,
    make: async (material, forScreen) =>
      forScreen ? chartPicture(material, 'page') : pictureOfSvg(await chartPicture(material, 'light')),
  },
];
