import { expect } from 'chai';
import type { InspectOptions, Inspector } from '../../../inspector/server/inspect.js';
import { inspect } from '../../../inspector/server/inspect.js';
import { playScenario, scenarioList } from '../../../inspector/server/play-scenario.js';
import type { ProcessMessage } from '../../../inspector/model/attach-protocol.js';
import type { RunResult } from '../../../runtime/run-result.js';
import { MemorySocket } from '../../../runtime/memory-socket.js';
import { Transitioner } from '../../../runtime/transitioner.js';
import { sendMessage } from '../../../runtime/actions.js';
import { setupAutomaton } from '../../../runtime/automaton.js';
import type { AutomatonOutput } from '../../../runtime/automaton.js';
import type { RunTracer } from '../../../runtime/trace.js';
import { opened } from '../../support/engine-kit.js';
import { recordingRecorder } from '../../support/traces.js';
import { FakePage, ofType, pageFolder } from './attach-kit.js';

const asker = setupAutomaton({
  types: {
    context: {} as { readonly password: string },
    messages: {} as { readonly mt: 'Go' },
    output: {} as AutomatonOutput,
  },
  accepts: { Go: ['wire'] },
}).createMachine({
  id: 'Asker',
  output: { ok: true },
  context: { password: 'of nobody 4711' },
  initial: 'Initial',
  states: {
    Initial: {
      initial: 'awaitingStart',
      states: { awaitingStart: {}, awaitingAnswer: {} },
      on: {
        Start: { target: '.awaitingAnswer', actions: sendMessage({ mt: 'Ask' }) },
        Go: 'Dead',
      },
    },
    Dead: { type: 'final' },
  },
});

describe('inspect()', () => {
  const page = pageFolder();
  const said: string[] = [];
  let inspector: Inspector;

  after(() => {
    page.remove();
  });

  async function open(options: InspectOptions = {}): Promise<Inspector> {
    said.length = 0;
    inspector = await inspect({
      pageFolder: page.path,
      open: false,
      stays: false,
      title: 'a test',
      say: (sentence) => said.push(sentence),
      ...options,
    });
    return inspector;
  }

  afterEach(() => inspector.close());

  async function begin(
    name = 'S',
    tracer?: RunTracer,
  ): Promise<{ readonly socket: MemorySocket; readonly done: Promise<RunResult> }> {
    const socket = await opened(new MemorySocket(name));
    const transitioner = new Transitioner({ tracer });
    transitioner.add(asker, { socket });
    return { socket, done: transitioner.run() };
  }

  /** Waits for a state of the control that fulfils a condition. */
  async function control(
    attached: FakePage,
    holds: (state: (ProcessMessage & { type: 'control' })['control']) => boolean,
  ): Promise<(ProcessMessage & { type: 'control' })['control']> {
    let found: (ProcessMessage & { type: 'control' })['control'] | undefined;
    await attached.when(() => {
      found = attached.heard.filter(ofType('control')).findLast((message) => holds(message.control))?.control;
      return found !== undefined;
    });
    if (found === undefined) throw new Error('no such state');
    return found;
  }

  it('shows every run of the process, without a change to it, and says where', async () => {
    await open();
    expect(said).to.deep.equal([`Inspector: ${inspector.url} (open it in a browser)`]);
    const { socket, done } = await begin();
    socket.peer.send({ mt: 'Go' });
    await done;
    const attached = await FakePage.attach(inspector.url);
    await attached.when(() => attached.records.some(({ kind }) => kind === 'end'));
    expect(attached.records[0]).to.include({ kind: 'head', redaction: 'masked', seq: 1 });
    expect(attached.records.map(({ seq }) => seq)).to.deep.equal(attached.records.map((_, at) => at + 1));
    expect(JSON.stringify(attached.records)).not.to.include('of nobody');
  });

  it('shows two runs at the same time under numbers of their own', async () => {
    await open();
    const runs = [await begin('A'), await begin('B')];
    for (const { socket } of runs) socket.peer.send({ mt: 'Go' });
    await Promise.all(runs.map(({ done }) => done));
    const attached = await FakePage.attach(inspector.url);
    await attached.when(() => attached.records.filter(({ kind }) => kind === 'end').length === 2);
    expect(new Set(attached.records.map(({ run }) => run))).to.deep.equal(new Set([1, 2]));
  });

  it('lets the page look only, unless control is allowed', async () => {
    await open();
    const attached = await FakePage.attach(inspector.url);
    expect(await attached.until(ofType('hello'))).to.include({ canControl: false });
    expect(await attached.act({ do: 'hold' })).to.include({ type: 'refused' });
    expect(inspector.desk.state.isHeld).to.equal(false);
    expect(attached.heard.some(({ type }) => type === 'control')).to.equal(false);
  });

  it('holds from the start, steps, and lets go', async () => {
    await open({ hold: true });
    const { socket, done } = await begin();
    const attached = await FakePage.attach(inspector.url);
    const held = await control(attached, ({ runs }) => runs[0]?.pending !== undefined);
    expect(held).to.deep.include({ isHeld: true });
    expect(held.runs[0]?.pending).to.include({ automaton: 'Asker', edge: 'engine', mt: 'Start' });
    const stepped = await attached.act({ do: 'step' });
    expect(stepped).to.have.property('seq').that.is.a('number');
    const sending = await control(attached, ({ runs }) => runs[0]?.pending?.edge === 'out');
    expect(sending.runs[0]?.pending).to.deep.include({ mt: 'Ask', body: { mt: 'Ask' } });
    expect(sending.runs[0]?.automatons[0]).to.include({ nickname: 'Asker', phase: 'awaitingAnswer' });
    expect(sending.runs[0]?.automatons[0]?.accepts).to.include('Go');
    await attached.act({ do: 'resume' });
    socket.peer.send({ mt: 'Go' });
    expect((await done).outcome).to.equal('finished');
    await control(attached, ({ isHeld, runs }) => !isHeld && runs.length === 0);
  });

  it('stops at a breakpoint, looks into the context masked, and counts the hit', async () => {
    await open({ control: true });
    const attached = await FakePage.attach(inspector.url);
    await attached.act({ do: 'addBreakpoint', breakpoint: { kind: 'message', mt: 'Go', direction: 'in' } });
    const { socket, done } = await begin();
    socket.peer.send({ mt: 'Go' });
    const held = await control(attached, ({ isHeld, runs }) => isHeld && runs[0]?.pending?.mt === 'Go');
    expect(held.breakpoints).to.have.nested.property('[0].hits', 1);
    const looked = await attached.act({ do: 'look', run: 1, automaton: 'Asker' });
    expect(looked)
      .to.have.nested.property('value.password')
      .that.matches(/^‹password 14 /);
    expect(await attached.act({ do: 'look', run: 1, automaton: 'Nobody' })).to.include({ type: 'refused' });
    expect(await attached.act({ do: 'look', run: 7, automaton: 'Asker' })).to.include({
      type: 'refused',
      reason: 'Run 7 does not go on any more.',
    });
    await attached.act({ do: 'removeBreakpoint', breakpointId: held.breakpoints[0]?.id ?? 0 });
    await attached.act({ do: 'resume' });
    expect((await done).outcome).to.equal('finished');
  });

  it('takes a message by hand, and answers with the record that it made', async () => {
    await open({ control: true });
    const { done } = await begin();
    const attached = await FakePage.attach(inspector.url);
    const message = { mt: 'Go', by: 'hand' };
    const injected = await attached.act({
      do: 'inject',
      run: 1,
      injection: { kind: 'receive', socket: 'S', message },
    });
    const seq = injected.type === 'done' ? injected.seq : undefined;
    expect(attached.records.find((record) => record.seq === seq)).to.include({ kind: 'message', mt: 'Go' });
    expect((await done).outcome).to.equal('finished');
  });

  it('answers with the record in its own trace, whoever else records the run', async () => {
    const { recorder, records } = recordingRecorder();
    // So that the other trace numbers its records otherwise.
    for (let count = 0; count < 3; count += 1) recorder.note('before');
    await open({ control: true });
    const { done } = await begin('S', recorder);
    const attached = await FakePage.attach(inspector.url);
    const injections = [
      { kind: 'send', socket: 'S', message: { mt: 'Hello' } },
      { kind: 'post', message: { mt: 'News' } },
      { kind: 'receive', socket: 'S', message: { mt: 'Go' } },
    ] as const;
    for (const injection of injections) {
      const answer = await attached.act({ do: 'inject', run: 1, injection });
      const seq = answer.type === 'done' ? answer.seq : undefined;
      const made = attached.records.find((record) => record.seq === seq);
      expect(made, injection.kind).to.include({ mt: injection.message.mt });
      expect(made?.kind).to.equal(injection.kind === 'post' ? 'post' : 'message');
      expect(
        records.find((record) => 'mt' in record && record.mt === injection.message.mt)?.seq,
      ).not.to.equal(seq);
    }
    expect((await done).outcome).to.equal('finished');
  });

  it('refuses a message to nobody, in a sentence', async () => {
    await open({ control: true });
    const { socket, done } = await begin();
    const attached = await FakePage.attach(inspector.url);
    const refused = await attached.act({
      do: 'inject',
      run: 1,
      injection: { kind: 'receive', socket: 'T', message: { mt: 'Go' } },
    });
    expect(refused)
      .to.have.property('reason')
      .that.matches(/T.*\.$/);
    socket.peer.send({ mt: 'Go' });
    await done;
  });

  it('keeps a note of the user in the trace', async () => {
    await open({ control: true });
    const attached = await FakePage.attach(inspector.url);
    const noted = await attached.act({ do: 'note', text: 'here it goes wrong' });
    const seq = noted.type === 'done' ? noted.seq : undefined;
    expect(JSON.stringify(attached.records.find((record) => record.seq === seq))).to.include(
      'here it goes wrong',
    );
  });

  it('lets every run go, observes none any more and leaves nothing behind when it is closed', async () => {
    await open({ hold: true });
    const { socket, done } = await begin();
    const attached = await FakePage.attach(inspector.url);
    await control(attached, ({ runs }) => runs[0]?.pending !== undefined);
    await inspector.close();
    await inspector.closed;
    expect(attached.heard.at(-1)).to.include({ type: 'bye' });
    socket.peer.send({ mt: 'Go' });
    expect((await done).outcome).to.equal('finished');
    const before = inspector.desk.state.runs.length;
    const later = await begin();
    expect(inspector.desk.state.runs.length).to.equal(before);
    later.socket.peer.send({ mt: 'Go' });
    await later.done;
    expect(process.listenerCount('beforeExit')).to.equal(0);
  });

  it('plays a scenario of the simulator for the page', async () => {
    const ended: Promise<void>[] = [];
    const start = async (name: string): Promise<void> => {
      ended.push((await playScenario(name, new AbortController().signal)).ended);
    };
    await open({ control: true, policy: 'sample', scenarios: { list: scenarioList(), start } });
    const attached = await FakePage.attach(inspector.url);
    const hello = await attached.until(ofType('hello'));
    expect(hello.scenarios.map(({ name }) => name)).to.include('wrong-app-password');
    expect(await attached.act({ do: 'startScenario', scenario: 'default' })).to.include({ type: 'done' });
    await attached.when(() => attached.records.filter(({ kind }) => kind === 'end').length === 2);
    await Promise.all(ended);
    expect(await attached.act({ do: 'startScenario', scenario: 'none' })).to.include({
      type: 'refused',
      reason: 'There is no scenario none; choose one from the list.',
    });
  });
});
