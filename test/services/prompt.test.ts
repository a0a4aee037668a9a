import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { exportSession, SessionCredentials } from '../../protocol/credentials.js';
import type { Secret } from '../../protocol/secret.js';
import { PasswordError, readPassword } from '../../services/prompt.js';

/** A terminal as far as a prompt needs one. */
class FakeTerminal extends PassThrough {
  readonly isTTY = true;
  isRaw = false;
  readonly rawModes: boolean[] = [];

  setRawMode(mode: boolean): this {
    this.isRaw = mode;
    this.rawModes.push(mode);
    return this;
  }
}

/** What is inside, by the one way that product code has for it. */
function open(secret: Secret): string {
  return exportSession(new SessionCredentials(secret, secret)).pwd;
}

describe('readPassword', () => {
  const variable = 'PBX_PASSWORD';
  const question = 'Password of alice:';
  let folder = '';
  let warnings: string[] = [];
  const onWarning = (sentence: string): void => {
    warnings.push(sentence);
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pbx-automata-test-'));
    warnings = [];
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function failureOf(attempt: Promise<Secret>): Promise<PasswordError> {
    const outcome: unknown = await attempt.catch((error: unknown) => error);
    if (outcome instanceof PasswordError) return outcome;
    throw new Error(`A PasswordError was expected, not ${String(outcome)}.`);
  }

  describe('at a terminal', () => {
    async function type(
      ...keys: (string | Buffer)[]
    ): Promise<{ attempt: Promise<Secret>; shown: () => string; input: FakeTerminal }> {
      const input = new FakeTerminal();
      const output = new PassThrough();
      const asked = new Promise<void>((resolve) => {
        output.on('data', () => {
          resolve();
        });
      });
      let shown = '';
      output.on('data', (data: Buffer) => {
        shown += data.toString();
      });
      const attempt = readPassword({ question, variable, environment: {}, input, output });
      attempt.catch(() => undefined);
      await asked;
      for (const key of keys) input.write(key);
      return { attempt, shown: () => shown, input };
    }

    const typings: [string, (string | Buffer)[], string][] = [
      ['key by key', ['s', 'e', 'c', 'r', 'e', 't', '\r'], 'secret'],
      ['pasted at once, with spaces', [' two words \r'], ' two words '],
      ['with backspace', ['secrex\u007ft\r'], 'secret'],
      ['with backspace over an emoji', ['a\u{1f600}\u007fb\r'], 'ab'],
      ['with characters cut in two', [Buffer.from([0xc3]), Buffer.from([0xa4, 0x0d])], 'ä'],
    ];
    for (const [name, keys, password] of typings) {
      it(`takes what is typed ${name}, without echo`, async () => {
        const { attempt, shown, input } = await type(...keys);
        expect(open(await attempt)).to.equal(password);
        expect(shown()).to.include(question);
        expect(shown().slice(shown().indexOf(question) + question.length)).to.not.match(/[\p{L}*]{2}/u);
        expect(input.rawModes).to.deep.equal([true, false]);
        expect(input.listenerCount('pause')).to.equal(0);
      });
    }

    it('Ctrl-C gives the terminal back and is PROMPT_INTERRUPTED', async () => {
      const { attempt, input, shown } = await type('sec', '\u0003');
      expect((await failureOf(attempt)).code).to.equal('PROMPT_INTERRUPTED');
      expect(input.isRaw).to.equal(false);
      expect(shown()).to.match(/\n$/);
    });

    for (const [name, key] of [
      ['Ctrl-D', '\u0004'],
      ['an empty line', '\r'],
    ] as const) {
      it(`${name} is PASSWORD_MISSING`, async () => {
        const { attempt, input } = await type(key);
        expect((await failureOf(attempt)).code).to.equal('PASSWORD_MISSING');
        expect([input.isRaw, input.listenerCount('pause')]).to.deep.equal([false, 0]);
      });
    }
  });

  it('without a terminal and a password is PASSWORD_MISSING, which says what to do', async () => {
    const environment = { PBX_PASSWORD: '', PBX_APP_PASSWORD: 'of another kind' };
    const error = await failureOf(
      readPassword({ question, variable, environment, input: new PassThrough() }),
    );
    expect(error.code).to.equal('PASSWORD_MISSING');
    expect(error.message).to.include('PBX_PASSWORD').and.include('--password-file');
  });

  it('takes the environment before it asks', async () => {
    const environment = { PBX_APP_PASSWORD: ' as it is ' };
    const secret = await readPassword({
      question,
      variable: 'PBX_APP_PASSWORD',
      environment,
      input: new FakeTerminal(),
    });
    expect(open(secret)).to.equal(' as it is ');
  });

  describe('from a file', () => {
    async function fromFile(content: string | Buffer, mode = 0o600): Promise<Secret> {
      const passwordFile = join(folder, 'password');
      await writeFile(passwordFile, content);
      await chmod(passwordFile, mode);
      return readPassword({
        question,
        variable,
        environment: { PBX_PASSWORD: 'not this' },
        passwordFile,
        onWarning,
      });
    }

    for (const [content, password] of [
      ['secret', 'secret'],
      ['secret\n', 'secret'],
      ['secret\r\n', 'secret'],
      ['secret\n\n', 'secret\n'],
      [' pä ss ', ' pä ss '],
      ['\ufeffsecret', 'secret'],
    ] as const) {
      it(`${JSON.stringify(content)} holds ${JSON.stringify(password)}`, async () => {
        expect(open(await fromFile(content))).to.equal(password);
        expect(warnings).to.deep.equal([]);
      });
    }

    it('warns if others may read it', async function () {
      if (process.platform === 'win32') this.skip();
      for (const mode of [0o644, 0o640, 0o602]) await fromFile('secret', mode);
      expect(warnings).to.have.length(3);
      expect(warnings[0]).to.include('chmod 600');
    });

    it('that is empty is PASSWORD_MISSING', async () => {
      for (const content of ['', '\n'])
        expect((await failureOf(fromFile(content))).code).to.equal('PASSWORD_MISSING');
    });

    it('that is missing or no text is PASSWORD_FILE_UNREADABLE', async () => {
      const passwordFile = join(folder, 'missing');
      const error = await failureOf(readPassword({ question, variable, passwordFile }));
      expect([error.code, error.data.reason]).to.deep.equal(['PASSWORD_FILE_UNREADABLE', 'ENOENT']);
      const binary = await failureOf(fromFile(Buffer.from([0xff, 0xfe, 0x00])));
      expect(binary.code).to.equal('PASSWORD_FILE_UNREADABLE');
      expect(binary.message).to.include('not UTF-8');
    });
  });
});
