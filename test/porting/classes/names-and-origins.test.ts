import { expect } from 'chai';
import type { NextState, Message } from '../../../porting/index.js';
import { FiniteStateAutomaton } from '../../../porting/index.js';
import { UsageError } from '../../../runtime/errors.js';
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

type Accepts = NonNullable<typeof FiniteStateAutomaton.accepts>;

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
      static override readonly states: readonly string[] = ['toString', 'constructor'];
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
        static override readonly states: readonly string[] = ['Initial', state, 'Dead'];
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
      static override readonly accepts: Accepts = { AppLoginSuccess: ['wire', 'post'] };
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
      static override readonly accepts: Accepts = { Success: 'post', Result: 'wire' };
      ReceiveInitialSuccess(): NextState {
        log.push('Success');
      }
      ReceiveInitialResult(): NextState {
        log.push('Result');
      }
    }
    class MyLogin extends Login {
      static override readonly accepts: Accepts = { Mine: 'post', Result: 'post' };
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
      static override readonly accepts: Accepts = { BGo: 'post' };
      static override readonly states: readonly string[] = ['Initial', 'A', 'AB', 'Dead'];
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
