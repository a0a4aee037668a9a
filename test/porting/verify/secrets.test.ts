import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { call, temporaryFolder } from '../../cli/cli-kit.js';
import { phpLog, posted, received, sent } from './kit.js';

const old = 'hunter2-old-secret';
const now = 'hunter2-new-secret';

/** Members that hold secrets, alone, in lists, nested, and in a text. */
const members: Readonly<Record<string, (secret: string) => unknown>> = {
  password: (secret) => ({ password: secret, extra: secret.length > 0 ? 1 : 0 }),
  'password, nested in a list': (secret) => ({ users: [{ name: 'ckl', pwd: secret }] }),
  'a list instead of a password': (secret) => ({ pwd: [secret] }),
  'an object instead of a password': (secret) => ({ password: { value: secret } }),
  digest: (secret) => ({ digest: secret }),
  'session key': (secret) => ({ info: { session: { usr: secret, pwd: secret } } }),
  key: (secret) => ({ key: secret }),
  'a secret in an address': (secret) => ({ url: `https://ckl:${secret}@pbx.example.com/?pwd=${secret}` }),
};

describe('verify and secrets', () => {
  const folder = temporaryFolder();

  before(() => {
    mkdirSync(folder.path, { recursive: true });
  });
  after(() => {
    folder.remove();
  });

  it('shows none that is one by what is around it, and that on one side only', async () => {
    const log = join(folder.path, 'around.log');
    const file = join(folder.path, 'around.ts');
    writeFileSync(log, phpLog(sent('S', { mt: 'Login', type: 'user', username: 'ckl' })).text);
    writeFileSync(
      file,
      `import { FiniteStateAutomaton, Message } from 'pbx-automata/porting';
export default class Setter extends FiniteStateAutomaton {
  ReceiveInitialStart() {
    this.sendMessage(new Message('Login', 'type', 'session', 'username', '${now}'));
  }
}`,
    );
    for (const form of [[], ['--json']]) {
      const { stdout, stderr } = await call(['verify', log, '--automaton', file, '--socket', 'S', ...form]);
      expect(stdout).to.include('username');
      expect(stdout + stderr).not.to.match(/hunter2/);
    }
  });

  for (const [what, make] of Object.entries(members)) {
    for (const way of ['send', 'post'] as const) {
      it(`shows none of either side: ${what}, ${way}`, async () => {
        const log = join(folder.path, 'secret.log');
        const file = join(folder.path, `${Object.keys(members).indexOf(what)}-${way}.ts`);
        const body = (secret: string, n: number): object => ({ mt: 'Set', n, ...(make(secret) as object) });
        const first = body(old, 1);
        writeFileSync(
          log,
          phpLog(
            sent('S', { mt: 'Ask' }),
            received('S', { mt: 'Answer', ...(make(old) as object) }),
            way === 'send' ? sent('S', first) : posted('Setter', '', first),
          ).text,
        );
        const args = Object.entries({ ...body(now, 2), mt: undefined }).filter(([name]) => name !== 'mt');
        writeFileSync(
          file,
          `import { FiniteStateAutomaton, Message } from 'pbx-automata/porting';
export default class Setter extends FiniteStateAutomaton {
  ReceiveInitialStart() { this.sendMessage(new Message('Ask')); }
  ReceiveInitialAnswer() {
    const msg = new Message('Set');
    Object.assign(msg, ${JSON.stringify(Object.fromEntries(args))});
    this.${way === 'send' ? 'sendMessage' : 'postEvent'}(msg);
  }
}`,
        );
        for (const form of [[], ['--json']]) {
          const { code, stdout, stderr } = await call([
            'verify',
            log,
            '--automaton',
            file,
            '--socket',
            'S',
            ...form,
          ]);
          expect(code, stdout + stderr).to.equal(1);
          expect(stdout).to.include('Set');
          expect(stdout + stderr).not.to.match(/hunter2/);
        }
      });
    }
  }
});
