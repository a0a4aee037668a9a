import { chartOf } from '../../charts/index.js';
import { singleHtml } from '../../model/single-html.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { layoutOf } from '../charts/layouts.js';
import { preload } from '../lazy.js';

interface SinglePageMaterial {
  readonly records: readonly TraceRecord[];
  readonly title: string;
}

/**
 * This page and the records in one HTML file.
 * @throws Error with a sentence for people when the parts of the page cannot be had
 */
export async function singlePage({ records, title }: SinglePageMaterial): Promise<string> {
  const [script, style] = await Promise.all([part(scriptPart), part(stylePart)]);
  return singleHtml({ script, style, title, records, layouts: await layoutsOf(records) });
}

const scriptPart = { id: 'page-script', file: 'single.js' };
const stylePart = { id: 'page-style', file: 'single.css' };
preload(() => Promise.all([part(scriptPart), part(stylePart)]));

/** What has been fetched. */
const parts = new Map<string, string>();

/** A part of this page: in a one-file page it stands in it, else the process that serves the page has it. */
async function part({ id, file }: typeof scriptPart): Promise<string> {
  const own = parts.get(file) ?? document.getElementById(id)?.textContent;
  if (own !== undefined) return own;
  const response = await fetch(file).catch(() => undefined);
  if (response?.ok !== true)
    throw new Error(
      'The process that serves this page does not answer, and the one-file page is made from its files. Export the trace as JSON Lines, and make the page with: pbx-automata export FILE --html',
    );
  const text = await response.text();
  parts.set(file, text);
  return text;
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
