import { expect } from 'chai';
import { postEvent, sendMessage } from '../../runtime/actions.js';
import type { RunControl } from '../../runtime/control.js';
import type { ControlEdge } from '../../runtime/control-types.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import type { ControlRecord } from '../../runtime/trace-records.js';
import { Transitioner } from '../../runtime/transitioner.js';
import { ending, kit, listener, makeRig, opened } from '../support/engine-kit.js';
import type { Rig } from '../support/engine-kit.js';
import { recordingRecorder } from '../support/traces.js';

/** On `Go`: tells everybody, answers the peer, and sets a timer. */
const busy = kit.createMachine({
  ...ending,
  id: 'Busy',
  initial: 'Initial',
  states: {
    Initial: {
      on: {
        Start: {},
        Go: { target: 'Timing', actions: [postEvent({ mt: 'News' }), sendMessage({ mt: 'Said' })] },
      },
    },
    Timing: { on: { Start: {} }, after: { 1_000: { actions: sendMessage({ mt: 'Tick' }) } } },
    Dead: { type: 'final' },
  },
});

/** Everything there is to hold, in the order in which it comes. */
const everything = [
  'Busy engine Start',
  'Listener engine Start',
  'Busy in Go',
  'Listener post News',
  'Busy out Said',
  'Busy engine Start',
  'Busy timer xstate.after',
  'Busy out Tick',
];

interface HeldRig extends Rig {
  readonly control: RunControl;
  readonly socket: MemorySocket;
}

async function rigWith(edges?: readonly ControlEdge[]): Promise<HeldRig> {
  const rig = makeRig();
  const socket = await opened(new MemorySocket('S'));
  rig.transitioner.add(busy, { socket });
  rig.transitioner.add(listener);
  const { control } = rig.transitioner;
  control.hold(edges);
  void rig.transitioner.run();
  return { ...rig, control, socket };
}

function pendingOf({ pending }: RunControl): string | undefined {
  return pending && `${pending.automaton} ${pending.edge} ${pending.event.type}`;
}

/** Lets everything happen, and tells what the run stood still at. */
function stepThrough({ control, socket, clock }: HeldRig): (string | undefined)[] {
  const seen: (string | undefined)[] = [];
  const steps = (): void => {
    while (control.pending !== undefined) {
      seen.push(pendingOf(control));
      control.step();
    }
  };
  steps();
  socket.peer.send({ mt: 'Go' });
  steps();
  clock.advance(1_000);
  steps();
  return seen;
}

describe('RunControl, edges', () => {
  it('holds every edge by default, and only those that are named otherwise', async () => {
    expect(stepThrough(await rigWith())).to.deep.equal(everything);
    for (const edge of ['in', 'out', 'post', 'timer', 'engine'] as const) {
      const rig = await rigWith([edge]);
      expect(rig.control.heldEdges).to.deep.equal([edge]);
      expect(stepThrough(rig)).to.deep.equal(everything.filter((act) => act.includes(` ${edge} `)));
      expect(rig.socket.peer.texts).to.have.length(2);
    }
  });

  it('a message that is held before it goes to a peer is pending with its socket and has not gone', async () => {
    const { control, socket, tracer } = await rigWith(['out']);
    socket.peer.send({ mt: 'Go' });
    expect(control.pending).to.deep.equal({
      automaton: 'Busy',
      edge: 'out',
      event: { type: 'Said', msg: { mt: 'Said' }, origin: 'wire', from: 'S' },
    });
    expect([socket.peer.texts, tracer.lines('out')]).to.deep.equal([[], []]);
    control.step();
    expect([socket.peer.texts, tracer.lines('out')]).to.deep.equal([['{"mt":"Said"}'], ['S Said']]);
  });

  it('a message that can go to nobody is not held; one whose socket closes meanwhile is undelivered', async () => {
    const { transitioner, tracer } = makeRig();
    transitioner.add(busy);
    transitioner.control.hold(['out']);
    void transitioner.run();
    transitioner.control.inject({ kind: 'post', to: 'Busy', message: { mt: 'Go' } });
    expect(tracer.lines('undelivered')).to.include('Busy->* Said: it has no socket');

    const held = await rigWith(['out']);
    held.socket.peer.send({ mt: 'Go' });
    held.socket.peer.close();
    held.control.resume();
    expect(held.tracer.lines('undelivered')).to.deep.equal(['Busy->S Said: the socket is closed']);
  });

  it('hold with other edges lets go of what waits at one that is not held any more', async () => {
    const { control, socket } = await rigWith();
    expect(pendingOf(control)).to.equal('Busy engine Start');
    control.hold(['in']);
    expect(control.pending).to.equal(undefined);
    socket.peer.send({ mt: 'Go' });
    expect(pendingOf(control)).to.equal('Busy in Go');
    control.hold(new Set<ControlEdge>());
    expect([control.isHeld, control.heldEdges, control.pending]).to.deep.equal([false, [], undefined]);
    expect(socket.peer.texts).to.deep.equal(['{"mt":"Said"}']);
  });

  it('a step lets one act pass, also one that comes later; a post to an automaton in its step is one act', async () => {
    const { transitioner, tracer } = makeRig();
    const { control } = transitioner;
    const socket = await opened(new MemorySocket('S'));
    const toMyself = kit.createMachine({
      ...ending,
      id: 'Selfish',
      initial: 'Initial',
      states: {
        Initial: {
          on: {
            Go: { actions: [postEvent({ message: { mt: 'News' }, to: 'Selfish' })] },
            Start: {},
            News: {},
          },
        },
        Dead: { type: 'final' },
      },
    });
    transitioner.add(toMyself, { socket });
    void transitioner.run();
    control.hold();
    control.step();
    socket.peer.send({ mt: 'Go' });
    expect(tracer.lines('deliver')).to.deep.equal(['Selfish Start', 'Selfish Go']);
    expect(pendingOf(control)).to.equal('Selfish post News');
    control.step();
    expect([tracer.lines('deliver').length, control.pending]).to.deep.equal([3, undefined]);
  });

  it('a step is for what is held: what passes other edges does not use it up, and a breakpoint takes it back', async () => {
    const { control, socket } = await rigWith(['post']);
    control.step();
    socket.peer.send({ mt: 'Go' });
    expect([control.pending, socket.peer.texts]).to.deep.equal([undefined, ['{"mt":"Said"}']]);
    control.step();
    control.addBreakpoint({ kind: 'message', mt: 'Ping' });
    socket.peer.send({ mt: 'Ping' });
    expect(pendingOf(control)).to.equal('Busy in Ping');
  });

  it('every act of the person is a record that names the automaton, the edge and the message', () => {
    const { recorder, records, clock } = recordingRecorder();
    const transitioner = new Transitioner({ clock, tracer: recorder });
    const { control } = transitioner;
    transitioner.add(listener);
    control.hold();
    void transitioner.run();
    control.step();
    control.hold(['post']);
    const seq = control.note('look here');
    control.resume();
    const told = records
      .filter((record): record is ControlRecord => record.kind === 'control')
      .map(({ run, what, detail }) => ({ run, what, detail }));
    expect(told).to.deep.equal([
      { run: 1, what: 'hold', detail: { edges: ['in', 'out', 'post', 'timer', 'engine'] } },
      { run: 1, what: 'step', detail: { automaton: 'Listener', edge: 'engine', mt: 'Start' } },
      { run: 1, what: 'hold', detail: { edges: ['post'] } },
      { run: 1, what: 'resume', detail: {} },
    ]);
    expect(records[seq - 1]).to.deep.include({ kind: 'note', note: 'by hand', data: { text: 'look here' } });
  });

  it('tells listeners when it is held, waits elsewhere, goes on and has ended; they may step from there', async () => {
    const { transitioner } = makeRig();
    const { control } = transitioner;
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(listener, { socket });
    const seen: string[] = [];
    const forget = control.onChange(() => {
      seen.push(`${control.isHeld ? 'held' : 'free'} ${pendingOf(control) ?? '-'}`);
      if (control.pending?.event.type === 'Ping') control.step();
    });
    control.onChange(() => {
      throw new Error('no');
    });
    control.hold();
    const result = transitioner.run();
    for (const mt of ['Ping', 'Stop']) socket.peer.send({ mt });
    control.step();
    expect(pendingOf(control)).to.equal('Listener in Stop');
    control.resume();
    expect((await result).outcome).to.equal('finished');
    expect(seen).to.deep.equal([
      'held -',
      'held Listener engine Start',
      'held Listener in Ping',
      'held -',
      'held Listener in Stop',
      'held Listener in Stop',
      'free -',
      'free -',
    ]);
    forget();
    control.hold();
    expect(seen).to.have.length(8);
  });
});
