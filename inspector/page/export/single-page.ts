import { chartOf } from '../../charts/index.js';
import { singleHtml } from '../../model/single-html.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { layoutOf } from '../charts/layouts.js';

interface SinglePageMaterial {
  readonly records: readonly TraceRecord[];
  readonly title: string;
}

/**
 * This page and the records in one HTML file.
 * @throws Error with a sentence for people when the parts of the page cannot be had
 */
export async function singlePage({ records, title }: SinglePageMaterial): Promise<string> {
  const [script, style] = await Promise.all([
    part('page-script', 'single.js'),
    part('page-style', 'single.css'),
  ]);
  return singleHtml({ script, style, title, records, layouts: await layoutsOf(records) });
}

/** A part of this page: in a one-file page it stands in it, else the process that serves the page has it. */
async function part(id: string, file: string): Promise<string> {
  const own = document.getElementById(id)?.textContent;
  if (own !== undefined) return own;
  const response = await fetch(file).catch(() => undefined);
  if (response?.ok !== true)
    throw new Error(
      'The process that serves this page does not answer, and the one-file page is made from its files. Export the trace as JSON Lines, and make the page with: pbx-automata export FILE --html',
    );
  return response.text();
}

async function layoutsOf(records: readonly TraceRecord[]): Promise<Record<string, object>> {
  const layouts: Record<string, object> = {};
  for (const record of records) {
    if (record.kind !== 'machine' || layouts[record.hash] !== undefined) continue;
    try {
      layouts[record.hash] = await layoutOf(chartOf(record.definition, record.hash));
    } catch {
      // Without a layout the page shows this chart as boxes.
    }
  }
  return layouts;
}
