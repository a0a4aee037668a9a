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

/** Throws anything, as a program can. */
function fail(thrown: unknown): never {
  throw thrown as Error;
}

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

describe('an abort while each Start leads to another state', () => {
  it('ends that', async () => {
    const abort = new AbortController();
    let starts = 0;
    class Turning extends Idle {
      ReceiveInitialGo(): NextState {
        return 'A';
      }
      ReceiveAStart(): NextState {
        starts += 1;
        if (starts === 1000) abort.abort();
        if (starts > 1100) throw new Error('it goes on');
        return 'B';
      }
      ReceiveBStart(): NextState {
        return 'A';
      }
    }
    const socket = await openSocket('S');
    const { transitioner } = makePhpRig([new Turning(socket)]);
    const result = transitioner.run({ signal: abort.signal });
    socket.peer.send({ mt: 'Go' });
    expect((await result).outcome).to.equal('aborted');
    expect(starts).to.equal(1000);
  });
});

describe('what handlers throw', () => {
  it('fails the run, be it nothing', async () => {
    for (const thrown of [undefined, null, 'text', 0]) {
      class Thrower extends Idle {
        ReceiveInitialGo(): NextState {
          fail(thrown);
        }
      }
      const socket = await openSocket('S');
      const { transitioner } = makePhpRig([new Thrower(socket)]);
      const result = transitioner.run();
      socket.peer.send({ mt: 'Go' });
      expect(transitioner.getSnapshot()['Thrower']?.why).to.equal('failed');
      expect((await result).error?.cause).to.equal(thrown);
    }
  });

  it('is shown as it is when a handler itself fills the call stack', async () => {
    class Deep extends Idle {
      ReceiveInitialGo(): NextState {
        const cyclic: Record<string, unknown> = {};
        cyclic['again'] = cyclic;
        this.sendMessage(new Message('Cyclic', 'value', cyclic));
      }
    }
    const socket = await openSocket('S');
    const { transitioner } = makePhpRig([new Deep(socket)]);
    const result = transitioner.run();
    socket.peer.send({ mt: 'Go' });
    expect((await result).error?.cause).to.be.instanceOf(RangeError);
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
