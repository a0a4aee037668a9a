import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { startSimulator } from '../../services/simulator/index.js';
import type { Snippet } from '../support/doc-snippets.js';
import { projectRoot, snippetsOf, toJavaScript, typeErrors, unknownMarks } from '../support/doc-snippets.js';

/** Compiling and starting processes takes seconds, more on a busy machine. */
const limitMs = 120_000;

const pages = [
  'README.md',
  'samples/README.md',
  ...readdirSync(new URL('docs/', projectRoot))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const snippets = pages.flatMap(snippetsOf);

interface Ending {
  readonly code: number | null;
  readonly output: string;
  readonly complaints: string;
}

/** Runs a program in a process of its own, against the PBX that it names by the how-to's name. */
async function run(snippet: Snippet, pbxUrl: string, stateFolder: string): Promise<Ending> {
  const code = toJavaScript(snippet).replaceAll('sindelfingen.sample.dom', pbxUrl);
  const { DEBUG: _debug, NO_COLOR: _color, FORCE_COLOR: _force, ...environment } = process.env;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=pbx-automata-source', '--input-type=module', '--eval', code],
    {
      cwd: fileURLToPath(projectRoot),
      env: { ...environment, XDG_STATE_HOME: stateFolder },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limitMs / 2,
    },
  );
  let output = '';
  let complaints = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => {
      resolve({ code: exitCode, output, complaints });
    });
  });
}

describe('TypeScript in the documents', function () {
  this.timeout(limitMs);

  it('is there', () => {
    const programs = snippets.filter(({ isRunnable }) => isRunnable);
    expect(programs.map(({ page }) => page)).to.include('docs/howto.md');
    expect(snippets.map(({ page }) => page)).to.include.members(['README.md', 'docs/errors.md']);
  });

  it('is marked in a way that is tested', () => {
    expect(pages.flatMap((page) => unknownMarks(page).map((mark) => `${page}: ${mark}`))).to.deep.equal([]);
  });

  it('type-checks', () => {
    expect(typeErrors(snippets)).to.deep.equal([]);
  });

  it('is really looked at by the compiler', () => {
    const code = "import { Transitioner } from 'pbx-automata';\nnew Transitioner().start();\n";
    const wrong: Snippet = { page: 'a page', line: 1, code, isRunnable: false, prints: undefined };
    expect(typeErrors([wrong]).join()).to.match(/^a page, line 2 .*'start' does not exist/);
  });

  for (const snippet of snippets.filter(({ isRunnable }) => isRunnable)) {
    it(`runs and prints what ${snippet.page} says (line ${snippet.line})`, async () => {
      const simulator = await startSimulator();
      const stateFolder = mkdtempSync(join(tmpdir(), 'pbx-automata-docs-'));
      try {
        const { code, output, complaints } = await run(snippet, simulator.url, stateFolder);
        expect(code, complaints).to.equal(0);
        expect(output).to.equal(snippet.prints);
      } finally {
        rmSync(stateFolder, { recursive: true, force: true });
        await simulator.close();
      }
    });
  }
});
