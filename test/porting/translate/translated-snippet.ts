import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { PortProblem } from '../../../porting/read/model.js';
import { readPhp } from '../../../porting/read/read-php.js';
import { translateFile } from '../../../porting/translate/index.js';
import { PhpFolder, automaton } from '../php-folder.js';

const project = fileURLToPath(new URL('../../../', import.meta.url));

export interface TranslatedSnippet {
  readonly code: string;
  readonly problems: readonly PortProblem[];
}

/** Translates a piece of PHP as a file of its own; `<?php` is put before it if it is missing. */
export async function translateSnippet(php: string): Promise<TranslatedSnippet> {
  const text = php.startsWith('<?') ? php : `<?php\n${php}`;
  // Only what has an automaton is read: one lies beside.
  const beside = `<?php\n${automaton('Beside', { ReceiveInitialStart: '' })}`;
  const folder = new PhpFolder({ 'snippet.php': text, 'beside.php': beside });
  try {
    const read = await readPhp(folder.path);
    const file = read.files.find(({ path }) => path === 'snippet.php');
    if (!file) throw new Error(read.problems.map(({ sentence }) => sentence).join('\n'));
    return translateFile(read, file);
  } finally {
    folder.remove();
  }
}

/** Runs what `main()` of the translated code prints. */
export async function outputOf(code: string): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'snippet-')));
  try {
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(project, join(folder, 'node_modules', 'pbx-automata'), 'junction');
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'snippet.ts'), code);
    writeFileSync(join(folder, 'harness.ts'), harness);
    const url = pathToFileURL(join(folder, 'harness.ts')).href;
    const { run } = (await import(url)) as { readonly run: () => Promise<string> };
    return await run();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** It is loaded as the snippet is, so that both have the same `echo`. */
const harness = `
import { setOutput } from 'pbx-automata/porting/php';
import { main } from './snippet.js';
export async function run(): Promise<string> {
  let printed = '';
  setOutput((text) => { printed += text; });
  try { await main(); } finally { setOutput(); }
  return printed;
}
`;
