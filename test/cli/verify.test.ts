import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { answer, ask, phpLog, received, sent, thank } from '../porting/verify/kit.js';
import { call, temporaryFolder } from './cli-kit.js';

const automatons = `
import { FiniteStateAutomaton, Log, Message } from 'pbx-automata/porting';
export class Asker extends FiniteStateAutomaton {
  ReceiveInitialStart() { Log.log('asking'); this.sendMessage(new Message('Ask')); }
  ReceiveInitialAnswer(msg: Message) { this.sendMessage(new Message('Thank', 'for', msg.what)); }
}
export class Rude extends FiniteStateAutomaton {
  ReceiveInitialStart() { this.sendMessage(new Message('Ask')); }
}
`;

describe('cli verify', () => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'automatons.ts');
  const log = join(folder.path, 'ask.log');

  before(() => {
    mkdirSync(folder.path, { recursive: true });
    writeFileSync(file, automatons);
    writeFileSync(log, phpLog(sent('S', ask), received('S', answer(1)), sent('S', thank(1))).text);
  });
  after(() => {
    folder.remove();
  });

  it('says that there is no difference, and what was chosen; code 0', async () => {
    const { code, stdout, stderr } = await call(['verify', log, '--automaton', `${file}#Asker`]);
    expect(stdout).to.equal('2 messages, no difference.\n');
    expect(stderr).to.equal('Note: Asker is Asker on S, from line 1 on.\n');
    expect(code).to.equal(0);
  });

  it('shows the first difference with what was fed, the state and both messages; code 1', async () => {
    const { code, stdout } = await call([
      'verify',
      log,
      '--automaton',
      file,
      '--export',
      'Rude',
      '--socket',
      'S',
    ]);
    expect(code).to.equal(1);
    expect(stdout).to.match(/ask\.log, line 3\n {2}fed last {2}Answer from S \(line 2\)/);
    expect(stdout).to.include('  state     Initial\n');
    expect(stdout).to.include('  expected  Thank  {"mt":"Thank","for":1}\n  actual    nothing\n');
    expect(stdout).to.match(
      /one is missing after Answer from S \(line 2\): line 3 has Thank, and it does nothing\.\n$/,
    );
  });

  it('knows what a function makes by its class', async () => {
    const ported = join(folder.path, 'ported');
    const start = join(ported, 'start.ts');
    mkdirSync(ported);
    writeFileSync(join(ported, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(ported, 'automatons.ts'), automatons);
    const entries = `[{ automaton: (ws) => new Asker(ws) }, { automaton: Rude }]`;
    writeFileSync(start, `import { Asker, Rude } from './automatons.js';\nexport default ${entries};\n`);
    const { code, stderr } = await call(['verify', log, '--automaton', `${start}#Asker`]);
    expect([code, stderr]).to.deep.equal([0, 'Note: Asker is Asker on S, from line 1 on.\n']);
    const unclear = await call(['verify', log, '--automaton', start]);
    expect(unclear.stderr).to.include('has several automatons: Asker, Rude;');
  });

  it('prints the report as JSON', async () => {
    const { stdout } = await call(['verify', log, '--automaton', `${file}#Rude`, '--socket', 'S', '--json']);
    const report = JSON.parse(stdout) as { outcome: string; divergence: { expected: { mt: string } } };
    expect(report.outcome).to.equal('differs');
    expect(report.divergence.expected.mt).to.equal('Thank');
  });

  for (const [what, args, sentence] of [
    ['no automaton is named', [], /--automaton/],
    ['several are in the file', ['--automaton', file], /has several automatons: Asker, Rude; choose one/],
    [
      'there is none of that name',
      ['--automaton', `${file}#Other`],
      /has no automaton Other; it has: Asker, Rude/,
    ],
    [
      'a path to ignore is none',
      ['--automaton', `${file}#Asker`, '--ignore', '..'],
      /names nothing that could be ignored/,
    ],
    [
      'there is no such socket',
      ['--automaton', `${file}#Asker`, '--socket', 'T'],
      /has no socket T; its sockets are: S/,
    ],
    ['lines are none', ['--automaton', `${file}#Asker`, '--lines', '5-2'], /two numbers of lines/],
    [
      'the lines have no messages',
      ['--automaton', `${file}#Asker`, '--lines', '9-'],
      /nothing to compare with/,
    ],
  ] as const) {
    it(`says in one sentence that ${what}; code 2`, async () => {
      const { code, stdout, stderr } = await call(['verify', log, ...args]);
      expect(stderr).to.match(sentence);
      expect(stdout).to.equal('');
      expect(code).to.equal(2);
    });
  }

  it('says that there is no such recording, and that a file is none; code 2', async () => {
    const none = await call(['verify', `${log}.no`, '--automaton', `${file}#Asker`]);
    expect([none.code, none.stderr]).to.deep.equal([
      2,
      `Error: The trace ${log}.no cannot be read: there is no such file or folder.\n`,
    ]);
    const other = await call(['verify', file, '--automaton', `${file}#Asker`]);
    expect(other.code).to.equal(2);
    expect(other.stderr).to.include('This is no log of the PHP library');
  });
});
