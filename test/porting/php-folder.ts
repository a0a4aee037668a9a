import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A new folder with these files in it, and how to remove it. */
export class PhpFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'pbx-automata-port-'));

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [name, content] of Object.entries(files)) this.write(name, content);
  }

  /** @returns its path */
  write(name: string, content: string | Uint8Array): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A class of PHP with these handlers: names and bodies. */
export function automaton(name: string, handlers: Readonly<Record<string, string>>, rest = ''): string {
  const methods = Object.entries(handlers).map(
    ([method, body]) => `  public function ${method}(\\AppPlatform\\Message $msg) { ${body} }`,
  );
  return `class ${name} extends \\AppPlatform\\FinitStateAutomaton {\n${rest}\n${methods.join('\n')}\n}\n`;
}
