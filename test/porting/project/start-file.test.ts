import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { port } from '../../../porting/tools.js';

const automaton = (parameters: string): string => `<?php
class Persistent extends AppPlatform\\FinitStateAutomaton {
  public function __construct(${parameters}) { parent::__construct($ws); }
  public function ReceiveInitialStart($msg) { return "Dead"; }
}`;

describe('start.ts: which parameter of a constructor is the socket', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'start-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const cases = [
    { parameters: '$ws, $backupWs', made: 'new Persistent(ws, null)', todo: 'backupWs' },
    { parameters: '$name, $ws', made: 'new Persistent(null, null)', todo: 'name and ws' },
    { parameters: '$name, AppPlatform\\WSClient $ws', made: 'new Persistent(null, ws)', todo: 'name' },
    {
      parameters: 'AppPlatform\\WSClient $ws, AppPlatform\\WSClient $other',
      made: 'new Persistent(ws, null as never)',
      todo: 'other',
    },
  ];
  for (const { parameters, made, todo } of cases) {
    it(`(${parameters})`, async () => {
      writeFileSync(join(folder, 'persistent.php'), automaton(parameters));
      const { modules, problems } = await port(join(folder, 'persistent.php'), { style: 'class' });
      const code = modules.get('start.ts');
      expect(code).to.include(made);
      expect(code).to.include(`TODO(port): give ${todo} a value`);
      expect(problems.filter(({ severity }) => severity === 'todo')).to.have.length(
        todo.split(' and ').length,
      );
    });
  }

  it('one socket needs nothing', async () => {
    writeFileSync(join(folder, 'persistent.php'), automaton('$ws'));
    const { modules, problems } = await port(join(folder, 'persistent.php'), { style: 'class' });
    expect(modules.get('start.ts')).to.include('automaton: Persistent,');
    expect(problems).to.deep.equal([]);
  });
});
