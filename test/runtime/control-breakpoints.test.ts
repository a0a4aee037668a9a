import { expect } from 'chai';
import { assign } from 'xstate';
import { postEvent, sendMessage } from '../../runtime/actions.js';
import type { AutomatonOutput } from '../../runtime/automaton.js';
import { setupAutomaton } from '../../runtime/automaton.js';
import type { RunControl } from '../../runtime/control.js';
import type { Breakpoint } from '../../runtime/control-types.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import type { Message } from '../../runtime/message.js';
import type { ControlRecord, TraceRecord } from '../../runtime/trace-records.js';
import { Transitioner } from '../../runtime/transitioner.js';
import { createRedactor } from '../../protocol/redaction.js';
import { opened } from '../support/engine-kit.js';
import { recordingRecorder, testHash } from '../support/traces.js';

interface Context {
  readonly count: number;
  readonly password: string;
  readonly rows: readonly string[];
}

const { createMachine } = setupAutomaton({
  types: {
    context: {} as Context,
    messages: {} as Message<'Go'> | Message<'Row'> | Message<'News'> | Message<'Stop'>,
    output: {} as AutomatonOutput,
  },
  accepts: { Go: 'wire', Row: 'wire', News: 'post', Stop: 'wire' },
});

/** `Go` leads through two phases to another state, `Row` adds a row, `Stop` ends it. */
const walker = createMachine({
  id: 'Walker',
  context: { count: 0, password: 'hunter2', rows: [] },
  output: { ok: true },
  initial: 'Initial',
  on: {
    Stop: '.Dead',
    Row: {
      actions: [
        assign({
          count: ({ context }) => context.count + 1,
          rows: ({ context }) => [...context.rows, 'row'],
        }),
        sendMessage({ mt: 'Seen' }),
        postEvent({ mt: 'News' }),
      ],
    },
  },
  states: {
    Initial: {
      initial: 'awaitingGo',
      states: { awaitingGo: { on: { Go: 'awaitingMore' } }, awaitingMore: { on: { Go: '#Walker.Ready' } } },
    },
    Ready: { on: { Start: {}, News: {} } },
    Dead: { type: 'final' },
  },
});

interface Rig {
  readonly control: RunControl;
  readonly records: TraceRecord[];
  readonly say: (...mts: string[]) => void;
}

/** Two walkers on one socket, running. */
async function walking(...breakpoints: Breakpoint[]): Promise<Rig> {
  const { recorder, records, clock } = recordingRecorder();
  const redactor = createRedactor({ keyedHash: testHash, secrets: () => [] });
  const transitioner = new Transitioner({ clock, tracer: recorder, redactor });
  const socket = await opened(new MemorySocket('S'));
  for (const nickname of ['A', 'B']) transitioner.add(walker, { nickname, socket });
  for (const breakpoint of breakpoints) transitioner.control.addBreakpoint(breakpoint);
  void transitioner.run();
  const say = (...mts: string[]): void => {
    for (const mt of mts) socket.peer.send({ mt });
  };
  return { control: transitioner.control, records, say };
}

/** Goes on until nothing holds the run, and tells where it stood. */
function standstills(control: RunControl): string[] {
  const seen: string[] = [];
  while (control.isHeld) {
    const { pending } = control;
    seen.push(
      pending === undefined ? 'at rest' : `${pending.automaton} ${pending.edge} ${pending.event.type}`,
    );
    control.resume();
  }
  return seen;
}

function hitsIn(records: readonly TraceRecord[]): ControlRecord[] {
  return records.filter(
    (record): record is ControlRecord => record.kind === 'control' && record.what === 'breakpoint hit',
  );
}

describe('RunControl, breakpoints on messages and posts', () => {
  it('a message is broken at once for each automaton, in or out, of any or of one', async () => {
    const cases: [Breakpoint, string[]][] = [
      [{ kind: 'message', mt: 'Row' }, ['A in Row', 'B in Row']],
      [{ kind: 'message', mt: 'Row', direction: 'in', automaton: 'B' }, ['B in Row']],
      [{ kind: 'message', mt: 'Row', direction: 'out' }, []],
      [{ kind: 'message', mt: 'Seen' }, ['A out Seen', 'B out Seen']],
      [{ kind: 'message', mt: 'Seen', direction: 'out', automaton: 'A' }, ['A out Seen']],
      [{ kind: 'message', mt: 'Seen', direction: 'in' }, []],
      [{ kind: 'message', mt: 'News' }, []],
      [{ kind: 'post' }, ['B post News', 'A post News']],
      [{ kind: 'post', mt: 'News', automaton: 'A' }, ['A post News']],
      [{ kind: 'post', mt: 'Row' }, []],
    ];
    for (const [breakpoint, expected] of cases) {
      const { control, say, records } = await walking(breakpoint);
      say('Row');
      expect(standstills(control), JSON.stringify(breakpoint)).to.deep.equal(expected);
      expect(control.breakpoints).to.deep.equal([{ id: 1, breakpoint, hits: expected.length }]);
      expect(hitsIn(records)).to.have.length(expected.length);
    }
  });

  it('a hit holds all edges, and its record names breakpoint, automaton, edge and message', async () => {
    const { control, say, records } = await walking({ kind: 'message', mt: 'Row' });
    control.hold(['timer']);
    say('Row');
    expect([control.heldEdges.length, control.pending?.automaton]).to.deep.equal([5, 'A']);
    expect(hitsIn(records)[0]?.detail).to.deep.equal({
      id: 1,
      breakpoint: { kind: 'message', mt: 'Row' },
      automaton: 'A',
      edge: 'in',
      mt: 'Row',
    });
  });

  it('one that is taken away holds nothing, and both are recorded; the others stay', async () => {
    const { control, say, records } = await walking({ kind: 'post' }, { kind: 'message', mt: 'Row' });
    control.removeBreakpoint(1);
    control.removeBreakpoint(1);
    expect(control.breakpoints.map(({ id }) => id)).to.deep.equal([2]);
    control.removeBreakpoint(2);
    say('Row');
    expect(control.isHeld).to.equal(false);
    const acts = records.flatMap((record) => (record.kind === 'control' ? [record.what] : []));
    expect(acts).to.deep.equal([
      'breakpoint added',
      'breakpoint added',
      'breakpoint removed',
      'breakpoint removed',
    ]);
  });

  it('a hit while the run is stepped is counted once, and a step passes it', async () => {
    const { control, say } = await walking({ kind: 'message', mt: 'Row', automaton: 'A' });
    control.hold();
    say('Row');
    while (control.pending !== undefined) control.step();
    control.resume();
    expect(control.breakpoints[0]?.hits).to.equal(1);
  });
});

describe('RunControl, breakpoints on states', () => {
  it('entering a state or a phase holds before the next act, whatever it is', async () => {
    const cases: [Breakpoint, string[]][] = [
      [{ kind: 'state', state: 'Initial', automaton: 'A' }, ['A engine Start']],
      [{ kind: 'state', state: 'Initial.awaitingMore' }, ['B in Go', 'at rest']],
      [{ kind: 'state', state: 'Ready', automaton: 'A' }, ['A engine Start']],
      [{ kind: 'state', state: 'Dead', automaton: 'A' }, ['B in Stop']],
      [{ kind: 'state', state: 'Initial.awaiting' }, []],
      [{ kind: 'state', state: 'Read' }, []],
    ];
    for (const [breakpoint, expected] of cases) {
      const { control, say } = await walking(breakpoint);
      const seen = standstills(control);
      for (const mt of ['Go', 'Go', 'Stop']) {
        say(mt);
        seen.push(...standstills(control));
      }
      expect(seen, JSON.stringify(breakpoint)).to.deep.equal(expected);
    }
  });

  it('the record of the hit names the automaton and has the delivery as its cause', async () => {
    const { control, say, records } = await walking({ kind: 'state', state: 'Initial.awaitingMore' });
    say('Go');
    expect(control.heldEdges).to.have.length(5);
    control.step();
    // B has entered it too, and nothing was on its way: what comes next is held.
    expect(control.pending).to.equal(undefined);
    say('Row');
    expect(control.pending).to.include({ automaton: 'A', edge: 'in' });
    const [hit] = hitsIn(records);
    expect(hit?.detail).to.deep.include({ id: 1, automaton: 'A' });
    expect(records[(hit?.cause ?? 0) - 1]).to.include({ kind: 'deliver', lane: 'A', mt: 'Go' });
  });

  it('in the step that enters it, no effect is carried out: they are the next acts', async () => {
    const { control, say, records } = await walking({
      kind: 'context',
      path: 'count',
      operator: 'equals',
      value: 1,
    });
    say('Row');
    expect(control.pending).to.include({ automaton: 'A', edge: 'out' });
    expect(records.filter(({ kind }) => kind === 'post')).to.deep.equal([]);
  });
});

describe('RunControl, breakpoints on the context', () => {
  const hitsOf = async (
    condition: Omit<Extract<Breakpoint, { kind: 'context' }>, 'kind'>,
  ): Promise<number | undefined> => {
    const { control, say } = await walking({ kind: 'context', automaton: 'A', ...condition });
    standstills(control);
    for (let count = 0; count < 4; count += 1) {
      say('Row');
      standstills(control);
    }
    return control.breakpoints[0]?.hits;
  };

  it('holds when the condition becomes true, not while it stays so; for changes, each time', async () => {
    expect(await hitsOf({ path: 'count', operator: 'equals', value: 2 })).to.equal(1);
    expect(await hitsOf({ path: 'count', operator: 'greater', value: 1 })).to.equal(1);
    expect(await hitsOf({ path: 'count', operator: 'less', value: 0 })).to.equal(0);
    expect(await hitsOf({ path: 'rows.length', operator: 'equals', value: 3 })).to.equal(1);
    expect(await hitsOf({ path: 'rows.1', operator: 'exists' })).to.equal(1);
    expect(await hitsOf({ path: 'rows', operator: 'changes' })).to.equal(4);
    expect(await hitsOf({ path: 'nothing.here', operator: 'exists' })).to.equal(0);
  });

  it('a member that is masked is never compared, and what it was to be compared with is not recorded', async () => {
    expect(await hitsOf({ path: 'password', operator: 'equals', value: 'hunter2' })).to.equal(0);
    expect(await hitsOf({ path: 'password', operator: 'exists' })).to.equal(1);
    const { records } = await walking({
      kind: 'context',
      path: 'password',
      operator: 'equals',
      value: 'hunter2',
    });
    expect(JSON.stringify(records.filter(({ kind }) => kind === 'control'))).not.to.include('hunter2');
  });
});
