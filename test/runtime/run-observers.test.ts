import { expect } from 'chai';
import type { RunControl } from '../../runtime/control.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import type { ObservedRun, RunObserver } from '../../runtime/run-observers.js';
import { currentObservers, observeRuns } from '../../runtime/run-observers.js';
import type { RunTracer } from '../../runtime/trace.js';
import { listener, makeRig, opened } from '../support/engine-kit.js';
import { RecordingTracer } from '../support/recording-tracer.js';

describe('observeRuns', () => {
  const forget: (() => void)[] = [];
  const observe = (observer: RunObserver): (() => void) => {
    const stop = observeRuns(observer);
    forget.push(stop);
    return stop;
  };
  const begin = (runBegins: (run: ObservedRun) => RunTracer | undefined): (() => void) =>
    observe({ runBegins });

  afterEach(() => {
    for (const stop of forget.splice(0)) stop();
    expect(currentObservers()).to.deep.equal([]);
  });

  it('tells of every run, at its beginning and at its end, until it is taken away', async () => {
    const seen: string[] = [];
    const stop = observe({
      runBegins: (run) => {
        seen.push(`begins ${Object.keys(run.getSnapshot()).join(' ')}`);
        return undefined;
      },
      runEnded: (run) => {
        seen.push(
          `ended ${run
            .automatons()
            .map(({ state }) => state)
            .join(' ')}`,
        );
      },
    });
    for (const nickname of ['A', 'B']) {
      const { transitioner } = makeRig();
      const socket = await opened(new MemorySocket('S'));
      transitioner.add(listener, { nickname, socket });
      const result = transitioner.run();
      socket.peer.send({ mt: 'Stop' });
      await result;
      if (nickname === 'A') expect(seen).to.deep.equal(['begins A', 'ended Dead']);
    }
    stop();
    stop();
    void makeRig().transitioner.run();
    expect(seen).to.deep.equal(['begins A', 'ended Dead', 'begins B', 'ended Dead']);
  });

  it('its tracer hears what the run tells its own, from the first record on, each with its own causes', async () => {
    const observed = new RecordingTracer();
    observed.note('earlier');
    begin(() => observed);
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(listener, { socket });
    const result = transitioner.run();
    for (const mt of ['Ping', 'Stop']) socket.peer.send({ mt });
    await result;
    expect(tracer.lines()[0]).to.equal('run Listener');
    expect(observed.lines().slice(1)).to.deep.equal(tracer.lines());
    const shifted = tracer.records.map(({ cause }) => (cause === 0 ? 0 : cause + 1));
    expect(observed.records.slice(1).map(({ cause }) => cause)).to.deep.equal(shifted);
    expect(shifted.some((cause) => cause > 1)).to.equal(true);
  });

  it('a run without a tracer of its own is heard too', () => {
    const observed = new RecordingTracer();
    begin(() => observed);
    void makeRig({ tracer: undefined }).transitioner.run();
    expect(observed.lines()).to.deep.equal(['run ', 'end finished']);
  });

  it('may hold the run before its very first Start, which is recorded in it', () => {
    const controls: RunControl[] = [];
    const observed = new RecordingTracer();
    begin((run) => {
      run.control.hold();
      controls.push(run.control);
      return observed;
    });
    const { transitioner, tracer } = makeRig();
    transitioner.add(listener);
    void transitioner.run();
    const [control] = controls;
    expect(control?.pending).to.include({ automaton: 'Listener', edge: 'engine' });
    expect(tracer.lines('deliver')).to.deep.equal([]);
    for (const { lines } of [tracer, observed].map((each) => ({ lines: each.lines() }))) {
      expect(lines.slice(0, 2)).to.deep.equal(['run Listener', 'control hold']);
    }
    control?.step();
    expect(tracer.lines('deliver')).to.deep.equal(['Listener Start']);
  });

  it('sees automatons, sockets, and contexts unmasked, at any moment', async () => {
    const runs: ObservedRun[] = [];
    begin((run) => {
      runs.push(run);
      return undefined;
    });
    const { transitioner } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(listener, { nickname: 'A', socket });
    transitioner.add(listener, { nickname: 'B' });
    transitioner.control.addBreakpoint({ kind: 'state', state: 'Initial', automaton: 'A' });
    void transitioner.run();
    const [run] = runs;
    const accepts = ['EOF', 'Go', 'News', 'Ping', 'Pong', 'Start', 'Stop'];
    const view = { state: 'Initial', phase: '' };
    expect(run?.automatons()).to.deep.equal([
      { ...view, nickname: 'A', status: 'running', accepts, socket: 'S' },
      { ...view, nickname: 'B', status: 'added', accepts: [] },
    ]);
    expect(run?.sockets()).to.deep.equal([{ name: 'S', state: 'open' }]);
    expect([run?.contextOf('A'), run?.contextOf('B'), run?.contextOf('Nobody')]).to.deep.equal([
      { count: 0 },
      undefined,
      undefined,
    ]);
    run?.control.resume();
    run?.control.inject({ kind: 'post', message: { mt: 'Stop' } });
    expect(run?.automatons().map(({ status, accepts: taken }) => [status, taken])).to.deep.equal([
      ['stopped', []],
      ['stopped', []],
    ]);
    expect(run?.sockets()).to.deep.equal([]);
  });

  it('what it throws disturbs neither the run nor the other observers, and is logged', async () => {
    const fail = (): never => {
      throw new Error('broken observer');
    };
    const observed = new RecordingTracer();
    observe({ runBegins: fail, runEnded: fail });
    begin(
      () =>
        new Proxy(new RecordingTracer(), {
          get: () => fail,
        }),
    );
    begin(() => observed);
    const lines: string[] = [];
    const { transitioner, tracer } = makeRig({
      log: (category, _source, text) => {
        if (category === 'error') lines.push(typeof text === 'string' ? text : text());
      },
    });
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(listener, { socket });
    const result = transitioner.run();
    socket.peer.send({ mt: 'Stop' });
    expect((await result).outcome).to.equal('finished');
    expect(observed.lines('deliver')).to.deep.equal(['Listener Start', 'Listener Stop']);
    expect(tracer.lines('deliver')).to.deep.equal(['Listener Start', 'Listener Stop']);
    expect(lines[0]).to.equal('an observer failed: Error: broken observer');
    expect(lines.at(-1)).to.equal('an observer failed: Error: broken observer');
  });

  it("leaves XState's own inspection as it is", async () => {
    begin(() => new RecordingTracer());
    const ids = new Set<string>();
    const types = new Set<string>();
    const { transitioner } = makeRig({
      inspect: (event) => {
        types.add(event.type);
        if (event.type === '@xstate.actor' && 'id' in event.actorRef) ids.add(String(event.actorRef.id));
      },
    });
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(listener, { socket });
    transitioner.control.hold();
    const result = transitioner.run();
    transitioner.control.step();
    transitioner.control.resume();
    socket.peer.send({ mt: 'Stop' });
    await result;
    expect([...ids]).to.deep.equal(['Transitioner', 'Listener']);
    expect([...types]).to.include.members(['@xstate.actor', '@xstate.event', '@xstate.snapshot']);
  });

  it('a run that is refused, or aborted before it begins, ends for its observers too', async () => {
    const ended: string[] = [];
    observe({
      runBegins: () => undefined,
      runEnded: (run) => {
        ended.push(Object.keys(run.getSnapshot()).join(' '));
      },
    });
    const socket = await opened(new MemorySocket('S'));
    const first = makeRig().transitioner;
    first.add(listener, { nickname: 'A', socket });
    void first.run();
    const second = makeRig().transitioner;
    second.add(listener, { nickname: 'B', socket });
    expect(() => second.run()).to.throw('belongs to a run');
    const third = makeRig().transitioner;
    third.add(listener, { nickname: 'C' });
    void third.run({ signal: AbortSignal.abort() });
    expect(ended).to.deep.equal(['B', 'C']);
  });
});
