import { expect } from 'chai';
import { createActor } from 'xstate';
import { SimulatedClock } from '../../runtime/clock.js';
import type { HandledAutomaton, HandledSeat, MessageHandler } from '../../runtime/handled-automaton.js';
import { followAnywhere, makeHandledMachine, runningMachineOf } from '../../runtime/handled-machine.js';
import type { HandledChart } from '../../runtime/handled-machine.js';
import type { Message } from '../../runtime/message.js';
import type { SocketPort } from '../../runtime/socket.js';
import { acceptedMessages } from '../../runtime/state-path.js';
import { Transitioner } from '../../runtime/transitioner.js';
import { listener, opened } from '../support/engine-kit.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import { RecordingTracer } from '../support/recording-tracer.js';

const chart: HandledChart = {
  id: 'Coded',
  accepts: { Go: ['wire', 'post'], Move: ['wire'] },
  states: [
    {
      name: 'Initial',
      handlers: new Map([
        ['Start', []],
        ['Go', ['Other', 'Dead']],
        ['Move', []],
      ]),
    },
    { name: 'Other', handlers: new Map() },
    { name: 'Dead', handlers: new Map() },
  ],
};

type Act = (seat: HandledSeat, msg: Message) => string | undefined;

/** The least that the engine asks of code that handles messages. */
class Coded implements HandledAutomaton {
  readonly machine = makeHandledMachine(chart);
  readonly logSource = 'Coded';
  readonly postsToSelf = true;
  readonly isAskedInSilence = false;
  readonly isInRun = false;
  members: Readonly<Record<string, unknown>> | undefined = { count: 0 };
  #seat: HandledSeat | undefined;

  constructor(private readonly acts: Readonly<Record<string, Act>>) {}

  get seat(): HandledSeat {
    if (this.#seat === undefined) throw new Error('It is in no run.');
    return this.#seat;
  }

  find(state: string, mt: string): MessageHandler | undefined {
    const act = this.acts[`${state}.${mt}`];
    return act && { mt, method: (msg) => act(this.seat, msg) };
  }
  call({ method }: MessageHandler, msg: Message): string | undefined {
    return method(msg) as string | undefined;
  }
  chartState(state: string): string {
    return state;
  }
  shared(msg: Message, sourcename: string): Message {
    return Object.assign({ sourcename }, msg);
  }
  keepsRunAlive(): boolean {
    return false;
  }
  changedMembers(): Readonly<Record<string, unknown>> | undefined {
    const { members } = this;
    this.members = undefined;
    return members;
  }
  moved(_socket: SocketPort): void {
    this.members = { hasMoved: true };
  }
  join(seat: HandledSeat): void {
    this.#seat = seat;
  }
}

class CodedRun extends Transitioner {
  addCoded(code: Coded, nickname: string, socket?: SocketPort): void {
    this.addHandled(code, { nickname, socket });
  }
}

function rig(): { readonly transitioner: CodedRun; readonly tracer: RecordingTracer; clock: SimulatedClock } {
  const tracer = new RecordingTracer();
  const clock = new SimulatedClock();
  return { transitioner: new CodedRun({ tracer, clock }), tracer, clock };
}

describe('the machine of an automaton that code handles', () => {
  it('is a chart: a transition for each state that may be returned, and one that stays', () => {
    const { config } = makeHandledMachine(chart);
    expect(config.states?.['Initial']?.on).to.deep.equal({
      Start: [{}],
      Go: [{ guard: 'returned Other', target: 'Other' }, { guard: 'returned Dead', target: 'Dead' }, {}],
      Move: [{}],
    });
    expect(config.states?.['Dead']).to.deep.equal({ type: 'final' });
    expect(config.on).to.equal(undefined);
    expect(config.meta).to.deep.equal({ accepts: chart.accepts, followsCode: true });
  });

  it('in a run it goes by the returned state, and anywhere when told to', () => {
    const actor = createActor(runningMachineOf(makeHandledMachine(chart)), { input: { count: 0 } }).start();
    expect(acceptedMessages(actor.getSnapshot())).to.deep.equal(['Go', 'Move', 'Start']);
    actor.send({ type: 'Go', next: undefined, members: { count: 1 } });
    expect(actor.getSnapshot()).to.deep.include({ value: 'Initial', context: { count: 1 } });
    actor.send({ type: 'Go', next: 'Other', members: undefined });
    expect(actor.getSnapshot().value).to.equal('Other');
    actor.send({ type: followAnywhere, next: 'Initial', members: undefined });
    expect(actor.getSnapshot()).to.deep.include({ value: 'Initial', context: { count: 1 } });
    actor.send({ type: 'Go', next: 'Dead', members: undefined });
    expect(actor.getSnapshot()).to.deep.include({ status: 'done', output: { ok: true } });
  });

  it('a message without a change of members leaves the context what it is', () => {
    const actor = createActor(runningMachineOf(makeHandledMachine(chart))).start();
    const context: unknown = actor.getSnapshot().context;
    actor.send({ type: 'Start', next: undefined, members: undefined });
    expect(actor.getSnapshot().context).to.equal(context);
  });
});

describe('an automaton that code handles', () => {
  it('is recorded by its chart and followed by its machine', async () => {
    const { transitioner, tracer } = rig();
    const socket = await opened(new MemorySocket('S'));
    const code = new Coded({ 'Initial.Go': () => 'Other', 'Other.Go': () => 'Dead' });
    transitioner.addCoded(code, 'C', socket);
    const result = transitioner.run();
    socket.peer.send({ mt: 'Go' });
    code.members = { count: 2 };
    // No transition of the chart stands for this one.
    socket.peer.send({ mt: 'Go' });
    const { outcome, automatons } = await result;
    expect(outcome).to.equal('finished');
    expect(automatons[0]).to.deep.include({ state: 'Dead', context: { count: 2 }, output: { ok: true } });
    expect(tracer.lines('deliver', 'discarded', 'transition', 'dead')).to.deep.equal([
      'transition C ->Initial',
      'discarded C Start (runtime) in Initial',
      'deliver C Go',
      'transition C Initial->Other',
      'discarded C Start (runtime) in Other',
      'deliver C Go',
      'transition C Other->Dead',
      'dead C finished',
    ]);
  });

  it('a post outside of a handler waits for its turn', () => {
    const { transitioner, tracer } = rig();
    const code = new Coded({ 'Initial.Go': () => undefined });
    transitioner.addCoded(code, 'C');
    transitioner.add(listener, { nickname: 'L' });
    void transitioner.run();
    transitioner.control.hold();
    code.seat.post({ mt: 'Go' }, undefined);
    expect(tracer.lines('post')).to.deep.equal(['C->* Go']);
    expect(tracer.lines('deliver')).to.deep.equal(['L Start']);
    transitioner.control.resume();
    expect(tracer.lines('deliver')).to.deep.equal(['L Start', 'C Go', 'L Go']);
  });

  it('can move to another socket in the middle of a message; the one it leaves is let go of', async () => {
    const { transitioner, tracer, clock } = rig();
    const [S, T] = [await opened(new MemorySocket('S')), await opened(new MemorySocket('T'))];
    const code = new Coded({
      'Initial.Move': (seat) => {
        seat.moveTo(T);
        seat.send({ mt: 'Here' });
        return undefined;
      },
    });
    transitioner.addCoded(code, 'C', S);
    const result = transitioner.run();
    S.peer.send({ mt: 'Move' });
    S.peer.send({ mt: 'Move' });
    expect(tracer.lines('out')).to.deep.equal(['T Here']);
    T.peer.send({ mt: 'Move' });
    expect(tracer.lines('out')).to.deep.equal(['T Here', 'T Here']);
    expect(transitioner.getSnapshot()['C']?.context).to.deep.equal({ count: 0, hasMoved: true });
    clock.advance(5000);
    expect((await result).outcome).to.equal('timeout');
    // What came on the socket that was left waits for the next run.
    const heard = new RecordingTracer();
    const next = new Transitioner({ clock, tracer: heard });
    next.add(listener, { socket: S });
    void next.run();
    expect(heard.lines('in')).to.deep.equal(['S Move']);
  });

  it('each post of a handler is done before the next one', async () => {
    const { transitioner, tracer } = rig();
    const socket = await opened(new MemorySocket('S'));
    const code = new Coded({
      'Initial.Go': (seat) => {
        seat.post({ mt: 'Ping' }, 'L');
        seat.post({ mt: 'Stop' }, 'L');
        seat.post({ mt: 'Pong' }, 'L');
        return 'Dead';
      },
    });
    transitioner.addCoded(code, 'C', socket);
    transitioner.add(listener, { nickname: 'L' });
    const result = transitioner.run();
    socket.peer.send({ mt: 'Go' });
    expect((await result).outcome).to.equal('finished');
    expect(tracer.lines('deliver', 'undelivered', 'dead').slice(1)).to.deep.equal([
      'deliver C Go',
      'deliver L Ping',
      'deliver L Stop',
      'dead L finished',
      'undelivered C->L Pong: it has stopped',
      'dead C finished',
    ]);
  });

  it('the idle timeout of a run can be given to run()', async () => {
    const { transitioner, clock } = rig();
    transitioner.add(listener);
    const result = transitioner.run({ idleTimeoutMs: 100 });
    clock.advance(100);
    expect((await result).outcome).to.equal('timeout');
  });
});
