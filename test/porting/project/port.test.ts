import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import type { PortOptions, PortReport } from '../../../porting/tools.js';
import { port, PortError } from '../../../porting/tools.js';
import { automaton, PhpFolder } from '../php-folder.js';

const lister = automaton('Lister', {
  ReceiveInitialStart: '$this->sendMessage(new \\AppPlatform\\Message("GetDevices"));',
  ReceiveInitialGetDevicesResult: 'return "Dead";',
});

describe('port', () => {
  const folders: PhpFolder[] = [];

  after(() => {
    for (const folder of folders) folder.remove();
  });

  function folder(files: Readonly<Record<string, string>> = {}): PhpFolder {
    const made = new PhpFolder(files);
    folders.push(made);
    return made;
  }

  /** Ports these files into a folder `out` beside them. */
  async function ported(
    files: Readonly<Record<string, string>>,
    options: PortOptions = {},
  ): Promise<{ readonly report: PortReport; readonly out: string; readonly php: string }> {
    const { path } = folder(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`php/${name}`, text])),
    );
    const out = `${path}/out`;
    return { report: await port(`${path}/php`, { out, ...options }), out, php: `${path}/php` };
  }

  function read(out: string, name: string): string {
    return readFileSync(`${out}/${name}`, 'utf8');
  }

  function json(out: string, name: string): Record<string, Record<string, unknown>> {
    return JSON.parse(read(out, name)) as Record<string, Record<string, unknown>>;
  }

  it('writes a package of modules that lie as the PHP files do', async () => {
    const { report, out } = await ported({
      'lists/a.php': `<?php ${lister}`,
      'b.inc': '<?php class Helper {}',
    });
    expect([...report.written]).to.have.members([
      'package.json',
      'tsconfig.json',
      '.gitignore',
      'b.ts',
      'lists/a.ts',
      'start.ts',
      'PORTING-REPORT.md',
      'PORTING-REPORT.json',
    ]);
    expect(read(out, 'lists/a.ts')).to.include('export class Lister extends FiniteStateAutomaton {');
    expect(json(out, 'package.json')['scripts']).to.include({
      start: 'pbx-automata run start.ts',
      build: 'tsc',
    });
    expect(json(out, 'PORTING-REPORT.json')['problems']).to.deep.equal([]);
  });

  it('writes the same twice', async () => {
    const { out, php } = await ported({ 'a.php': `<?php ${lister}`, 'b.php': '<?php {' });
    const again = `${out}-again`;
    await port(php, { out: again });
    for (const name of [
      'a.ts',
      'start.ts',
      'PORTING-REPORT.md',
      'PORTING-REPORT.json',
      '.porting-manifest.json',
    ]) {
      if (name === '.porting-manifest.json') continue;
      expect(read(again, name), name).to.equal(read(out, name));
    }
    expect(read(out, 'PORTING-REPORT.json')).not.to.include(php);
  });

  it('depends on the package by a path when it runs from a checkout', async () => {
    const { out } = await ported({ 'a.php': `<?php ${lister}` });
    const { dependencies } = json(out, 'package.json');
    expect(dependencies?.['pbx-automata']).to.match(/^file:(\.\.\/)+/);
  });

  describe('the start file', () => {
    it('gives each automaton the App Service that understands what it sends', async () => {
      const users = automaton('Users', {
        ReceiveInitialStart: '$this->ask();',
        ask: '$m = new \\AppPlatform\\Message("NumUsers"); $this->sendMessage($m);',
      });
      const { out } = await ported({
        'a.php': `<?php ${lister}${users}${automaton('Other', { ReceiveInitialStart: '' })}`,
      });
      const start = read(out, 'start.ts');
      expect(start)
        .to.include("{ automaton: Lister, app: 'devices' }")
        .and.to.include("{ automaton: Users, app: 'users' }");
      expect(start).to.include("{ automaton: Other, app: 'pbx' }");
    });

    it('tells the App Service from the answers where what is sent is not written', async () => {
      const request = {
        ReceiveInitialStart: '$this->sendMessage(new \\AppPlatform\\Message($this->what()));',
        what: 'return "GetDevices";',
        ReceiveInitialGetDevicesResult: 'return "Dead";',
      };
      const { out } = await ported({ 'a.php': `<?php ${automaton('Asker', request)}` });
      expect(read(out, 'start.ts'))
        .to.include("{ automaton: Asker, app: 'devices' }")
        .and.to.include('// Takes GetDevicesResult: on the socket of Devices.');
    });

    it('gives constructors what can be told, and leaves the rest to do', async () => {
      const rest =
        'function __construct($ws, $loginResult, $mac, int $size, $page = 5) { parent::__construct($ws); }';
      const { out, report } = await ported({
        'a.php': `<?php\n${automaton('A', { ReceiveInitialStart: '' }, rest)}`,
      });
      const start = read(out, 'start.ts');
      expect(start).to.include('new A(ws, login.results?.loginResultMsg, null, null as never)');
      expect(start).to.include('// TODO(port): give mac and size a value; PHP gave it to the constructor.');
      expect(report.problems).to.have.length(2);
      expect(report.problems[0]).to.include({ severity: 'todo', file: 'a.php', line: 3 });
      expect(report.problems[0]?.sentence).to.include('wants $mac');
    });

    it('imports once from each module, and casts nothing for machines', async () => {
      const rest = 'private $mac; function __construct($ws, $mac) { $this->mac = $mac; }';
      const text = `<?php ${lister}${automaton('B', { ReceiveInitialStart: '' }, rest)}`;
      const start = read((await ported({ 'a.php': text }, { style: 'machine' })).out, 'start.ts');
      expect(start).to.include("import { Lister, B } from './a.js';");
      expect(start).to.include("{ machine: B, input: () => ({ mac: null }), app: 'pbx' }");
      expect(start).not.to.match(/\bas (any|never)\b/);
    });

    it('is not there for abstract classes, and those of the library; a program is run then', async () => {
      const text =
        '<?php abstract class A extends AppPlatform\\FinitStateAutomaton {} class L extends AppPlatform\\AppLoginAutomaton {}\n$x = new L(null);';
      const { out, report } = await ported({ 'a.php': text });
      expect(existsSync(`${out}/start.ts`)).to.equal(false);
      expect(report.scripts).to.deep.equal({
        start: 'pbx-automata run a.ts',
        program: 'pbx-automata run a.ts',
      });
    });

    it('names automatons of the same name apart', async () => {
      const { out } = await ported({ 'a.php': `<?php ${lister}`, 'b.php': `<?php ${lister}` });
      expect(read(out, 'start.ts')).to.include('Lister as Lister2').and.to.include("nickname: 'Lister2'");
    });
  });

  describe('again', () => {
    it('leaves alone what a person has edited, and writes the rest', async () => {
      const { out, php } = await ported({ 'a.php': `<?php ${lister}`, 'b.php': `<?php ${lister}` });
      writeFileSync(`${out}/a.ts`, '// mine\n');
      writeFileSync(`${php}/b.php`, `<?php ${lister.replace('Lister', 'Renamed')}`);
      const report = await port(php, { out });
      expect(report.kept).to.deep.equal(['a.ts']);
      expect(read(out, 'a.ts')).to.equal('// mine\n');
      expect(read(out, 'b.ts')).to.include('class Renamed');
      // And still the next time.
      expect((await port(php, { out })).kept).to.deep.equal(['a.ts']);
      expect((await port(php, { out, force: true })).kept).to.deep.equal([]);
      expect(read(out, 'a.ts')).to.include('class Lister');
    });

    it('takes line ends of Windows for no edit', async () => {
      const { out, php } = await ported({ 'a.php': `<?php ${lister}` });
      writeFileSync(`${out}/a.ts`, read(out, 'a.ts').replaceAll('\n', '\r\n'));
      expect((await port(php, { out })).kept).to.deep.equal([]);
    });

    it('leaves alone what was there before', async () => {
      const { path } = folder({ 'a.php': `<?php ${lister}`, 'out/package.json': '{}' });
      expect((await port(`${path}/a.php`, { out: `${path}/out` })).kept).to.deep.equal(['package.json']);
      expect(read(`${path}/out`, 'package.json')).to.equal('{}');
    });
  });

  describe('what cannot be translated', () => {
    it('because of a defect becomes a comment; the rest is ported, and it is said', async () => {
      const { out, report } = await ported(
        { 'a.php': '<?php\nclass A {}', 'b.php': `<?php ${lister}` },
        {
          translate: (_project, { path }) => {
            if (path === 'a.php') throw new TypeError('x is undefined');
            return { code: 'export class Lister {}', problems: [], hasProgram: false };
          },
        },
      );
      expect(report.failures).to.have.length(1);
      expect(report.failures[0]?.sentence).to.match(
        /^a\.php was not translated, because of a defect .*x is undefined/,
      );
      expect(read(out, 'a.ts')).to.match(/^\/\/ TODO\(port\): a\.php[^]*\/\/ class A \{\}\nexport \{\};\n$/);
      expect(read(out, 'b.ts')).to.include('class Lister');
    });

    it('is in the report, with file and line, once', async () => {
      const problem = { severity: 'todo', sentence: 'Write it.', file: 'a.php', line: 2 } as const;
      const { out, report } = await ported(
        { 'a.php': `<?php\n${lister}` },
        { translate: () => ({ code: 'export {};', problems: [problem, problem], hasProgram: false }) },
      );
      expect(report.problems).to.deep.equal([problem]);
      expect(read(out, 'PORTING-REPORT.md'))
        .to.include('- `a.php:2` Write it.')
        .and.to.include('1 TODO(port)');
    });
  });

  describe('errors', () => {
    async function failure(path: string, out: string): Promise<PortError> {
      try {
        await port(path, { out });
      } catch (error) {
        if (error instanceof PortError) return error;
        throw error;
      }
      throw new Error('It was ported.');
    }

    it('the output is a file, or the folder that is ported', async () => {
      const { path } = folder({ 'a.php': `<?php ${lister}` });
      const file = await failure(`${path}/a.php`, `${path}/a.php`);
      expect(file).to.include({ code: 'PORT_OUTPUT_UNUSABLE' });
      expect(file.message).to.include('it is a file');
      expect((await failure(path, `${path}/.`)).message).to.include('it is the folder that is ported');
      expect(existsSync(`${path}/package.json`)).to.equal(false);
    });

    it('the output cannot be written', async () => {
      const { path } = folder({ 'a.php': `<?php ${lister}`, 'b/c': '' });
      const error = await failure(`${path}/a.php`, `${path}/b/c/d`);
      expect(error.code).to.equal('PORT_OUTPUT_UNWRITABLE');
      expect(error.message).to.match(
        /^The output cannot be written to .*: a part of the path is no folder\.$/,
      );
      if (process.getuid?.() === 0) return;
      chmodSync(`${path}/b`, 0o500);
      expect((await failure(`${path}/a.php`, `${path}/b/out`)).code).to.equal('PORT_OUTPUT_UNWRITABLE');
    });

    it('an expression nests too deeply to be translated', async () => {
      const { path } = folder({ 'a.php': `<?php ${lister}\n$x = $a${' + $b'.repeat(5000)};` });
      const report = await port(`${path}/a.php`, { out: `${path}/out` });
      expect(report.failures.map(({ sentence }) => sentence)).to.deep.equal([
        'a.php was not translated, because an expression or block nests too deeply; split it.',
      ]);
    });

    it('an aborted port writes nothing', async () => {
      const { path } = folder({ 'a.php': `<?php ${lister}` });
      const signal = AbortSignal.abort(new Error('Enough.'));
      const error = await port(`${path}/a.php`, { out: `${path}/out`, signal }).catch(
        (reason: unknown) => reason,
      );
      expect(error).to.have.property('message', 'Enough.');
      expect(existsSync(`${path}/out`)).to.equal(false);
    });
  });
});
