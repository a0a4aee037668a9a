import { expect } from 'chai';
import { assign } from 'xstate';
import type { NextState } from '../../../porting/index.js';
import { FiniteStateAutomaton, Message } from '../../../porting/index.js';
import { postEvent, sendMessage } from '../../../runtime/actions.js';
import type { AutomatonOutput } from '../../../runtime/automaton.js';
import { setupAutomaton } from '../../../runtime/automaton.js';
import type { Message as AnyKindOfMessage } from '../../../runtime/message.js';
import { makePhpRig, openSocket } from '../../support/php-rig.js';

type Messages = AnyKindOfMessage<'Ask'> | AnyKindOfMessage<'Answer'> | AnyKindOfMessage<'Break'>;

/** Answers `Ask` with a post and then a message to its peer. */
const Machine = setupAutomaton({
  types: {
    context: {} as { readonly seen: readonly AnyKindOfMessage[] },
    messages: {} as Messages,
    output: {} as AutomatonOutput,
  },
  accepts: { Ask: ['wire', 'post'], Answer: 'post', Break: 'post' },
}).createMachine({
  id: 'Machine',
  initial: 'Initial',
  context: { seen: [] },
  states: {
    Initial: {
      on: {
        Ask: {
          actions: [
            assign({ seen: ({ context, event }) => [...context.seen, event.msg] }),
            postEvent({ mt: 'Answer' }),
            sendMessage({ mt: 'Done' }),
          ],
        },
        Answer: { actions: assign({ seen: ({ context, event }) => [...context.seen, event.msg] }) },
        Break: {
          actions: () => {
            throw new Error('broken');
          },
        },
      },
    },
    Dead: { type: 'final' },
  },
  output: { ok: true },
});

class Talker extends FiniteStateAutomaton {
  readonly heard: string[] = [];
  /** What it does on an answer. */
  #onAnswer: (self: Talker) => void = () => undefined;

  set onAnswer(act: (self: Talker) => void) {
    this.#onAnswer = act;
  }

  post(mt: string): void {
    this.heard.push(`posts ${mt}`);
    this.postEvent(new Message(mt, 'n', 1));
    this.heard.push(`posted ${mt}`);
  }

  ReceiveInitialStart(): NextState {
    return null;
  }
  ReceiveInitialGo(): NextState {
    this.post('Ask');
  }
  ReceiveInitialBreak(): NextState {
    return 'Dead';
  }
  ReceiveInitialAnswer(msg: Message): NextState {
    this.heard.push(`Answer from ${String(msg['_sourcename'])}`);
    this.#onAnswer(this);
  }
}

describe('PHP-style classes and machines in one run', () => {
  it('a machine that a class posts to has done its whole step when the post returns', async () => {
    const [S, T] = [await openSocket('S'), await openSocket('T')];
    const talker = new Talker(S);
    const { transitioner, tracer } = makePhpRig([talker]);
    const machine = transitioner.add(Machine, { socket: T });
    void transitioner.run();
    S.peer.send({ mt: 'Go' });
    expect(talker.heard).to.deep.equal(['posts Ask', 'Answer from Machine', 'posted Ask']);
    expect(tracer.lines('deliver', 'post', 'out').slice(1)).to.deep.equal([
      'deliver Talker Go',
      'post Talker->* Ask',
      'deliver Machine Ask',
      'post Machine->* Answer',
      'deliver Talker Answer',
      'out T Done',
    ]);
    // Without the name of the source, and not the object that the class may go on changing.
    expect(machine.context?.seen).to.deep.equal([{ mt: 'Ask', n: 1 }]);
  });

  it('a machine in the middle of its step handles what a class posts to it after that step', async () => {
    const [S, T] = [await openSocket('S'), await openSocket('T')];
    const talker = new Talker(S);
    talker.onAnswer = (self) => {
      self.onAnswer = () => undefined;
      self.post('Answer');
    };
    const { transitioner, tracer } = makePhpRig();
    transitioner.add(Machine, { socket: T });
    transitioner.add(talker);
    void transitioner.run();
    T.peer.send({ mt: 'Ask' });
    expect(talker.heard).to.deep.equal([
      'Answer from Machine',
      'posts Answer',
      'Answer from Talker',
      'posted Answer',
    ]);
    expect(tracer.lines('deliver', 'post', 'out').slice(1)).to.deep.equal([
      'deliver Machine Ask',
      'post Machine->* Answer',
      'deliver Talker Answer',
      'post Talker->* Answer',
      'deliver Talker Answer',
      'out T Done',
      'deliver Machine Answer',
    ]);
  });

  it('a machine that throws while a class posts to it fails the run; the handler cannot go on', async () => {
    const S = await openSocket('S');
    class Breaker extends Talker {
      override ReceiveInitialGo(): NextState {
        this.post('Break');
      }
    }
    const breaker = new Breaker(S);
    const { transitioner } = makePhpRig();
    transitioner.add(Machine);
    transitioner.add(breaker);
    const result = transitioner.run();
    S.peer.send({ mt: 'Go' });
    const { outcome, automatons, error } = await result;
    expect(outcome).to.equal('failed');
    expect(error?.data['nickname']).to.equal('Machine');
    expect(automatons.map(({ why }) => why)).to.deep.equal(['failed', 'stopped']);
    expect(breaker.heard).to.deep.equal(['posts Break']);
  });

  it('a class that throws on the post of a machine inside a handler fails the run, caught or not', async () => {
    const S = await openSocket('S');
    class Catcher extends Talker {
      override ReceiveInitialGo(): NextState {
        try {
          this.post('Ask');
        } catch {
          this.heard.push('caught');
        }
      }
    }
    const catcher = new Catcher(S);
    catcher.onAnswer = () => {
      throw new Error('no');
    };
    const { transitioner } = makePhpRig([catcher]);
    transitioner.add(Machine, { socket: await openSocket('T') });
    const result = transitioner.run();
    S.peer.send({ mt: 'Go' });
    const { outcome, error } = await result;
    expect(outcome).to.equal('failed');
    expect(error?.data['nickname']).to.equal('Catcher');
    expect(catcher.heard.at(-1)).to.equal('caught');
  });
});

describe('holding a run with PHP-style classes', () => {
  it('what happens inside a handler cannot be held; the run stands still after it', async () => {
    const [S, T] = [await openSocket('S'), await openSocket('T')];
    const talker = new Talker(S);
    const { transitioner, tracer } = makePhpRig([talker]);
    transitioner.add(Machine, { socket: T });
    const { control } = transitioner;
    void transitioner.run();
    control.hold();
    S.peer.send({ mt: 'Go' });
    S.peer.send({ mt: 'Go' });
    expect(talker.heard).to.deep.equal([]);
    expect(control.pending).to.include({ automaton: 'Talker', edge: 'in' });
    control.step();
    expect(talker.heard).to.deep.equal(['posts Ask', 'Answer from Machine', 'posted Ask']);
    expect(control.pending).to.include({ automaton: 'Talker', edge: 'in' });
    expect(tracer.lines('out')).to.deep.equal(['T Done']);
  });

  it('a breakpoint inside a handler is hit there, and holds the run once the handler is through', async () => {
    const [S, T] = [await openSocket('S'), await openSocket('T')];
    const talker = new Talker(S);
    const { transitioner, tracer } = makePhpRig([talker]);
    transitioner.add(Machine, { socket: T });
    const { control } = transitioner;
    void transitioner.run();
    for (const breakpoint of [
      { kind: 'post', mt: 'Answer', automaton: 'Talker' },
      { kind: 'message', mt: 'Done', direction: 'out' },
    ] as const)
      control.addBreakpoint(breakpoint);
    S.peer.send({ mt: 'Go' });
    S.peer.send({ mt: 'Go' });
    expect(control.breakpoints.map(({ hits }) => hits)).to.deep.equal([1, 1]);
    expect(control.isHeld).to.equal(true);
    expect(talker.heard).to.have.length(3);
    expect(tracer.lines('control').filter((line) => line.startsWith('breakpoint hit'))).to.deep.equal([
      'breakpoint hit Talker Answer',
      'breakpoint hit Machine Done',
    ]);
    control.removeBreakpoint(1);
    control.removeBreakpoint(2);
    control.resume();
    expect(talker.heard).to.have.length(6);
  });

  it('a breakpoint on a state is hit by a class as by a machine', async () => {
    const S = await openSocket('S');
    class Mover extends Talker {
      override ReceiveInitialGo(): NextState {
        return 'Moved';
      }
      ReceiveMovedStart(): NextState {
        return null;
      }
    }
    const { transitioner } = makePhpRig([new Mover(S)]);
    transitioner.control.addBreakpoint({ kind: 'state', state: 'Moved' });
    void transitioner.run();
    S.peer.send({ mt: 'Go' });
    expect(transitioner.control.isHeld).to.equal(true);
    expect(transitioner.getSnapshot()['Mover']?.state).to.equal('Moved');
  });
});
