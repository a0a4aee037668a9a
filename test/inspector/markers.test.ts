import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInspector } from '@statelyai/inspect';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import { statelyOptions } from '../../inspector/bridges/stately.js';
import { importHar } from '../../inspector/convert/import-har.js';
import { importPhpLog } from '../../inspector/convert/import-php-log.js';
import { startProxy } from '../../inspector/proxy/proxy.js';
import type { Inspector } from '../../inspector/server/inspect.js';
import { inspect } from '../../inspector/server/inspect.js';
import { serveXStateInspect } from '../../inspector/xstate-inspect/index.js';
import { encode } from '../../runtime/exact-json.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import { createLog } from '../../services/log.js';
import { traceRedactor } from '../../services/redaction.js';
import { startSimulator } from '../../services/simulator/index.js';
import { call, temporaryFolder } from '../cli/cli-kit.js';
import { FakePage, pageFolder } from './server/attach-kit.js';
import {
  expectNoSecret,
  marked,
  markedScenarios,
  OpenSessionStore,
  OpenTrace,
  passwords,
  play,
  playAt,
} from './marked-secrets.js';
import { memoryTrace } from './model/diagnosis/play.js';

describe('secrets that were planted everywhere', () => {
  const page = pageFolder();
  const folder = temporaryFolder();
  const said: string[] = [];
  let secrets: Set<string>;
  let inspector: Inspector;
  let attached: FakePage;
  let openTrace: OpenTrace;

  const expectNone = (text: string, mustHave: string | RegExp): void => {
    expectNoSecret(text, secrets, mustHave);
  };
  const attachStream = (): string => attached.heard.map((message) => encode(message)).join('\n');
  const file = join(folder.path, 'all.jsonl');

  before(async function () {
    this.timeout(30_000);
    openTrace = new OpenTrace();
    inspector = await inspect({
      control: true,
      open: false,
      stays: 'untilClosed',
      pageFolder: page.path,
      secrets: () => Object.values(passwords),
      say: (sentence) => said.push(sentence),
    });
    attached = await FakePage.attach(inspector.url);
    const store = new OpenSessionStore();
    await Promise.all(markedScenarios().map(([, settings]) => playAt(settings, store)));
    const simulator = await startSimulator({ scenario: marked() });
    await play(simulator.url, { password: passwords.wrong });
    await simulator.close();
    secrets = new Set([...openTrace.secrets(), ...store.secrets]);
    await attached.when(() => attached.records.filter(({ kind }) => kind === 'end').length > 60);
    writeFileSync(file, attached.records.map((record) => `${encode(record)}\n`).join(''));
  });

  after(async () => {
    openTrace.close();
    await inspector.close();
    page.remove();
    folder.remove();
  });

  it('passed in great number', () => {
    expect(secrets.size).to.be.greaterThan(100);
    expect([...secrets]).to.satisfy((all: string[]) => all.some((one) => /^[0-9a-f]{64}$/.test(one)));
    const inTheOpen = encode(openTrace.records);
    expect([...secrets].filter((secret) => inTheOpen.includes(secret)).length).to.be.greaterThan(100);
  });

  it('are not in what a page is told', () => {
    expectNone(attachStream(), /‹digest 64 .*‹session/s);
  });

  it('are not where a person stops, looks, sends or writes', async () => {
    const before = attached.heard.length;
    await attached.act({ do: 'hold' });
    const simulator = await startSimulator({ scenario: marked() });
    const playing = play(simulator.url, { idleTimeoutMs: 60_000 });
    const going = new Set([playing]);
    void playing.finally(() => {
      going.clear();
    });
    let steps = 0;
    let injected = 0;
    const pending = new Set<string>();
    const answers: unknown[] = [];
    while (going.size > 0) {
      const { state } = inspector.desk;
      const [run] = state.runs;
      for (const one of state.runs) if (one.pending) pending.add(one.pending.mt);
      if (run !== undefined) {
        steps += 1;
        const [automaton] = run.automatons;
        if (automaton !== undefined && steps % 10 === 0)
          answers.push(await attached.act({ do: 'look', run: run.run, automaton: automaton.nickname }));
        if (run.pending?.mt === 'Authenticate' && injected === 0) {
          injected += 1;
          const mt = 'Weather';
          const secret = passwords.injected;
          const message = {
            mt,
            password: secret,
            note: `my password is ${secret}`,
            url: `https://a/?token=${secret}`,
          };
          answers.push(
            await attached.act({ do: 'inject', run: run.run, injection: { kind: 'post', message } }),
          );
          answers.push(
            await attached.act({
              do: 'inject',
              run: run.run,
              injection: { kind: 'send', socket: 'PBXWS', message },
            }),
          );
          answers.push(
            await attached.act({
              do: 'inject',
              run: run.run,
              injection: { kind: 'post', to: secret, message },
            }),
          );
          const breakpoint = {
            kind: 'context',
            path: 'user.sip',
            operator: 'equals',
            value: secret,
          } as const;
          answers.push(await attached.act({ do: 'addBreakpoint', breakpoint }));
          const named = { kind: 'context', path: 'a.password', operator: 'equals', value: 'short' } as const;
          answers.push(await attached.act({ do: 'addBreakpoint', breakpoint: named }));
          answers.push(await attached.act({ do: 'note', text: `the password was ${secret}` }));
        }
        await attached.act({ do: 'step' });
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    await playing;
    await simulator.close();
    await attached.act({ do: 'resume' });
    for (const secret of openTrace.secrets()) secrets.add(secret);
    expect([...pending]).to.include.members(['Login', 'LoginResult', 'AppLogin']);
    expect(answers.length).to.be.greaterThan(8);
    const heard = attached.heard
      .slice(before)
      .map((message) => encode(message))
      .join('\n');
    expectNone(heard, /"pending":\{[^}]*"edge":"out".*‹digest 64/s);
    expect(heard).to.contain('Weather').and.contain('the password was ‹').and.not.contain('short');
  }).timeout(20_000);

  it('are not in what the program says about the inspector but for its address', () => {
    expectNone(said.join('\n'), 'Inspector: ');
  });

  const commands: readonly (readonly string[])[] = [
    ['replay', file],
    ['replay', file, '--json'],
    ['replay', file, '--filter', 'has:problem'],
    ['export', file, '--html', '--out', '-'],
    ['export', file, '--mermaid', '--out', '-'],
    ['export', file, '--svg', '--out', '-'],
    ['export', file, '--states', '--out', '-'],
    ['export', file, '--chart', 'UserPBXLogin', '--svg', '--out', '-'],
  ];
  for (const [name, , ...options] of commands.map((one) => one)) {
    it(`are not in what ${[name, ...options].join(' ')} makes`, async () => {
      const { code, stdout, stderr } = await call([name ?? '', file, ...options]);
      expect(code, stderr).to.equal(0);
      expectNone(stdout + stderr, /LoginResult|awaitingLoginResult/);
    }).timeout(10_000);
  }

  it('are not in what list says and writes, whatever goes wrong', async () => {
    const wanted = [
      'default',
      'wrong-password',
      'wrong-digest',
      'app-refused',
      'wrong-app-password',
      'nonsense',
    ];
    const outputs = await Promise.all(
      markedScenarios()
        .filter(([name]) => wanted.includes(name))
        .map(async ([name, settings]) => {
          const simulator = await startSimulator({ scenario: settings });
          const trace = join(folder.path, `${name}.jsonl`);
          const argv = [
            'list',
            '--pbx',
            simulator.url,
            '--user',
            'ckl',
            '--trace',
            trace,
            '--timeout',
            '1',
            '--debug',
          ];
          const env = { PBX_PASSWORD: passwords.user, XDG_STATE_HOME: join(folder.path, name) };
          const { stdout, stderr } = await call([...argv, '--log', 'all'], { env });
          const replayed = await call(['replay', trace, '--json']);
          await simulator.close();
          return stdout + stderr + replayed.stdout;
        }),
    );
    for (const secret of openTrace.secrets()) secrets.add(secret);
    expectNone(outputs.join('\n'), /The PBX .*LoginResult/s);
  }).timeout(20_000);

  it('are not in what is imported', () => {
    // Without being told the secrets, an import knows none of a free text.
    const messages = openTrace.records
      .filter((record) => record.kind === 'message')
      .filter(({ mt }) => mt !== 'Weather');
    const url = `wss://ckl:${passwords.token}@pbx.sample.dom/PBX0/APPCLIENT/websocket?token=${passwords.token}`;
    const frames = messages.map(({ dir, body, t }) => ({
      type: dir === 'in' ? 'receive' : 'send',
      time: 1_700_000_000 + t / 1000,
      opcode: 1,
      data: encode(body ?? {}),
    }));
    const entry = (address: string, _webSocketMessages: readonly object[]): object => ({
      request: { url: address, headers: [{ name: 'Cookie', value: passwords.token }] },
      response: { status: 101 },
      startedDateTime: '2026-11-20T17:40:18.000Z',
      _webSocketMessages,
    });
    const passthrough = `wss://pbx.sample.dom/passthrough/009033000001/${passwords.token}`;
    const entries = [
      entry(url, frames),
      entry(`${passthrough}/PBX0/APPCLIENT/websocket`, frames.slice(0, 3)),
      entry(passthrough, frames.slice(0, 3)),
      entry(`wss://ckl:${passwords.token}@[`, frames.slice(0, 3)),
      entry('wss://pbx.sample.dom/x', [
        { type: 'error', time: 1_700_000_001, opcode: -1, data: `pwd=${passwords.token}` },
      ]),
    ];
    expectNone(encode(importHar({ log: { entries } })), /‹digest 64/);
    const lines = messages.map(
      ({ dir, body, lane }) =>
        `20.11.2026 17:40:18.7245 0.005 0000.000 smsg AppPlatform\\Transitioner:  ${dir === 'in' ? 'received<-' : 'sent->'}${lane} ${encode(body ?? {})}`,
    );
    expectNone(encode(importPhpLog(lines.join('\r\n'))), /‹digest 64/);
  });

  it('are not in what a proxy records and logs', async () => {
    const { tracer, records } = memoryTrace();
    const lines: string[] = [];
    const log = createLog({
      categories: ['all'],
      redactor: traceRedactor(),
      write: (line) => lines.push(line),
      environment: {},
    });
    const simulator = await startSimulator({ scenario: marked() });
    const proxy = await startProxy({ pbx: simulator.url, tracer, log });
    await play(proxy.url);
    const { port } = proxy;
    for (const path of [
      `/passthrough/009033000001/${passwords.token}`,
      `/PBX0/APPCLIENT/websocket?token=${passwords.token}`,
      `/nothing?pwd=${passwords.token}`,
    ]) {
      const headers = { authorization: `Basic ${passwords.token}`, cookie: `sid=${passwords.token}` };
      const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
      await new Promise((resolve) => {
        socket.on('error', resolve);
        socket.on('open', () => {
          socket.on('close', resolve);
          socket.close();
        });
      });
    }
    await proxy.close();
    await simulator.close();
    for (const secret of openTrace.secrets()) secrets.add(secret);
    expectNone(encode(records), /‹digest 64/);
    expectNone(lines.join('\n'), /received: .*‹digest 64/s);
  }).timeout(10_000);

  it('are not in what clients of @xstate/inspect and @statelyai/inspect get', async () => {
    // The package keeps feeding what it has served before in this process, and warns of that.
    const host = globalThis as unknown as { console: { warn: (...texts: unknown[]) => void } };
    const { warn } = host.console;
    host.console.warn = () => undefined;
    const bridge = await serveXStateInspect();
    const socket = new WebSocket(`ws://${bridge.server}`);
    const texts: string[] = [];
    socket.on('message', (data: Buffer) => texts.push(data.toString()));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send('{"type":"xstate.inspecting"}');
    attached.records.slice(0, 2000).forEach((record: TraceRecord) => {
      bridge.sink(record);
    });
    const stately: unknown[] = [];
    const { inspect: observer } = createInspector({ send: (event) => stately.push(event) }, statelyOptions());
    const simulator = await startSimulator({ scenario: marked() });
    await play(simulator.url, { inspect: observer });
    await simulator.close();
    await new Promise((resolve) => setTimeout(resolve, 0));
    await bridge.close();
    host.console.warn = warn;
    for (const secret of openTrace.secrets()) secrets.add(secret);
    expectNone(texts.join('\n'), /LoginResult/);
    expectNone(JSON.stringify(stately), /‹digest 64/);
  }).timeout(10_000);
});
