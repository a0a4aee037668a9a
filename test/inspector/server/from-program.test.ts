import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { build } from 'esbuild';
import { inspectionWish } from '../../../services/inspection-wish.js';
import type { BrowserSurroundings } from '../../../inspector/server/open-browser.js';
import { hasBrowser } from '../../../inspector/server/open-browser.js';
import { FakePage } from './attach-kit.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A program that knows nothing of the inspector. */
const program = `
import { AppServiceLogin, AppUserCredentials, silentLog } from 'pbx-automata';
import { startSimulator } from 'pbx-automata/simulator';
const { url, user, password, close } = await startSimulator();
const login = new AppServiceLogin(url, new AppUserCredentials(user, password), [], { sessionStore: false, log: silentLog });
await login.connect();
login.close();
await close();
`;

/** Runs the program until it has said `wanted`, then calls `meanwhile` and interrupts it. */
async function runProgram(
  wish: string,
  wanted: RegExp,
  meanwhile: (url: string) => Promise<void>,
): Promise<string> {
  const node = ['--import', 'tsx', '--conditions=pbx-automata-source', '--input-type=module', '-e', program];
  const child = spawn(process.execPath, node, {
    cwd: root,
    env: { PATH: process.env['PATH'], PBX_INSPECT: wish },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  const spoken = new Promise<void>((resolve) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (wanted.test(said)) resolve();
    });
  });
  try {
    await Promise.race([spoken, ended]);
    const [, url = ''] = /Inspector: (\S+)/.exec(said) ?? [];
    if (url !== '') await meanwhile(url);
  } finally {
    child.kill('SIGINT');
    await ended;
  }
  return said;
}

describe('inspector of a program', () => {
  it('is not loaded by an import of the package, nor is what it needs', async () => {
    const { metafile } = await build({
      entryPoints: [`${root}index.ts`],
      absWorkingDir: root,
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      logLevel: 'silent',
      outdir: 'out',
      splitting: true,
    });
    const reached = new Set<string>();
    const outside = new Set<string>();
    const visit = (path: string): void => {
      if (reached.has(path)) return;
      reached.add(path);
      for (const { path: next, kind, external } of metafile.inputs[path]?.imports ?? []) {
        if (kind === 'dynamic-import') continue;
        if (external === true) outside.add(next);
        else visit(next);
      }
    };
    visit('index.ts');
    expect([...reached]).to.include('runtime/transitioner.ts');
    expect([...reached].filter((path) => path.startsWith('inspector/'))).to.deep.equal([]);
    expect([...outside])
      .to.include('xstate')
      .and.not.include('open');
    expect([...outside]).not.to.include('node:http');
  });

  it('sees with PBX_INSPECT=1 all of a program that knows nothing of it, and keeps it when it is done', async () => {
    const said = await runProgram('1', /The program is done\./, async (url) => {
      const page = await FakePage.attach(url);
      await page.when(() => page.records.some(({ kind }) => kind === 'end'));
      expect(page.records[0]).to.include({ kind: 'head', seq: 1, redaction: 'masked' });
      expect(page.records.some((one) => one.kind === 'note' && one.note === 'run')).to.equal(true);
      expect(await page.act({ do: 'hold' })).to.include({ type: 'refused' });
    });
    expect(said).to.match(/The page stays until you close it or press Ctrl-C\.\n$/);
  }).timeout(20_000);

  it('holds with PBX_INSPECT=hold before the first act', async () => {
    await runProgram('hold', /Inspector: \S+ /, async (url) => {
      const page = await FakePage.attach(url);
      await page.when(() =>
        page.heard.some((one) => one.type === 'control' && one.control.runs[0]?.pending?.mt === 'Start'),
      );
      expect(page.records.some(({ kind }) => kind === 'message')).to.equal(false);
      await page.act({ do: 'resume' });
      await page.when(() => page.records.some(({ kind }) => kind === 'end'));
    });
  }).timeout(20_000);

  const wishes: Record<string, ReturnType<typeof inspectionWish>> = {
    '': undefined,
    '0': undefined,
    off: undefined,
    '1': { control: false, hold: false },
    control: { control: true, hold: false },
    HOLD: { control: true, hold: true },
  };
  for (const [text, wish] of Object.entries(wishes)) {
    it(`PBX_INSPECT=${text} asks for ${wish === undefined ? 'nothing' : JSON.stringify(wish)}`, () => {
      expect(inspectionWish({ PBX_INSPECT: text })).to.deep.equal(wish);
    });
  }

  describe('a browser', () => {
    const terminal: BrowserSurroundings = {
      isTerminal: true,
      platform: 'linux',
      environment: { DISPLAY: ':0' },
    };

    it('is opened at a terminal with a desktop', () => {
      expect(hasBrowser(terminal)).to.equal(true);
      expect(hasBrowser({ ...terminal, environment: { WAYLAND_DISPLAY: 'wayland-0' } })).to.equal(true);
      expect(hasBrowser({ ...terminal, platform: 'darwin', environment: {} })).to.equal(true);
    });

    const without: Record<string, Partial<BrowserSurroundings>> = {
      'in a pipe': { isTerminal: false },
      'without a desktop': { environment: { DISPLAY: '' } },
      'on a build server': { environment: { DISPLAY: ':0', CI: 'true' } },
      'over SSH': { environment: { DISPLAY: ':0', SSH_CONNECTION: '::1 1 ::1 22' } },
      'when it is switched off': { environment: { DISPLAY: ':0', PBX_INSPECT_OPEN: '0' } },
    };
    for (const [when, surroundings] of Object.entries(without)) {
      it(`is not opened ${when}`, () => {
        expect(hasBrowser({ ...terminal, ...surroundings })).to.equal(false);
      });
    }
  });
});
