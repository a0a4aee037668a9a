import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { RedactionCount } from '../inspector/model/redaction-count.js';
import { countRedaction } from '../inspector/model/redaction-count.js';
import type { TraceDocument } from '../inspector/model/trace-document.js';
import { CliUsageError } from './errors.js';
import type { ExitCode } from './exit-codes.js';
import { exitCodes } from './exit-codes.js';
import type { ExportArguments, Exported } from './export-formats.js';
import { makeExport } from './export-formats.js';
import { freeName, writeExport } from './export-output.js';
import type { CliIo } from './io.js';
import { isFrame, loadTrace } from './load-trace.js';
import { Selection } from './replay-selection.js';
import type { Terminal } from './terminal.js';
import { writeAll } from './write.js';

/** `pbx-automata export FILE`: makes a page, a picture or a diagram of a recording. */
export async function exportTrace(
  path: string,
  args: ExportArguments,
  io: CliIo,
  terminal: Terminal,
): Promise<ExitCode> {
  const { html, mermaid, svg, states, chart, out, from, to } = args;
  if (html !== true && mermaid !== true && svg !== true && states !== true && chart === undefined) {
    const sentence =
      'It is not said what to make of the trace; add --html, --mermaid, --svg, --states or --chart NAME.';
    throw new CliUsageError('EXPORT_FORMAT_MISSING', sentence);
  }
  if (chart !== undefined && (html === true || mermaid === true)) {
    const sentence = 'A statechart (--chart) is made with --svg or --states, not with --html or --mermaid.';
    throw new CliUsageError('EXPORT_FORMAT_INVALID', sentence);
  }
  if (out !== undefined && out !== '-' && (await isSame(out, path))) {
    const sentence = `The export would take the place of the trace ${path}; give another --out.`;
    throw new CliUsageError('EXPORT_OVER_TRACE', sentence, { path });
  }
  const selection = new Selection({ ...args, mt: [], run: [] });
  const onNote = (note: string): void => {
    terminal.say(`Note: ${note}`, terminal.style.accent);
  };
  const { document } = await loadTrace(path, { from, to }, onNote);
  checkPrivate(document, path, args);
  const records = document.records.filter((record) => isFrame(record) || selection.means(document, record));
  const seqs = document.records.filter((record) => selection.shows(document, record)).map(({ seq }) => seq);
  const exported = await makeExport({ document, path, args, records, seqs });
  const isPrivate = document.head?.redaction === 'revealed' && !isOfMachines(args);
  let written = 'standard output';
  if (out === '-' || (out === undefined && io.stdout.isTTY !== true))
    await writeAll(io.stdout, [exported.text]);
  else {
    written = out ?? (await freeName(exported.name));
    await writeExport(written, exported.text, isPrivate);
  }
  const secrets = isOfMachines(args) ? '' : `, ${secretsIn(document, exported)}`;
  terminal.say(`${written}: ${exported.what}${secrets}.`);
  if (isPrivate) terminal.warn('Secrets are readable in it; do not pass it on.');
  return exitCodes.done;
}

/** A person must say that secrets may stand in the file. */
function checkPrivate(document: TraceDocument, path: string, args: ExportArguments): void {
  if (document.head?.redaction !== 'revealed' || args.private === true || isOfMachines(args)) return;
  const sentence = `Secrets are readable in the trace ${path}, and they would be in the export; record it again without --reveal, or add --private.`;
  throw new CliUsageError('EXPORT_PRIVATE', sentence, { path });
}

/** Statecharts hold nothing that was sent. */
function isOfMachines({ chart, states }: ExportArguments): boolean {
  return chart !== undefined || states === true;
}

/** What a reader will not find in the file. */
function secretsIn(document: TraceDocument, { records }: Exported): string {
  if (document.head?.redaction === 'revealed') return 'nothing is masked';
  const { classes } = countRedaction(records);
  const sum = classes.reduce((all, { count }) => all + count, 0);
  const sample = document.head?.redaction === 'sample' ? "; secrets in it are the simulator's" : '';
  if (sum === 0) return `no values are masked${sample}`;
  return `${sum} ${sum === 1 ? 'value is' : 'values are'} masked (${inWords(classes)})${sample}`;
}

function inWords(classes: RedactionCount['classes']): string {
  return classes.map(({ name, count }) => `${name} ${count}`).join(', ');
}

async function isSame(out: string, path: string): Promise<boolean> {
  const [one, other] = await Promise.all(
    [out, path].map((name) => realpath(name).catch(() => resolve(name))),
  );
  return one === other;
}
