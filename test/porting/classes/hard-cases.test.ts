import { expect } from 'chai';
import type { NextState } from '../../../porting/index.js';
import { FiniteStateAutomaton, Message } from '../../../porting/index.js';
import { postEvent } from '../../../runtime/actions.js';
import type { AutomatonOutput } from '../../../runtime/automaton.js';
import { setupAutomaton } from '../../../runtime/automaton.js';
import { UsageError } from '../../../runtime/errors.js';
import type { Message as AnyKindOfMessage } from '../../../runtime/message.js';
import { makePhpRig, openSocket } from '../../support/php-rig.js';

class Idle extends FiniteStateAutomaton {
  ReceiveInitialStart(_msg: Message): NextState {
    return null;
  }
  override timeout(): boolean {
    return false;
  }
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof UsageError ? error.code : String(error);
  }
  return '';
}

describe('one object in several runs', () => {
  it('is in one at a time; what refuses it leaves it as it was', async () => {
    class Player extends Idle {
      ReceiveInitialStop(): NextState {
        return 'Dead';
      }
    }
    const socket = await openSocket('S');
    const player = new Player(socket, 'P');
    const first = makePhpRig([player]).transitioner;
    const result = first.run();
    const second = makePhpRig().transitioner;
    expect(codeOf(() => second.add(player, { nickname: 'Q' }))).to.equal('AUTOMATON_IN_USE');
    expect(player.getTrans()).to.equal(first);
    expect(player.getShortNickname()).to.equal('P');
    socket.peer.send({ mt: 'Stop' });
    await result;
    second.startAutomaton(player);
    expect(player.getTrans()).to.equal(second);
    void second.run();
    expect(player.state.getRun()).to.equal(true);
  });

  it('cannot begin a run while another goes on to which it was added as well', async () => {
    const player = new Idle();
    const { transitioner: first, clock } = makePhpRig([player]);
    const { transitioner: second } = makePhpRig([player]);
    const signal = new AbortController();
    const result = first.run({ signal: signal.signal });
    expect(codeOf(() => second.run())).to.equal('AUTOMATON_IN_USE');
    clock.advance(5000);
    expect(player.state.getRun()).to.equal(true);
    signal.abort();
    expect((await result).outcome).to.equal('aborted');
  });

  it('cannot be in a run twice', () => {
    const player = new Idle();
    const { transitioner } = makePhpRig([player]);
    transitioner.add(player, { nickname: 'again' });
    expect(codeOf(() => transitioner.run())).to.equal('AUTOMATON_IN_USE');
    expect(player.state.getRun()).to.equal(false);
  });

  it('one whose nickname is in use keeps its own, and can be added under another', () => {
    const player = new Idle(null, 'P');
    const { transitioner } = makePhpRig([new Idle(null, 'Q')]);
    expect(codeOf(() => transitioner.add(player, { nickname: 'Q' }))).to.equal('NICKNAME_IN_USE');
    expect(player.getShortNickname()).to.equal('P');
    expect(player.getTrans()).to.equal(null);
    transitioner.startAutomaton(player);
    expect(Object.keys(transitioner.getSnapshot())).to.deep.equal(['Q', 'P']);
  });
});

describe('an abort inside a handler', () => {
  it('comes before what the handler posts; the post says that the run has ended', async () => {
    const abort = new AbortController();
    const log: string[] = [];
    class Receiver extends Idle {
      ReceiveInitialTold(): NextState {
        log.push('told');
      }
    }
    class Aborter extends Idle {
      ReceiveInitialGo(): NextState {
        abort.abort();
        log.push(
          codeOf(() => {
            this.postEvent(new Message('Told'), 'Receiver');
          }),
        );
        return 'Dead';
      }
    }
    const socket = await openSocket('S');
    const { transitioner } = makePhpRig([new Receiver(), new Aborter(socket)]);
    const result = transitioner.run({ signal: abort.signal });
    socket.peer.send({ mt: 'Go' });
    expect((await result).outcome).to.equal('aborted');
    expect(log).to.deep.equal(['RUN_ENDED']);
  });

  it('ends a class and a machine that answer each other for ever', async () => {
    type Ball = AnyKindOfMessage<'Ball'>;
    const Machine = setupAutomaton({
      types: { messages: {} as Ball, output: {} as AutomatonOutput },
      accepts: { Ball: 'post' },
    }).createMachine({
      id: 'Machine',
      initial: 'Initial',
      states: { Initial: { on: { Ball: { actions: postEvent({ mt: 'Ball' }) } } }, Dead: { type: 'final' } },
      output: { ok: true },
    });
    const abort = new AbortController();
    let balls = 0;
    class Player extends Idle {
      static override readonly postsToSelf = false;
      ReceiveInitialBall(): NextState {
        balls += 1;
        if (balls === 10_000) abort.abort();
        if (balls > 10_100) throw new Error('it goes on');
        this.postEvent(new Message('Ball'));
      }
    }
    const socket = await openSocket('S');
    const { transitioner } = makePhpRig([new Player(socket)]);
    transitioner.add(Machine);
    const result = transitioner.run({ signal: abort.signal });
    socket.peer.send({ mt: 'Ball' });
    expect((await result).outcome).to.equal('aborted');
  });
});

describe('a message whose type a handler changes', () => {
  it('has the new one for the receivers behind, for all share the object', async () => {
    const log: string[] = [];
    class Changer extends Idle {
      ReceiveInitialGo(msg: Message): NextState {
        msg.setMt('Other');
      }
    }
    class Receiver extends Idle {
      ReceiveInitialGo(): NextState {
        log.push('Go');
      }
      ReceiveInitialOther(msg: Message): NextState {
        log.push(`${msg.getMt()} from ${String(msg['_sourcename'])}`);
      }
    }
    const socket = await openSocket('S');
    const { transitioner, tracer } = makePhpRig([new Changer(socket), new Receiver(socket)]);
    void transitioner.run();
    socket.peer.send({ mt: 'Go' });
    expect(log).to.deep.equal(['Other from Changer']);
    expect(tracer.lines('deliver').slice(2)).to.deep.equal(['Changer Go', 'Receiver Other']);
  });
});

describe('names that JavaScript or XState have for themselves', () => {
  it('are messages and states like others', async () => {
    const log: string[] = [];
    class Odd extends Idle {
      static readonly states: readonly string[] = ['toString', 'constructor'];
      ReceiveInitialconstructor(): NextState {
        log.push('constructor');
        return 'toString';
      }
      ReceivetoStringtoString(): NextState {
        log.push('toString');
        return 'constructor';
      }
      Receiveconstructor__proto__(): NextState {
        log.push('__proto__');
        return 'Dead';
      }
    }
    const socket = await openSocket('S');
    const { transitioner, tracer } = makePhpRig([new Odd(socket)]);
    const result = transitioner.run();
    const odd = ['valueOf', 'hasOwnProperty', 'a.b', 'x'.repeat(1_000_000), '\u0000\ud800'];
    for (const mt of [...odd, 'constructor', 'toString', '__proto__']) socket.peer.send({ mt });
    expect((await result).outcome).to.equal('finished');
    expect(log).to.deep.equal(['constructor', 'toString', '__proto__']);
    expect(tracer.lines('discarded').filter((line) => line.includes('(wire)'))).to.have.length(odd.length);
  });

  it('a declared state that can be in no name of a method is refused in a sentence', () => {
    for (const state of ['A.B', '#A', '__proto__', '']) {
      class Odd extends Idle {
        static readonly states: readonly string[] = ['Initial', state, 'Dead'];
      }
      expect(codeOf(() => makePhpRig([new Odd()]))).to.equal('STATES_UNCLEAR');
    }
  });

  it('a returned text that can be no name is an unknown state', async () => {
    class Odd extends Idle {
      ReceiveInitialGo(): NextState {
        return 'A.B';
      }
    }
    const socket = await openSocket('S');
    const { transitioner } = makePhpRig([new Odd(socket)]);
    const result = transitioner.run();
    socket.peer.send({ mt: 'Go' });
    expect((await result).error?.cause)
      .to.be.instanceOf(UsageError)
      .with.property('code', 'STATE_UNKNOWN');
  });
});

describe('static accepts', () => {
  it('is there for what logins post, lest a peer feign a login; it can be widened', async () => {
    const log: string[] = [];
    class Waiting extends Idle {
      ReceiveInitialAppLoginSuccess(msg: Message): NextState {
        log.push(`${this.getShortNickname()} from ${String(msg['_sourcename'])}`);
      }
    }
    class Trusting extends Waiting {
      static readonly accepts: FiniteStateAutomatonAccepts = { AppLoginSuccess: ['wire', 'post'] };
    }
    const socket = await openSocket('S');
    const { transitioner } = makePhpRig([new Waiting(socket), new Trusting(socket)]);
    void transitioner.run();
    socket.peer.send({ mt: 'applogin' + 'SUCCESS' });
    expect(log).to.deep.equal(['Trusting from Waiting']);
    transitioner.control.inject({ kind: 'post', message: { mt: 'AppLoginSuccess' }, to: 'Waiting' });
    expect(log).to.have.length(2);
  });

  it('adds to that of the class it extends', async () => {
    const log: string[] = [];
    class Login extends Idle {
      static readonly accepts: FiniteStateAutomatonAccepts = { Success: 'post', Result: 'wire' };
      ReceiveInitialSuccess(): NextState {
        log.push('Success');
      }
      ReceiveInitialResult(): NextState {
        log.push('Result');
      }
    }
    class MyLogin extends Login {
      static override readonly accepts: FiniteStateAutomatonAccepts = { Mine: 'post', Result: 'post' };
      ReceiveInitialMine(): NextState {
        log.push('Mine');
      }
    }
    const socket = await openSocket('S');
    const { transitioner } = makePhpRig([new MyLogin(socket)]);
    void transitioner.run();
    for (const mt of ['Success', 'Mine', 'Result']) socket.peer.send({ mt });
    expect(log).to.deep.equal([]);
  });

  it('holds for the other reading of a name that runs into another', async () => {
    const log: string[] = [];
    class Twofold extends Idle {
      static readonly accepts: FiniteStateAutomatonAccepts = { BGo: 'post' };
      static readonly states: readonly string[] = ['Initial', 'A', 'AB', 'Dead'];
      ReceiveInitialNext(): NextState {
        return 'A';
      }
      ReceiveABGo(msg: Message): NextState {
        log.push(msg.getMt());
      }
    }
    const socket = await openSocket('S');
    const { transitioner } = makePhpRig([new Twofold(socket)]);
    void transitioner.run();
    for (const mt of ['Next', 'BGo', 'bgo']) socket.peer.send({ mt });
    expect(log).to.deep.equal([]);
    transitioner.control.inject({ kind: 'post', message: { mt: 'bGO' } });
    expect(log).to.deep.equal(['bGO']);
  });
});

describe('members that cannot be read', () => {
  it('do not fail the run', async () => {
    class Odd extends Idle {
      fine = 1;
      odd: unknown = null;
      ReceiveInitialGo(): NextState {
        this.odd = Object.defineProperty({}, 'broken', {
          enumerable: true,
          get: () => {
            throw new Error('no');
          },
        });
        return 'Dead';
      }
    }
    const socket = await openSocket('S');
    const { transitioner } = makePhpRig([new Odd(socket)]);
    const result = transitioner.run();
    socket.peer.send({ mt: 'Go' });
    const { outcome, automatons } = await result;
    expect(outcome).to.equal('finished');
    expect(automatons[0]?.context).to.deep.equal({ fine: 1, odd: '(cannot be read)' });
  });
});

type FiniteStateAutomatonAccepts = NonNullable<typeof FiniteStateAutomaton.accepts>;
