import { spawnSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { libraryClasses } from '../../porting/library/library-names.js';
import { phpFunctions } from '../../porting/php/functions-table.js';
import { temporaryFolder } from '../cli/cli-kit.js';
import { projectRoot } from '../support/doc-snippets.js';
import type { GuideStep } from '../support/guide-steps.js';
import { faultOfShown, guideSteps, withEdit } from '../support/guide-steps.js';

const page = 'docs/porting.md';
const text = readFileSync(new URL(page, projectRoot), 'utf8');
const checkout = fileURLToPath(projectRoot);
const loader = new URL('node_modules/tsx/dist/loader.mjs', projectRoot).href;
const sourceCondition = '--conditions=pbx-automata-source';
const logOfPhp = join(checkout, 'samples/porting/device-audit.log');

/** The text of a chapter, up to the next heading of its rank. */
function chapter(heading: string): string {
  const from = text.indexOf(`${heading}\n`);
  expect(from, heading).to.be.above(-1);
  const rank = heading.split(' ')[0] ?? '';
  const rest = text.slice(from + heading.length);
  const end = rest.search(RegExp(`^#{2,${rank.length}} `, 'm'));
  return end < 0 ? rest : rest.slice(0, end);
}

/** A reader who does what the guide says: a folder, where they stand in it, and what was printed last. */
class Reader {
  #place: string;
  #printed = '';

  constructor(private readonly folder: string) {
    this.#place = folder;
  }

  does(step: GuideStep): void {
    switch (step.kind) {
      case 'command':
        this.#printed = this.#run(step.command);
        if (step.prints !== '') expect(faultOfShown(step.prints, this.#printed)).to.equal(undefined);
        return;
      case 'draws':
        expect(this.#printed).to.include(step.text);
        return;
      case 'shows':
        expect(faultOfShown(`…\n${step.text}…\n`, this.#read(step.file))).to.equal(undefined);
        return;
      case 'writes':
        writeFileSync(join(this.folder, step.file), step.text);
        return;
      case 'edits':
        writeFileSync(join(this.folder, step.file), withEdit(this.#read(step.file), step.text));
    }
  }

  #read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  #run(line: string): string {
    const [program = '', ...words] = line.split(' ');
    if (line === 'npm install') return this.#install();
    if (line === 'npm start' || line === 'npm test') return this.#runScript(words[0] ?? '');
    if (program === 'cd') {
      this.#place = join(this.#place, words[0] ?? '');
      return '';
    }
    // The tests need no PHP: what it printed is there.
    if (line === 'php device-audit.php > device-audit.log') {
      copyFileSync(logOfPhp, join(this.#place, 'device-audit.log'));
      return '';
    }
    expect(program, line).to.equal('pbx-automata');
    return this.#callCli(words);
  }

  /** In a process of its own: what was loaded and then edited is loaded anew. */
  #callCli(words: readonly string[]): string {
    const cli = join(checkout, 'cli/main.ts');
    return this.#runNode(['--import', loader, sourceCondition, cli, ...words]).screen;
  }

  /** Standard output and error together, as on a screen. */
  #runNode(args: readonly string[]): { readonly status: number | null; readonly screen: string } {
    const screen = join(this.folder, 'screen.txt');
    const output = openSync(screen, 'w');
    const { DEBUG: _debug, FORCE_COLOR: _force, ...env } = process.env;
    try {
      const { status } = spawnSync(process.execPath, args, {
        cwd: this.#place,
        env: { ...env, NO_COLOR: '1', XDG_STATE_HOME: join(this.folder, 'state') },
        stdio: ['ignore', output, output],
      });
      return { status, screen: readFileSync(screen, 'utf8') };
    } finally {
      closeSync(output);
    }
  }

  /** What `npm install` would bring, from this checkout. */
  #install(): string {
    const modules = join(this.#place, 'node_modules');
    mkdirSync(modules);
    symlinkSync(checkout, join(modules, 'pbx-automata'), 'junction');
    for (const name of ['xstate', 'chai', 'mocha', 'tsx'])
      symlinkSync(join(checkout, 'node_modules', name), join(modules, name), 'junction');
    return '';
  }

  #runScript(name: string): string {
    const { scripts } = JSON.parse(readFileSync(join(this.#place, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const script = scripts[name] ?? '';
    if (script.startsWith('pbx-automata ')) return this.#callCli(script.split(' ').slice(1));
    expect(script).to.equal('tsc && mocha "build/**/*.test.js"');
    // Without the compiler, which test/porting/compiles.test.ts lets look at ported files.
    const tests = readdirSync(this.#place).filter((file) => file.endsWith('.test.ts'));
    const mocha = ['node_modules/mocha/bin/mocha.js', '--no-config', ...tests];
    const { status, screen } = this.#runNode(['--import', 'tsx', sourceCondition, ...mocha]);
    expect(status, screen).to.equal(0);
    return screen;
  }
}

describe('docs/porting.md', function () {
  this.timeout(120_000);

  describe('the way', () => {
    const folder = temporaryFolder();
    const steps = guideSteps(page);
    let reader: Reader;

    before(() => {
      mkdirSync(folder.path, { recursive: true });
      copyFileSync(join(checkout, 'samples/porting/device-audit.php'), join(folder.path, 'device-audit.php'));
      reader = new Reader(folder.path);
    });
    after(() => {
      folder.remove();
    });

    it('has steps', () => {
      expect(steps.map(({ kind }) => kind)).to.include.members([
        'command',
        'shows',
        'writes',
        'edits',
        'draws',
      ]);
    });

    for (const step of steps) {
      const what = step.kind === 'command' ? step.command : step.kind;
      it(`line ${step.line}: ${what}`, () => {
        reader.does(step);
      });
    }
  });

  it('would notice what is not printed, and what is printed and not shown', () => {
    expect(faultOfShown('a\n…\nc\n', 'a\nb\nc\n')).to.equal(undefined);
    expect(faultOfShown('a\nc\n', 'a\nb\nc\n')).to.match(/^"c" is not printed there/);
    expect(faultOfShown('a\n', 'a\nb\n')).to.match(/^not shown/);
  });

  describe('the tables', () => {
    const library = chapter('### The library');

    it('name every class of the library and all its methods', () => {
      expect(libraryClasses.size).to.be.above(15);
      const names = [...libraryClasses.values()].flatMap(({ name, methods }) => [name, ...methods]);
      const missing = names.filter((name) => !RegExp(`\`(?:new |\\$\\w+->)?${name}\\b`).test(library));
      expect([...new Set(missing)]).to.deep.equal([]);
    });

    it('say of exactly those that are not built that they are not', () => {
      const said = [...library.matchAll(/^\| `(\w+)`.*\*\*not built yet\*\*/gm)].map(([, name]) => name);
      const notBuilt = [...libraryClasses.values()].filter(({ isBuilt }) => !isBuilt);
      expect(said).to.deep.equal(notBuilt.map(({ name }) => name));
    });

    it('name exactly the functions that differ from PHP', () => {
      const functions = chapter('### Functions');
      const rows = [...functions.matchAll(/^\| (`.*?) \|/gm)].map(([, cell = '']) => cell);
      const named = rows.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
      const noted = [...phpFunctions].filter(([, { note }]) => note !== undefined).map(([name]) => name);
      expect(named).to.have.members(noted);
    });

    it('know how many functions there are', () => {
      const [, said = ''] = /More than (\d+) functions/.exec(text) ?? [];
      expect(phpFunctions.size).to.be.within(Number(said), Number(said) + 99);
    });
  });
});
