// Bundles the debugger's page into static files: `inspector/page-dist` for a checkout, or the folder that is named.
import { copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { noticesOf, packagesOf } from './third-party-notices.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const page = `${root}inspector/page/`;
const out = `${resolve(root, process.argv[2] ?? 'inspector/page-dist')}/`;

const shared = {
  bundle: true,
  minify: true,
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'inline',
  metafile: true,
  logLevel: 'warning',
  conditions: ['pbx-automata-source'],
};

/**
 * Keeps all that the page loads at first in one file. esbuild makes a file for each set of parts that share a module,
 * and many small files compress badly; so each part that is loaded later is said to need what is there already.
 */
const onePieceAtFirst = {
  name: 'one-piece-at-first',
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: /^\./ }, async ({ kind, path, pluginData, ...from }) => {
      if (kind !== 'dynamic-import' || pluginData === 'inner') return undefined;
      const part = await resolve(path, { ...from, kind, pluginData: 'inner' });
      return { path: part.path, namespace: 'later' };
    });
    onLoad({ filter: /./, namespace: 'later' }, ({ path }) => ({
      contents: `import ${JSON.stringify(`${page}main.tsx`)}; export * from ${JSON.stringify(path)};`,
      resolveDir: page,
    }));
  },
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
// Served: in parts, so that what is rarely needed is loaded when it is.
const { metafile } = await build({
  ...shared,
  entryPoints: [
    { in: `${page}main.tsx`, out: 'page' },
    { in: `${page}first.css`, out: 'page' },
    { in: `${page}screens.css`, out: 'screens' },
  ],
  outdir: out,
  format: 'esm',
  splitting: true,
  plugins: [onePieceAtFirst],
});
const rule = `\n${'-'.repeat(80)}\n\n`;
const notices = noticesOf(packagesOf(metafile), root).join(rule);
// For one-file recordings: in one piece, which takes the licences along wherever the file goes.
await build({
  ...shared,
  entryPoints: { single: `${page}single.ts` },
  outdir: out,
  format: 'iife',
  banner: { js: `/*!\nThis page contains:\n\n${notices.replaceAll('*/', '* /')}*/` },
});
copyFileSync(`${page}index.html`, `${out}index.html`);
// The layout engine, unmodified, for charts that nobody has laid out before; it runs in a worker.
const require = createRequire(import.meta.url);
copyFileSync(require.resolve('elkjs/lib/elk-worker.min.js'), `${out}elk-worker.js`);
// Recordings to look at first.
cpSync(`${root}inspector/samples/`, `${out}samples/`, { recursive: true });
const elkjs = `elk-worker.js is a part of elkjs, unmodified; its source is at https://github.com/kieler/elkjs\n\n${noticesOf(['elkjs'], root).join('')}`;
writeFileSync(
  `${out}third-party-notices.txt`,
  `The files of this folder contain:\n\n${[notices, elkjs].join(rule)}`,
);
