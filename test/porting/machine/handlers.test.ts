import { expect } from 'chai';
import { initialTransition, transition } from 'xstate';
import { handlersOf, Message, noRows, type Draft, type Rows } from '../../../porting/machine/index.js';
import type { DraftOptions } from '../../../porting/machine/index.js';
import { setupAutomaton } from '../../../runtime/automaton.js';
import type { Effect } from '../../../runtime/effects.js';

class Entry {
  constructor(public hits: number) {}
}

interface Members {
  readonly count: number;
  readonly rows: Rows;
  readonly table: (string[] | Entry)[];
  readonly current: Entry | string | null | undefined;
}

interface Take {
  readonly next?: string | null;
  readonly row?: string;
  readonly device?: { seen?: boolean };
  readonly _sourcename?: string;
}

type Handler = (self: Draft<Members>, msg: Take) => string | null | undefined;

const rowsOf = (self: Draft<Members>): unknown[] => self.rows as unknown[];

const defaults = (): Members => ({ count: 0, rows: noRows, table: [], current: null });

/** A machine with one handler, for message Take in Initial. */
function machineWith(handler: Handler, options: DraftOptions = {}, context: Members = defaults()) {
  const handlers = handlersOf<Members>(options);
  const machine = setupAutomaton({
    types: {
      context: {} as Members,
      messages: {} as { readonly mt: 'Take' },
      output: {} as { readonly ok: true },
    },
    accepts: { Take: ['wire', 'post'] },
    guards: {
      returnsNext: handlers.returns(handler, 'Next'),
      returnsDead: handlers.returns(handler, 'Dead'),
    },
    actions: { take: handlers.run(handler) },
  }).createMachine({
    id: 'Taker',
    initial: 'Initial',
    context: handlers.start(context),
    states: {
      Initial: {
        on: {
          Take: [
            { guard: 'returnsNext', target: 'Next', actions: 'take' },
            { guard: 'returnsDead', target: 'Dead', actions: 'take' },
            { actions: 'take' },
          ],
        },
      },
      Next: {},
      Dead: { type: 'final' },
    },
    output: () => ({ ok: true }),
  });
  const [first] = initialTransition(machine);
  const take = (snapshot: typeof first, members: object, origin: 'wire' | 'post' = 'wire') =>
    transition(machine, snapshot, { type: 'Take', msg: { mt: 'Take', ...members }, origin, from: 'Other' });
  return { first, take };
}

/** The effects among the actions of a pure transition. */
function effectsOf(actions: readonly { readonly type: string; readonly params?: unknown }[]): Effect[] {
  return actions.flatMap(({ type, params }) =>
    type === 'xstate.emit' ? [(params as { event: Effect }).event] : [],
  );
}

describe('handlersOf: PHP handlers in a machine', () => {
  it('chooses the transition by the state that the handler returns', () => {
    const { first, take } = machineWith((_self, msg) => msg.next ?? null);
    expect(take(first, { next: 'Next' })[0].value).to.equal('Next');
    expect(take(first, { next: 'Dead' })[0].value).to.equal('Dead');
    expect(take(first, { next: null })[0].value).to.equal('Initial');
  });

  it('calls the handler once for guards and action together', () => {
    let calls = 0;
    const { first, take } = machineWith(() => {
      calls += 1;
      return 'Dead';
    });
    take(first, {});
    expect(calls).to.equal(1);
  });

  it('emits what the handler sends, posts and logs, in that order', () => {
    const { first, take } = machineWith((self) => {
      self.log('first', 'runtime');
      self.sendMessage(new Message('Ask', 'id', 1));
      self.postEvent(new Message('Told'));
      self.postEvent(new Message('Told'), 'Reporter');
      self.log(null);
    });
    const effects = effectsOf(take(first, {})[1]);
    expect(JSON.parse(JSON.stringify(effects))).to.deep.equal([
      { type: 'log', text: 'first', category: 'runtime' },
      { type: 'send', message: { mt: 'Ask', id: 1 } },
      { type: 'post', message: { mt: 'Told' } },
      { type: 'post', message: { mt: 'Told' }, to: 'Reporter' },
      { type: 'log', text: '', category: 'debug' },
    ]);
  });

  it('sends a message as it is at that moment', () => {
    const { first, take } = machineWith((self) => {
      const message = new Message('Ask', 'ids', [1]);
      self.sendMessage(message);
      message['ids'] = [1, 2];
      self.sendMessage(message);
    });
    const sent = effectsOf(take(first, {})[1]).map((effect) =>
      effect.type === 'send' ? effect.message : undefined,
    );
    expect(JSON.parse(JSON.stringify(sent))).to.deep.equal([
      { mt: 'Ask', ids: [1] },
      { mt: 'Ask', ids: [1, 2] },
    ]);
  });

  it('changes the next context and not the present one', () => {
    const { first, take } = machineWith((self, msg) => {
      self.count = self.count + 1;
      rowsOf(self).push(msg.row);
    });
    const [second] = take(first, { row: 'a' });
    const [third] = take(second, { row: 'b' });
    const [branch] = take(second, { row: 'c' });
    expect(first.context.count).to.equal(0);
    expect(third.context.count).to.equal(2);
    expect([first, second, third, branch].map(({ context }) => context.rows.list())).to.deep.equal([
      [],
      ['a'],
      ['a', 'b'],
      ['a', 'c'],
    ]);
  });

  it('leaves a context that the handler only reads the same object', () => {
    const { first, take } = machineWith((self) => {
      self.log(rowsOf(self).length + self.table.length);
    });
    expect(take(first, {})[0].context).to.equal(first.context);
  });

  it('copies arrays that are changed in place, with those inside them', () => {
    const context = { ...defaults(), table: [['a'], ['b']] };
    const { first, take } = machineWith(
      (self) => {
        (self.table[0] as string[]).push('c');
      },
      { changedInPlace: ['table'] },
      context,
    );
    const [second] = take(first, {});
    expect(second.context.table).to.deep.equal([['a', 'c'], ['b']]);
    expect(first.context.table).to.deep.equal([['a'], ['b']]);
  });

  it('copies objects that are changed, and what was one object stays one', () => {
    const entry = new Entry(0);
    const { first, take } = machineWith(
      (self, msg) => {
        const current = self.current as Entry;
        current.hits += 1;
        if (msg.device) msg.device.seen = true;
        self.count = current === self.table[0] ? 1 : 0;
      },
      { changedObjects: [Entry] },
      { ...defaults(), table: [entry], current: entry },
    );
    const device = { name: 'x' };
    const [second] = take(first, { device });
    expect(second.context.count).to.equal(1);
    expect(second.context.table[0]).to.equal(second.context.current).and.be.instanceOf(Entry);
    expect(second.context.current).to.have.property('hits', 1);
    expect(entry.hits).to.equal(0);
    expect(device).to.deep.equal({ name: 'x' });
  });

  it('tells by _sourcename who posted', () => {
    const { first, take } = machineWith((self, msg) => {
      self.current = msg._sourcename;
    });
    expect(take(first, {}, 'post')[0].context.current).to.equal('Other');
    expect(take(first, {}, 'wire')[0].context.current).to.equal(undefined);
  });

  it('throws STATE_NOT_IN_MACHINE for a state that the machine does not have', () => {
    const handlers = handlersOf<Members>({ states: ['Initial', 'Dead'] });
    const guard = handlers.returns(() => 'Elsewhere', 'Dead');
    const event = { type: 'Take', msg: { mt: 'Take' } };
    expect(() => guard({ context: defaults(), event }))
      .to.throw()
      .with.property('code', 'STATE_NOT_IN_MACHINE');
  });

  it('throws EFFECT_OUTSIDE_HANDLER for a constructor that sends', () => {
    const start = () =>
      handlersOf<Members>().start(defaults(), (self) => {
        self.sendMessage(new Message('Early'));
      });
    expect(start).to.throw().with.property('code', 'EFFECT_OUTSIDE_HANDLER');
  });

  it('makes the first members by a constructor, whose lists are rows afterwards', () => {
    const members = handlersOf<Members>().start(defaults(), (self) => {
      self.rows = ['first'];
      self.count = 3;
    });
    expect(members.count).to.equal(3);
    expect(members.rows.list()).to.deep.equal(['first']);
  });
});
