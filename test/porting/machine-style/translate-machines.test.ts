import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { PortedMachines } from './ported-machines.js';
import { deviceLister, portMachines, userLister } from './ported-machines.js';

const golden = (name: string): string => fileURLToPath(new URL(`golden/${name}`, import.meta.url));

describe('translateMachines: PHP automatons as explicit machines', function () {
  this.timeout(60_000);
  let ported: PortedMachines;

  before(async () => {
    ported = await portMachines({ 'device-lister.php': deviceLister, 'user-lister.php': userLister });
  });
  after(() => {
    ported.remove();
  });

  for (const name of ['device-lister', 'user-lister']) {
    for (const file of [`${name}.ts`, `${name}.test.ts`]) {
      it(`writes ${file} as it is checked in`, () => {
        const code = ported.modules.get(file) ?? '';
        // UPDATE_GOLDEN=1 writes the files anew; look at the difference before they are checked in.
        if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden(`${file}.txt`), code);
        expect(code).to.equal(readFileSync(golden(`${file}.txt`), 'utf8'));
      });
    }
  }

  it('writes tests that pass as they are', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        '--import',
        'tsx',
        '--conditions=pbx-automata-source',
        join('node_modules', 'mocha', 'bin', 'mocha.js'),
        '--no-config',
        'device-lister.test.ts',
        'user-lister.test.ts',
      ],
      { cwd: ported.folder },
    );
    expect(stdout).to.match(/6 passing/);
    expect(stdout).to.match(/2 pending/);
    expect(stdout).not.to.include('failing');
  });
});
