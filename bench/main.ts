/**
 * `npm run bench [ROW…]`: measures, each row in a process of its own, and prints one table. What the rows mean:
 * docs/benchmarks.md.
 */
import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Figure } from './measure.js';
import { rows } from './rows.js';

function measure(name: string, what: string): Promise<readonly Figure[]> {
  return new Promise((resolve) => {
    let figures: readonly Figure[] | undefined;
    const program = fileURLToPath(new URL('row-process.js', import.meta.url));
    const child = fork(program, [name], { execArgv: ['--expose-gc'] });
    child.on('message', (message) => {
      figures = message as readonly Figure[];
    });
    child.on('exit', (code) => {
      resolve(
        figures ?? [{ what, measured: `broke off, exit code ${code ?? 'none'}`, reach: '', isMet: false }],
      );
    });
  });
}

function verdict({ isMet }: Figure): string {
  if (isMet === undefined) return '';
  return isMet ? 'met' : 'NOT MET';
}

function printTable(figures: readonly Figure[]): void {
  const lines = [
    ['what', 'measured', 'reach', ''],
    ...figures.map((figure) => [figure.what, figure.measured, figure.reach, verdict(figure)]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  for (const line of lines) {
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}

const wanted = process.argv.slice(2);
/** What needs a browser is measured when it is asked for: `npm run bench:inspector`. */
const isWanted = ({ name }: { readonly name: string }): boolean =>
  wanted.length === 0 ? !name.startsWith('inspector-') : wanted.includes(name);
const unknown = wanted.filter((name) => !rows.some((row) => row.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no row ${unknown.join(', ')}; there are ${rows.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(2);
}
console.log(`Node.js ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`);
const figures: Figure[] = [];
for (const { name, what } of rows.filter(isWanted)) {
  const startedAt = performance.now();
  const measured = await measure(name, what);
  console.log(`\n${name} (${((performance.now() - startedAt) / 1000).toFixed(0)} s)`);
  for (const figure of measured) {
    console.log(`  ${figure.what}: ${figure.measured} ${verdict(figure)}`);
    if (figure.detail !== undefined) console.log(`    ${figure.detail}`);
  }
  figures.push(...measured);
}
console.log('');
printTable(figures);
