import { basename } from 'node:path';
import type { Chart } from '../inspector/charts/index.js';
import { drawChart, mermaidState, stateAtPath } from '../inspector/charts/index.js';
import { ladderSvg } from '../inspector/charts/ladder-svg.js';
import { mermaidSequence } from '../inspector/charts/mermaid-sequence.js';
import { precomputedLayouts } from '../inspector/charts/precomputed.js';
import { chartsOf, htmlFile } from '../inspector/convert/html-file.js';
import { layoutCharts } from '../inspector/convert/layout-engine.js';
import { printable } from '../inspector/model/text.js';
import type { TraceDocument } from '../inspector/model/trace-document.js';
import type { TraceRecord } from '../runtime/trace-records.js';
import { CliUsageError } from './errors.js';

export interface ExportArguments {
  readonly html?: boolean;
  readonly mermaid?: boolean;
  readonly svg?: boolean;
  readonly states?: boolean;
  readonly chart?: string;
  readonly out?: string;
  readonly filter: readonly string[];
  readonly lane: readonly string[];
  readonly from?: number;
  readonly to?: number;
  readonly all?: boolean;
  readonly scheme: 'light' | 'dark' | 'both';
  readonly private?: boolean;
}

/** What an export is made of. */
interface Material {
  readonly document: TraceDocument;
  readonly path: string;
  readonly args: ExportArguments;
  /** The records that are meant, and those that say who takes part. */
  readonly records: readonly TraceRecord[];
  /** The rows of a picture. */
  readonly seqs: readonly number[];
}

export interface Exported {
  readonly text: string;
  /** A file name for it. */
  readonly name: string;
  /** What is in it, in words. */
  readonly what: string;
  /** The records that it shows. */
  readonly records: readonly TraceRecord[];
}

/** Makes what was asked for. */
export async function makeExport(material: Material): Promise<Exported> {
  const { args } = material;
  if (args.chart !== undefined) return exportChart(material, args.chart);
  if (args.html === true) return exportHtml(material);
  if (args.states === true) return exportStates(material);
  return exportRows(material);
}

async function exportHtml({ document, path, records }: Material): Promise<Exported> {
  const text = await htmlFile(document, { title: basename(path), records });
  return { text, name: `${stemOf(path)}.html`, what: countText(records.length, 'record'), records };
}

function exportRows({ document, path, args, seqs }: Material): Exported {
  const what = countText(seqs.length, 'row');
  const records = seqs.map((seq) => document.bySeq(seq)).filter((record) => record !== undefined);
  if (args.mermaid === true)
    return { text: mermaidSequence(document, { seqs }), name: `${stemOf(path)}.mmd`, what, records };
  const text = ladderSvg(document, { seqs, scheme: args.scheme });
  return { text, name: `${stemOf(path)}.svg`, what, records };
}

/** All statecharts in one Markdown text, for a Mermaid text holds one diagram. */
function exportStates({ document, path }: Material): Exported {
  const charts = chartsOf(document);
  if (charts.length === 0) throw noCharts(path);
  const sections = charts.map(
    (chart) => `## ${printable(chart.id)}\n\n\`\`\`mermaid\n${mermaidState(chart)}\`\`\`\n`,
  );
  return {
    text: sections.join('\n'),
    name: `${stemOf(path)}-states.md`,
    what: countText(charts.length, 'statechart'),
    records: [],
  };
}

async function exportChart({ document, path, args }: Material, name: string): Promise<Exported> {
  const charts = chartsOf(document);
  if (charts.length === 0) throw noCharts(path);
  const track = document.automatons.find(({ nickname }) => nickname === name);
  const chart = charts.find(({ id, hash }) => id === name || hash === (track?.machineHash ?? name));
  if (chart === undefined) {
    const known = [...charts.map(({ id }) => id), ...document.automatons.map(({ nickname }) => nickname)];
    const sentence = `The trace has no statechart of ${name}; it has ${[...new Set(known)].join(', ')}.`;
    throw new CliUsageError('EXPORT_CHART_UNKNOWN', sentence, { chart: name, known });
  }
  const stem = `${stemOf(path)}-${fileName(chart.id)}`;
  const what = `the statechart of ${chart.id}`;
  if (args.states === true) return { text: mermaidState(chart), name: `${stem}.mmd`, what, records: [] };
  // Of an automaton at a line of the file: where it stands there.
  const place = track === undefined || args.to === undefined ? '' : document.stateAt(track, args.to).path;
  const text = await drawn(chart, place, args.scheme);
  const lit = stateAtPath(chart, place)?.path ?? place;
  return { text, name: `${stem}.svg`, what: lit === '' ? what : `${what} in ${lit}`, records: [] };
}

async function drawn(chart: Chart, place: string, scheme: ExportArguments['scheme']): Promise<string> {
  const { hash = '' } = chart;
  const known = Object.hasOwn(precomputedLayouts, hash) ? precomputedLayouts[hash] : undefined;
  const layout = known ?? (await layoutCharts([chart]))[0];
  if (layout === undefined) {
    const sentence = `The statechart of ${chart.id} is too large for a picture; make a text of it with --states.`;
    throw new CliUsageError('EXPORT_CHART_TOO_LARGE', sentence, { chart: chart.id });
  }
  return drawChart(chart, layout, { scheme, active: place === '' ? [] : [place] });
}

function noCharts(path: string): CliUsageError {
  const sentence = `The trace ${path} describes no machines, so there is no statechart to make.`;
  return new CliUsageError('EXPORT_NO_CHARTS', sentence, { path });
}

function stemOf(path: string): string {
  return basename(path).replace(/\.jsonl?$/i, '') || 'trace';
}

/** Ids of machines come from a file: nothing in them may lead to another folder. */
function fileName(id: string): string {
  return id.replace(/[^\p{L}\p{N}_-]+/gu, '-').slice(0, 80);
}

function countText(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
