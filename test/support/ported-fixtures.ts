import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { verifyAutomaton } from '../../porting/index.js';
import type { setOutput } from '../../porting/php/index.js';
import { port, readPhp } from '../../porting/tools.js';
import type { Engine, ModuleExports, Parameters } from './php-fixture-styles.js';
import type { PhpFixture, PortStyle } from './php-fixtures.js';
import { withoutNamespace } from './php-fixtures.js';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** What looks at ported automatons, as their module sees it. */
interface PortingTools {
  readonly verifyAutomaton: typeof verifyAutomaton;
  readonly setOutput: typeof setOutput;
}

/** A PHP file that was ported into a folder of its own, which finds this package as an installed one would. */
export class PortedFixture {
  #loads = 0;

  private constructor(
    private readonly file: string,
    private readonly folder: string,
    private readonly module: string,
    /** Sentences about what is not translated. */
    readonly todos: readonly string[],
  ) {}

  static async make(fixture: PhpFixture, style: PortStyle): Promise<PortedFixture> {
    const { modules, problems } = await port(fixture.file, { style });
    const folder = mkdtempSync(join(tmpdir(), 'ported-'));
    for (const [path, code] of modules) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), code);
    }
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const engine = [
      "export { Log, Transitioner, verifyAutomaton } from 'pbx-automata/porting';",
      "export { setOutput } from 'pbx-automata/porting/php';",
    ];
    writeFileSync(join(folder, 'engine.ts'), `${engine.join('\n')}\n`);
    installIn(folder);
    const module = `${fixture.name}.ts`;
    if (!modules.has(module))
      throw new Error(`The port has no ${module}, but ${[...modules.keys()].join(', ')}.`);
    // What only a program knows is no gap in the translation; the fixtures have none.
    const todos = problems.filter(
      ({ severity, sentence }) => severity === 'todo' && !sentence.includes('start.ts'),
    );
    return new PortedFixture(
      fixture.file,
      folder,
      module,
      todos.map(({ line, sentence }) => `${line}: ${sentence}`),
    );
  }

  /** Each time anew: static members begin with their first values. */
  async load(): Promise<ModuleExports> {
    this.#loads += 1;
    const url = `${pathToFileURL(join(this.folder, this.module)).href}?load=${this.#loads}`;
    return (await import(url)) as ModuleExports;
  }

  /** The engine that the module imports; a test that mocha loads otherwise has another copy of it. */
  async engine(): Promise<Engine & PortingTools> {
    return (await import(pathToFileURL(join(this.folder, 'engine.ts')).href)) as Engine & PortingTools;
  }

  /** What the constructor of a class takes besides the socket. */
  async parameters(): Promise<Parameters> {
    const { classes } = await readPhp(this.file);
    return (phpClass) => {
      let found = classes.get(withoutNamespace(phpClass).toLowerCase());
      for (; found !== undefined; found = found.parent) {
        const construct = found.methods.find(({ name }) => name.toLowerCase() === '__construct');
        if (construct === undefined) continue;
        return construct.node.arguments
          .slice(1)
          .map(({ name }) => (typeof name === 'string' ? name : name.name));
      }
      return [];
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

function installIn(folder: string): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules, { recursive: true });
  symlinkSync(project, join(modules, 'pbx-automata'), 'junction');
  symlinkSync(join(project, 'node_modules', 'xstate'), join(modules, 'xstate'), 'junction');
}
