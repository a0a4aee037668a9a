// Bundles the debugger's page into static files: `inspector/page-dist` for a checkout, or the folder that is named.
import { copyFileSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../', import.meta.url));
const target = process.argv[2] ?? 'inspector/page-dist';
const page = `${root}inspector/page/`;
const out = `${root}${target}/`;

const shared = {
  bundle: true,
  minify: true,
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'linked',
  logLevel: 'warning',
  conditions: ['pbx-automata-source'],
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
// Served: in parts, so that what is rarely needed is loaded when it is.
await build({
  ...shared,
  entryPoints: [`${page}main.tsx`],
  outdir: out,
  format: 'esm',
  splitting: true,
  entryNames: 'page',
});
// For one-file recordings: in one piece.
await build({ ...shared, entryPoints: [`${page}main.tsx`], outfile: `${out}single.js`, format: 'iife' });
copyFileSync(`${page}index.html`, `${out}index.html`);
// The layout engine, unmodified, for charts that nobody has laid out before; it runs in a worker.
const require = createRequire(import.meta.url);
copyFileSync(require.resolve('elkjs/lib/elk-worker.min.js'), `${out}elk-worker.js`);
// Recordings to look at first.
cpSync(`${root}inspector/samples/`, `${out}samples/`, { recursive: true });
