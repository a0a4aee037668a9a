import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { automaton, PhpFolder } from '../porting/php-folder.js';
import type { CliResult } from './cli-kit.js';
import { call, Captured } from './cli-kit.js';

const lister = automaton('Lister', {
  ReceiveInitialStart: '$this->sendMessage(new \\AppPlatform\\Message("GetDevices"));',
  ReceiveInitialGetDevicesResult: 'if ($msg->last) return "Dead"; goto out; out:',
});

describe('cli port', () => {
  const folder = new PhpFolder({
    'list.php': `<?php\nrequire 'helper.php';\n${lister}`,
    'helper.php': '<?php class Helper {}',
    'all/a.php': `<?php\n${lister}`,
    'all/b.php': '<?php\nclass {',
    'none.php': '<?php echo 1;',
  });

  after(() => {
    folder.remove();
  });

  const path = (name: string): string => join(folder.path, name);
  const port = (...argv: readonly string[]): Promise<CliResult> => call(['port', ...argv]);

  it('prints the TypeScript of one file, and the rest to standard error', async () => {
    const { code, stdout, stderr } = await port(path('list.php'));
    expect(code).to.equal(0);
    expect(stdout).to.match(
      /^import [^]*export class Lister extends FiniteStateAutomaton \{[^]*TODO\(port\)/,
    );
    expect(stderr).to.match(/Note: it requires helper\.php; --out FOLDER writes them all\./);
    expect(stderr).to.match(/^TODO\(port\) .*list\.php:6 goto/m);
    expect(stderr).to.match(/list\.php: 1 automaton, 2 handlers, [12] TODO\(port\)\.\n$/);
  });

  it('writes machines and their tests with --style machine', async () => {
    const out = path('machines');
    const { code, stdout } = await port(path('list.php'), '--style', 'machine', '--out', out);
    expect({ code, stdout }).to.deep.equal({ code: 0, stdout: '' });
    expect(readFileSync(join(out, 'list.ts'), 'utf8')).to.include('export const Lister = setupAutomaton(');
    expect(existsSync(join(out, 'list.test.ts'))).to.equal(true);
    expect(readFileSync(join(out, 'start.ts'), 'utf8')).to.include("{ machine: Lister, app: 'devices' }");
  });

  it('writes a package that run takes', async () => {
    const out = path('classes');
    folder.write('clean.php', `<?php\n${lister.replace('goto out; out:', '')}`);
    const { code, stderr } = await port(path('clean.php'), '--out', out);
    expect(code).to.equal(0);
    expect(stderr).to.include(`Next: cd ${out} && npm install && npm start`);
    const result = await call(['run', join(out, 'start.ts'), '--quiet', '--json']);
    expect({ code: result.code, stdout: result.stdout }).to.deep.equal({
      code: 0,
      stdout: '{ "Lister": {"ok":true} }\n',
    });
  });

  it('a program is called by run, and logs in by itself', async () => {
    const out = path('program');
    folder.write('program.php', `<?php\n${lister}\nprint "has run\\n"; $GLOBALS['x'] = 1;\n`);
    await port(path('program.php'), '--out', out);
    writeFileSync(
      join(out, 'one.ts'),
      'export class X {}\nexport async function main() { throw new Error("has run"); }',
    );
    const { code, stderr } = await call(['run', join(out, 'one.ts')]);
    expect({ code, stderr }).to.deep.equal({ code: 1, stderr: 'Error: has run\n' });
    expect(readFileSync(join(out, 'package.json'), 'utf8')).to.include(
      '"program": "pbx-automata run program.ts"',
    );
  });

  it('names what was edited and stays, and ends with 1; --force overwrites', async () => {
    const out = path('edited');
    await port(path('list.php'), '--out', out);
    writeFileSync(join(out, 'list.ts'), '// mine\n');
    const { code, stderr } = await port(path('list.php'), '--out', out);
    expect(code).to.equal(1);
    expect(stderr).to.include(
      'Warning: list.ts was edited, or was there before, and stays as it is; --force overwrites.',
    );
    expect((await port(path('list.php'), '--out', out, '--force')).code).to.equal(0);
    expect(readFileSync(join(out, 'list.ts'), 'utf8')).to.include('class Lister');
  });

  it('ports what it can of a folder, names what it cannot, and ends with 1', async () => {
    const out = path('ported');
    const { code, stderr } = await port(path('all'), '--out', out);
    expect(code).to.equal(1);
    expect(stderr).to.match(/^TODO\(port\) .*all\/b\.php:2 Not ported: b\.php:2 is no valid PHP/m);
    expect(existsSync(join(out, 'a.ts'))).to.equal(true);
    expect(existsSync(join(out, 'b.ts'))).to.equal(false);
  });

  describe('--diagram', () => {
    it('prints Markdown with Mermaid, of a folder too', async () => {
      const { code, stdout } = await port(path('all'), '--diagram');
      expect(code).to.equal(0);
      expect(stdout).to.match(
        /^## Lister\n\n```mermaid\n---\n[^]*## Who says what\n\n```mermaid\nflowchart LR\n/,
      );
    });

    it('writes Mermaid and SVG with --out, and no TypeScript', async () => {
      const out = path('drawn');
      const { code, stdout, stderr } = await port(path('list.php'), '--diagram', '--out', out);
      expect({ code, stdout }).to.deep.equal({ code: 0, stdout: '' });
      expect(stderr.trim().split('\n')).to.have.members(
        ['Lister.mmd', 'Lister.svg', 'who-says-what.mmd'].map((name) => join(out, 'diagrams', name)),
      );
      expect(existsSync(join(out, 'list.ts'))).to.equal(false);
    });
  });

  const wrong: Record<string, readonly [argv: readonly string[], hint: RegExp]> = {
    'a folder without --out': [
      [path('all')],
      /is a folder and becomes a folder; say which with --out FOLDER/,
    ],
    'no such file': [[path('gone.php')], /gone\.php cannot be read: there is no such file or folder\.\n$/],
    'a syntax error': [[path('all/b.php')], /b\.php:2 is no valid PHP: unexpected '\{', expecting a name/],
    'no automaton': [[path('none.php')], /holds no automaton: no class there extends FinitStateAutomaton/],
    'an output that is a file': [
      [path('list.php'), '--out', path('none.php')],
      /it is a file; name a folder/,
    ],
    'a style that is none': [[path('list.php'), '--style', 'cobol'], /Allowed choices are class, machine/],
  };
  for (const [name, [argv, hint]] of Object.entries(wrong)) {
    it(`${name} is one sentence, and ends with 2`, async () => {
      const { code, stdout, stderr } = await port(...argv);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
      expect(stderr).to.match(hint);
    });
  }

  it('ends with 130 when it is interrupted', async () => {
    const out = path('interrupted');
    const stderr = new Captured();
    const { code } = await call(['port', path('all'), '--out', out], { signal: AbortSignal.abort(), stderr });
    expect(code).to.equal(130);
    expect(existsSync(out)).to.equal(false);
  });
});
