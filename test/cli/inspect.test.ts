import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import { FakePage, ofType } from '../inspector/server/attach-kit.js';
import type { CallOptions, CliResult } from './cli-kit.js';
import { call, Captured, temporaryFolder } from './cli-kit.js';

/** An output that tells when something is there. */
class Watched extends Captured {
  readonly #waiting = new Set<() => void>();

  override _write(chunk: string, encoding: string, done: (error?: Error | null) => void): void {
    super._write(chunk, encoding, done);
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  async seen(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.text);
      if (found !== null) return found;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }
}

describe('cli --inspect', () => {
  const folder = temporaryFolder();

  after(() => {
    folder.remove();
  });

  /** Calls a command that serves a page, and stops it when `meanwhile` is done. */
  async function watched(
    argv: readonly string[],
    meanwhile: (url: string, stderr: Watched, stdout: Watched) => Promise<void>,
    env: CallOptions['env'] = {},
  ): Promise<CliResult> {
    const stderr = new Watched();
    const stdout = new Watched();
    const interruption = new AbortController();
    const result = call(argv, { stderr, stdout, env, signal: interruption.signal });
    try {
      const opened = stderr.seen(/Inspector: (\S+) \(open it in a browser\)/);
      const [, url = ''] = (await Promise.race([opened, result.then(() => undefined)])) ?? [];
      if (url !== '') await meanwhile(url, stderr, stdout);
    } finally {
      interruption.abort();
    }
    return result;
  }

  const end = /is done\. The page stays until you close it or press Ctrl-C\./;

  it('list: the page is there before the first message and stays; results are printed at once', async () => {
    const { code, stderr } = await watched(['list', '--inspect', '--json'], async (url, terminal, stdout) => {
      await terminal.seen(end);
      expect(JSON.parse(stdout.text)).to.have.property('devices').with.lengthOf(12);
      const page = await FakePage.attach(url);
      expect(await page.until(ofType('hello'))).to.include({
        title: 'pbx-automata list',
        canControl: false,
        isLive: true,
      });
      await page.when(() => page.records.filter(({ kind }) => kind === 'end').length === 2);
      expect(page.records[0]).to.include({ kind: 'head', redaction: 'sample' });
    });
    expect(code).to.equal(0);
    expect(stderr.indexOf('Inspector: ')).to.be.below(stderr.indexOf('PBX: connecting'));
  });

  it('list --xstate-inspect: clients of @xstate/inspect see the automatons too', async () => {
    await watched(['list', '--xstate-inspect', '--hold'], async (url, terminal) => {
      const [, server = ''] = await terminal.seen(/clients connect to (\S+)/);
      const client = new WebSocket(`ws://${server}`);
      const heard = new Set<string>();
      const isEnd = new Promise<void>((resolve) => {
        client.on('message', (data) => {
          const event = JSON.parse((data as Buffer).toString()) as {
            readonly type: string;
            readonly sessionId: string;
          };
          heard.add(`${event.type} ${event.sessionId.replace(/:.*/, '')}`);
          if (heard.has('service.stop UserLister')) resolve();
        });
      });
      await once(client, 'open');
      client.send(JSON.stringify({ type: 'xstate.inspecting' }));
      const page = await FakePage.attach(url);
      await page.act({ do: 'resume' });
      await isEnd;
      expect([...heard]).to.include.members([
        'service.event UserPBXLogin',
        'service.state INNOVAPHONE-DEVICES--A',
        'service.register UserLister',
      ]);
      client.terminate();
    });
  });

  it('list --hold: waits before the first message until the page lets it go', async () => {
    const { code, stdout } = await watched(['list', '--hold'], async (url, terminal) => {
      await terminal.seen(/waits before its first message/);
      const page = await FakePage.attach(url);
      await page.when(() =>
        page.heard.some((one) => one.type === 'control' && one.control.runs[0]?.pending?.mt === 'Start'),
      );
      expect(page.records.some(({ kind }) => kind === 'message')).to.equal(false);
      expect(await page.act({ do: 'resume' })).to.include({ type: 'done' });
      await terminal.seen(end);
    });
    expect(code).to.equal(0);
    expect(stdout).to.match(/^12 devices/);
  });

  it('list --hold: Ctrl-C while it waits ends with 130', async () => {
    const { code } = await watched(['list', '--hold'], async (_url, terminal) => {
      await terminal.seen(/PBX: connected/);
    });
    expect(code).to.equal(130);
  });

  it('a list that fails says so, keeps the page, and ends with its own code', async () => {
    const { code, stderr } = await watched(
      ['list', '--inspect', '--app', 'devices=none', '--devices'],
      async (url, terminal) => {
        await terminal.seen(end);
        const page = await FakePage.attach(url);
        await page.when(() => page.records.some(({ kind }) => kind === 'end'));
      },
    );
    expect(code).to.equal(1);
    expect(stderr.match(/^Error: /gm)).to.have.lengthOf(1);
  });

  it('with --trace the file has the records of the page, masked', async () => {
    const trace = join(folder.path, 'both.jsonl');
    let shown = '';
    await watched(['list', '--hold', '--trace', trace], async (url, terminal) => {
      await terminal.seen(/PBX: connected/);
      const page = await FakePage.attach(url);
      await page.act({ do: 'resume' });
      await terminal.seen(end);
      await page.when(() => page.records.filter(({ kind }) => kind === 'end').length === 2);
      shown = page.records.map((record) => `${record.seq} ${record.kind}`).join('\n');
    });
    const written = readFileSync(trace, 'utf8').trim().split('\n');
    const lines = written.map((line) => JSON.parse(line) as { seq: number; kind: string });
    expect(lines.map(({ seq, kind }) => `${seq} ${kind}`).join('\n')).to.equal(shown);
    expect(written[0]).to.include('"redaction":"masked"');
    expect((await call(['replay', trace])).code).to.equal(0);
  });

  it('PBX_INSPECT does it without an option', async () => {
    const { code } = await watched(
      ['list'],
      async (url, terminal) => {
        await terminal.seen(end);
        const page = await FakePage.attach(url);
        expect(await page.until(ofType('hello'))).to.include({ canControl: true });
      },
      { PBX_INSPECT: 'control' },
    );
    expect(code).to.equal(0);
  });

  it('simulate shows what clients send', async () => {
    const { code } = await watched(['simulate', '--inspect', '--json'], async (url, _terminal, stdout) => {
      const page = await FakePage.attach(url);
      await page.until(ofType('hello'));
      await stdout.seen(/\n/);
      const { url: pbx = '' } = JSON.parse(stdout.text) as { url?: string };
      const argv = ['list', '--pbx', pbx, '--user', 'ckl', '--no-session', '-q'];
      await call(argv, { env: { PBX_PASSWORD: 'pwd' } });
      await page.when(() =>
        page.records.some((one) => one.kind === 'message' && one.mt === 'GetDevicesResult'),
      );
    });
    expect(code).to.equal(0);
  });

  it('inspect FILE shows a recording', async () => {
    const path = join(import.meta.dirname, '../../inspector/samples/hung-login.jsonl');
    const { code } = await watched(['inspect', path], async (url) => {
      const page = await FakePage.attach(url);
      expect(await page.until(ofType('hello'))).to.include({
        title: 'hung-login.jsonl',
        isLive: false,
        canControl: false,
      });
      const count = readFileSync(path, 'utf8').trim().split('\n').length;
      await page.when(() => page.records.length === count);
    });
    expect(code).to.equal(0);
  });

  it('inspect FILE shows what there is of a recording that is cut off, with a note', async () => {
    const path = join(folder.path, 'cut.jsonl');
    const whole = readFileSync(join(import.meta.dirname, '../../inspector/samples/good-login.jsonl'), 'utf8');
    writeFileSync(path, whole.slice(0, 5000));
    const { stderr } = await watched(['inspect', path], async (url) => {
      const page = await FakePage.attach(url);
      await page.when(() => page.records.length > 3);
    });
    expect(stderr).to.match(/Note: The last line is cut off/);
  });

  it('inspect says what is wrong with a file that is none', async () => {
    const path = join(folder.path, 'none.jsonl');
    writeFileSync(path, 'hello\n');
    expect(await call(['inspect', path])).to.deep.include({ code: 2, stdout: '' });
  });

  it('inspect --follow without a file says that it needs one', async () => {
    expect(await call(['inspect', '--follow'])).to.deep.equal({
      code: 2,
      stdout: '',
      stderr: 'Error: Option --follow goes with a file: pbx-automata inspect FILE --follow.\n',
    });
  });

  it('inspect without a file offers scenarios, and plays one', async () => {
    const { code } = await watched(['inspect'], async (url) => {
      const page = await FakePage.attach(url);
      const { scenarios, canControl } = await page.until(ofType('hello'));
      expect(canControl).to.equal(true);
      expect(scenarios.length).to.be.greaterThan(10);
      await page.act({ do: 'startScenario', scenario: 'empty' });
      await page.when(() => page.records.filter(({ kind }) => kind === 'end').length === 2);
    });
    expect(code).to.equal(0);
  });

  it('serves the samples', async () => {
    await watched(['inspect'], async (url) => {
      const answer = await fetch(new URL('/samples/wrong-app-password.jsonl', url));
      expect(answer.status).to.equal(200);
      expect((await answer.text()).split('\n', 1)[0]).to.include('pbx-automata-trace');
    });
  });
});
