import type { Chart, ChartLayout } from '../charts/index.js';
import { chartOf } from '../charts/index.js';
import { precomputedLayouts } from '../charts/precomputed.js';
import { singleHtml } from '../model/single-html.js';
import type { TraceDocument } from '../model/trace-document.js';
import { InspectorError } from '../server/errors.js';
import { PageFiles } from '../server/page-files.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import { layoutCharts } from './layout-engine.js';

export interface HtmlFileOptions {
  /** Default: when the trace was recorded. */
  readonly title?: string;
  /** The records to show; default: all of the document. */
  readonly records?: readonly TraceRecord[];
  /** Where the page was built; default: where the build puts it. */
  readonly pageFolder?: string;
}

/**
 * The debugger's page and the records of a trace in one HTML file that opens from disk, without network. Charts
 * whose layout the page does not know are laid out here. A trace whose secrets are readable says so in its title.
 * @throws InspectorError `INSPECTOR_PAGE_MISSING` when the page is not built
 */
export async function htmlFile(document: TraceDocument, options: HtmlFileOptions = {}): Promise<string> {
  const { head } = document;
  const {
    title = head === undefined ? 'Trace' : `Trace recorded ${head.start}`,
    records,
    pageFolder,
  } = options;
  const files = await PageFiles.open(pageFolder);
  return singleHtml({
    script: await partOf(files, '/single.js'),
    style: await partOf(files, '/single.css'),
    title: head?.redaction === 'revealed' ? `PRIVATE ${title}` : title,
    records: records ?? document.records,
    layouts: await layoutsOf(document),
  });
}

async function partOf(files: PageFiles, path: string): Promise<string> {
  const file = await files.read(path);
  if (file !== undefined) return file.content.toString('utf8');
  const sentence = `The inspector's page is not built in full: ${path.slice(1)} is missing; install the package again.`;
  throw new InspectorError('INSPECTOR_PAGE_MISSING', sentence);
}

/** Layouts of the trace's machines that are not the package's own. */
async function layoutsOf(document: TraceDocument): Promise<Record<string, ChartLayout>> {
  const charts = chartsOf(document).filter(({ hash = '' }) => !Object.hasOwn(precomputedLayouts, hash));
  if (charts.length === 0) return {};
  // Without layouts the page shows boxes: no reason to have no page.
  const layouts = await layoutCharts(charts).catch(() => []);
  return Object.fromEntries(
    charts.flatMap(({ hash = '' }, at) => {
      const layout = layouts[at];
      return layout === undefined ? [] : [[hash, layout] as const];
    }),
  );
}

/** The charts of all machines that a trace describes. */
export function chartsOf(document: TraceDocument): Chart[] {
  const charts = new Map<string, Chart>();
  for (const record of document.records) {
    if (record.kind === 'machine' && typeof record.hash === 'string')
      charts.set(record.hash, chartOf(record.definition, record.hash));
  }
  return [...charts.values()];
}
