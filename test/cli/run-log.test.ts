import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { call, temporaryFolder } from './cli-kit.js';

const machine = `
import { setupAutomaton, writeLog } from 'pbx-automata';
export default setupAutomaton({
  types: { context: {}, messages: {} as never, output: {} as { readonly ok: true } },
  accepts: {},
}).createMachine({
  id: 'Audit',
  initial: 'Initial',
  context: {},
  states: {
    Initial: { on: { Start: { target: 'Dead', actions: [writeLog('2 phones'), writeLog('password=hunter2-x'), writeLog('psst', 'debug')] } } },
    Dead: { type: 'final' },
  },
  output: { ok: true },
});
`;

const php = `
import { FiniteStateAutomaton, Log } from 'pbx-automata/porting';
export default class Audit extends FiniteStateAutomaton {
  ReceiveInitialStart() {
    Log.log('2 phones');
    this.log('of his own', 'runtime');
    this.log('psst');
    return 'Dead';
  }
}
`;

describe('cli run, what automatons log', () => {
  const folder = temporaryFolder();

  before(() => {
    mkdirSync(folder.path, { recursive: true });
  });
  after(() => {
    folder.remove();
  });

  async function linesOf(source: string, name: string): Promise<readonly string[]> {
    const path = join(folder.path, name);
    writeFileSync(path, source);
    const lines: string[] = [];
    // The one of the command line: mocha turns a static import into another copy.
    const { defaultLog } = await import('../../services/log.js');
    const stop = defaultLog.onLine((line) => lines.push(line));
    try {
      expect((await call(['run', path])).code).to.equal(0);
    } finally {
      stop();
    }
    return lines.map((line) => line.replace(/^.*?\d{4}\.\d{3} /, ''));
  }

  it('is shown of machines as of classes: the category runtime, and nothing that the engine says', async () => {
    const [said, told = '', ...others] = await linesOf(machine, 'machine.ts');
    expect(said).to.equal('runtime Audit:  2 phones');
    expect(told).to.include('password=').and.not.to.include('hunter2');
    expect(others).to.deep.equal([]);
    expect(await linesOf(php, 'class.ts')).to.deep.equal([
      'runtime script:  2 phones',
      'runtime Audit(Audit):  of his own',
    ]);
  });
});
