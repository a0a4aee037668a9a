import { expect } from 'chai';
import type { NextState } from '../../../porting/index.js';
import { FiniteStateAutomaton, Message } from '../../../porting/index.js';
import type { AutomatonFailedError } from '../../../runtime/errors.js';
import { UsageError } from '../../../runtime/errors.js';
import type { AnyMessage } from '../../../runtime/message.js';
import { makePhpRig, openSocket } from '../../support/php-rig.js';

class Lister extends FiniteStateAutomaton {
  devices: unknown[] = [];

  ReceiveInitialStart(): NextState {
    this.sendMessage(new Message('GetDevices'));
  }
  ReceiveInitialGetDevicesResult(msg: Message): NextState {
    this.devices = [...this.devices, ...(msg['devices'] as unknown[])];
  }
}

describe('messages from the wire', () => {
  it('cannot call the handlers of the engine, in no spelling', async () => {
    const socket = await openSocket('S');
    const lister = new Lister(socket);
    const { transitioner, tracer } = makePhpRig([lister]);
    void transitioner.run();
    for (const mt of ['Start', 'START', 'EOF', 'Timeout', 'xstate.stop', 'xstate.returned', '*'])
      socket.peer.send({ mt });
    expect(tracer.lines('deliver')).to.deep.equal(['Lister Start']);
    expect(tracer.lines('refused')).to.have.length(7);
    socket.peer.send({ mt: 'getdevicesRESULT', devices: [1] } as AnyMessage);
    expect(lister.devices).to.deep.equal([1]);
  });

  it('static accepts narrows where a message is taken from; posts may have any type', async () => {
    const log: string[] = [];
    class Narrow extends FiniteStateAutomaton {
      static override readonly accepts = { LoginResult: 'post' } as const;
      ReceiveInitialStart(msg: Message): NextState {
        log.push(`Start from ${String(msg['_sourcename'])}`);
      }
      ReceiveInitialLoginResult(msg: Message): NextState {
        log.push(`LoginResult from ${String(msg['_sourcename'])}`);
      }
      ReceiveInitialPost(): NextState {
        this.postEvent(new Message('LoginResult'));
        this.postEvent(new Message('Start'));
      }
    }
    const socket = await openSocket('S');
    const { transitioner, tracer } = makePhpRig([new Narrow(socket)]);
    void transitioner.run();
    socket.peer.send({ mt: 'LoginResult' });
    socket.peer.send({ mt: 'Post' });
    expect(tracer.lines('refused')).to.deep.equal(['Narrow LoginResult (wire) in Initial']);
    expect(log).to.deep.equal(['Start from Narrow', 'LoginResult from Narrow', 'Start from Narrow']);
  });

  it('a member that is called like a method hides nothing', async () => {
    const socket = await openSocket('S');
    class Hardy extends FiniteStateAutomaton {
      ReceiveInitialStart(): NextState {
        return null;
      }
      ReceiveInitialGo(msg: Message): NextState {
        return msg.getMt() === 'Go' ? 'Dead' : null;
      }
    }
    const { transitioner } = makePhpRig([new Hardy(socket)]);
    const result = transitioner.run();
    socket.peer.send({ mt: 'Go', getMt: 1, toJSON: 2, setMt: 3 } as AnyMessage);
    expect((await result).outcome).to.equal('finished');
  });
});

describe('handlers that fail', () => {
  class Failing extends FiniteStateAutomaton {
    ReceiveInitialStart(): NextState {
      return null;
    }
    ReceiveInitialGo(): NextState {
      throw new TypeError('no such member');
    }
    ReceiveInitialWrong(): NextState {
      return 'Nowhere'.slice(0);
    }
    ReceiveInitialLower(): NextState {
      return 'dead'.slice(0);
    }
    ReceiveInitialAsync(): NextState {
      return Promise.resolve('Dead') as unknown as NextState;
    }
  }

  async function failureOn(mt: string): Promise<AutomatonFailedError | undefined> {
    const socket = await openSocket('S');
    const { transitioner } = makePhpRig([new Lister(await openSocket('T')), new Failing(socket)]);
    const result = transitioner.run();
    socket.peer.send({ mt });
    const { outcome, automatons, error } = await result;
    expect(outcome).to.equal('failed');
    expect(automatons.map(({ why }) => why)).to.deep.equal(['stopped', 'failed']);
    return error;
  }

  it('fail the run, with what they threw as the cause', async () => {
    const error = await failureOn('Go');
    expect(error?.data).to.include({ nickname: 'Failing', state: 'Initial' });
    expect(error?.cause).to.be.instanceOf(TypeError);
  });

  it('a returned state that the class does not have says so', async () => {
    const sentences = [];
    for (const mt of ['Wrong', 'Lower', 'Async']) {
      const cause = (await failureOn(mt))?.cause;
      expect(cause).to.be.instanceOf(UsageError).with.property('code', 'STATE_UNKNOWN');
      sentences.push(cause instanceof Error ? cause.message : '');
    }
    const rest =
      'which is none of its states (Initial, Dead); return one of them, or declare it (static states = […]).';
    expect(sentences).to.deep.equal([
      `A handler of Failing in state Initial returned Nowhere, ${rest}`,
      `A handler of Failing in state Initial returned dead, ${rest}`,
      `A handler of Failing in state Initial returned a promise (handlers return at once, they cannot be async), ${rest}`,
    ]);
  });

  it('what a receiver throws goes through the post to the poster, who may catch it', async () => {
    class Catcher extends FiniteStateAutomaton {
      caught = '';
      ReceiveInitialStart(): NextState {
        try {
          this.postEvent(new Message('Go'), 'Failing');
        } catch (error) {
          this.caught = String(error);
        }
      }
    }
    const catcher = new Catcher();
    const { transitioner, clock } = makePhpRig([new Failing(), catcher]);
    const result = transitioner.run();
    clock.advance(5000);
    expect((await result).outcome).to.equal('timeout');
    expect(catcher.caught).to.equal('TypeError: no such member');
  });

  it('uncaught, the run fails, and the one who threw is named', async () => {
    class Poster extends FiniteStateAutomaton {
      ReceiveInitialStart(): NextState {
        this.postEvent(new Message('Go'), 'Failing');
      }
    }
    const { transitioner } = makePhpRig([new Failing(), new Poster()]);
    const { error } = await transitioner.run();
    expect(error?.data['nickname']).to.equal('Failing');
  });

  it('posts may be nested some hundred deep; thousands are told in one sentence', async () => {
    let links: Link[] = [];
    class Link extends FiniteStateAutomaton {
      following: string | null = null;
      done = false;
      ReceiveInitialStart(msg: Message): NextState {
        if (links[0] === this) this.ReceiveInitialGo(msg);
      }
      ReceiveInitialGo(_msg: Message): NextState {
        if (this.following !== null) this.postEvent(new Message('Go'), this.following);
        this.done = true;
        return 'Dead';
      }
    }
    const outcomeOf = async (length: number): Promise<unknown> => {
      links = Array.from({ length }, (_, at) => new Link(null, `L${at}`));
      links.forEach((link, at) => {
        link.following = at + 1 < length ? `L${at + 1}` : null;
      });
      // The first one starts last, when all the others run.
      const { transitioner, clock } = makePhpRig([...links].reverse());
      const result = transitioner.run();
      clock.advance(5000);
      const { outcome, error } = await result;
      return error?.cause instanceof UsageError ? error.cause.code : outcome;
    };
    expect(await outcomeOf(400)).to.equal('timeout');
    expect(links.every(({ done }) => done)).to.equal(true);
    expect(await outcomeOf(2000)).to.equal('POSTS_TOO_DEEP');
  });

  it('posts that are nested without end are told in one sentence', async () => {
    class Echo extends FiniteStateAutomaton {
      ReceiveInitialStart(): NextState {
        this.postEvent(new Message('Start'));
      }
    }
    const { transitioner } = makePhpRig([new Echo()]);
    const { outcome, error } = await transitioner.run();
    expect(outcome).to.equal('failed');
    expect(error?.cause).to.be.instanceOf(UsageError).with.property('code', 'POSTS_TOO_DEEP');
  });
});
