import { expect } from 'chai';
import type { NextState } from '../../../porting/index.js';
import { FiniteStateAutomaton, FinitStateAutomaton, Message, Transitioner } from '../../../porting/index.js';
import * as main from '../../../index.js';
import { ConnectionError } from '../../../runtime/errors.js';
import type { AnyMessage } from '../../../runtime/message.js';
import { MemorySocket } from '../../../runtime/memory-socket.js';
import { settled } from '../../support/engine-kit.js';
import { makePhpRig, openSocket } from '../../support/php-rig.js';

class Lister extends FiniteStateAutomaton {
  devices: unknown[] = [];
  answer: boolean | null = true;

  ReceiveInitialStart(): NextState {
    this.sendMessage(new Message('GetDevices', 'limit', 2));
  }
  ReceiveInitialGetDevicesResult(msg: Message): NextState {
    this.devices = [...this.devices, ...(msg['devices'] as unknown[])];
    this.log(`got ${this.devices.length}`);
    return msg['last'] === true ? 'Dead' : null;
  }
}

class Patient extends Lister {
  asked = 0;
  override timeout(): boolean | null {
    this.asked += 1;
    return this.answer;
  }
}

describe('a run of PHP-style classes', () => {
  it('runs, and says in its result how each ended', async () => {
    const socket = await openSocket('S', {
      onMessage: (_msg, peer) => {
        peer.send({ mt: 'GetDevicesResult', devices: [1, 2] } as AnyMessage);
        peer.send({ mt: 'GetDevicesResult', devices: [3], last: true } as AnyMessage);
      },
    });
    const lister = new Lister(socket, 'L');
    const { transitioner, log } = makePhpRig([lister]);
    const { outcome, automatons } = await transitioner.run(5);
    expect(outcome).to.equal('finished');
    expect(automatons).to.deep.equal([
      {
        nickname: 'L',
        status: 'stopped',
        state: 'Dead',
        phase: '',
        context: { devices: [1, 2, 3], answer: true },
        output: { ok: true },
        why: 'finished',
      },
    ]);
    expect(log).to.include.members(['debug Lister(L) got 2', 'debug Lister(L) got 3']);
    expect(lister.state.getName()).to.equal('Dead');
    expect(lister.state.getRun()).to.equal(false);
  });

  it('logs as the original: messages with the Transitioner, posts with the poster', async () => {
    class Poster extends FinitStateAutomaton {
      ReceiveInitialStart(): NextState {
        this.postEvent(new Message('Hello', 'n', 1), 'Nobody');
        this.sendMessage(new Message('Bye'));
        return 'Dead';
      }
    }
    const { transitioner, log } = makePhpRig([new Poster(await openSocket('S'), 'P')], {
      redactor: { value: (value) => ({ value, cut: [] }), text: (text) => text, fingerprint: () => '' },
    });
    await transitioner.run();
    expect(log.filter((line) => line.startsWith('smsg'))).to.deep.equal([
      'smsg Poster(P) posting P->Nobody: {"mt":"Hello","n":1,"_sourcename":"P"}',
      'smsg Transitioner sent->S {"mt":"Bye"}',
    ]);
    expect(log).to.include('runtime P Hello reached nobody (Nobody): nobody has that nickname');
  });

  it('nicknames, sockets and Transitioner are as the program gave them', () => {
    const socket = new MemorySocket('S');
    const named = new Lister(socket, 'L');
    expect([named.getShortNickname(), named.getNickname(), named.getWs()]).to.deep.equal([
      'L',
      'Lister(L)',
      socket,
    ]);
    const unnamed = new Lister();
    expect([
      unnamed.getShortNickname(),
      unnamed.getNickname(),
      unnamed.getWs(),
      unnamed.getTrans(),
    ]).to.deep.equal(['Lister', 'Lister(Lister)', null, null]);
    const transitioner = new Transitioner(unnamed, [named]);
    expect(unnamed.getTrans()).to.equal(transitioner);
    expect(transitioner.getSelectTimeout()).to.equal(5);
    expect(Object.keys(transitioner.getSnapshot())).to.deep.equal(['Lister', 'L']);
    expect(main.FiniteStateAutomaton).to.equal(FiniteStateAutomaton);
    expect(main.Transitioner).to.equal(Transitioner);
  });

  it('one can run alone', async () => {
    class Alone extends FiniteStateAutomaton {
      ReceiveInitialStart(): NextState {
        return 'Dead';
      }
    }
    expect((await new Alone().run()).outcome).to.equal('finished');
  });

  it('the same automaton can run again, under another Transitioner', async () => {
    class Again extends FiniteStateAutomaton {
      kept = 'since before';
      ReceiveInitialStart(): NextState {
        return 'Dead';
      }
    }
    const again = new Again();
    for (let run = 0; run < 2; run += 1) {
      const { automatons } = await makePhpRig([again]).transitioner.run();
      expect(automatons[0]).to.deep.include({ state: 'Dead', context: { kept: 'since before' } });
    }
  });

  it('one that is added in a handler starts at once', async () => {
    const order: string[] = [];
    class Child extends FiniteStateAutomaton {
      ReceiveInitialStart(): NextState {
        order.push('child starts');
        return 'Dead';
      }
    }
    class Parent extends FiniteStateAutomaton {
      ReceiveInitialStart(): NextState {
        const child = new Child();
        this.getTransitioner()?.addAutomaton(child);
        this.getTransitioner()?.startAutomaton(child);
        order.push('parent goes on');
        return 'Dead';
      }
    }
    await makePhpRig([new Parent()]).transitioner.run();
    expect(order).to.deep.equal(['child starts', 'parent goes on']);
  });
});

describe('silence', () => {
  it('ends the run when nobody wants it to go on', async () => {
    const { transitioner, clock } = makePhpRig([new Lister(await openSocket('S'))]);
    const result = transitioner.run(2);
    clock.advance(1999);
    expect(transitioner.getSnapshot()['Lister']?.status).to.equal('running');
    clock.advance(1);
    expect((await result).outcome).to.equal('timeout');
    expect(transitioner.getSelectTimeout()).to.equal(2);
  });

  for (const answer of [false, null, undefined]) {
    it(`timeout() returning ${String(answer)} keeps it going, true lets it end`, async () => {
      const patient = new Patient(await openSocket('S'));
      Object.assign(patient, { answer });
      const { transitioner, clock } = makePhpRig([new Lister(await openSocket('T')), patient]);
      const result = transitioner.run();
      clock.advance(15_000);
      expect(patient.asked).to.equal(3);
      expect(transitioner.getSnapshot()['Patient']?.status).to.equal('running');
      patient.answer = true;
      clock.advance(5000);
      expect((await result).outcome).to.equal('timeout');
    });
  }

  it('what timeout() does is done at once, with its members in the trace', async () => {
    class Asking extends Lister {
      override timeout(): boolean {
        this.sendMessage(new Message('AreYouThere'));
        return false;
      }
    }
    const socket = await openSocket('S');
    const { transitioner, clock, tracer } = makePhpRig([new Asking(socket)]);
    void transitioner.run();
    clock.advance(5000);
    expect(socket.peer.messages.at(-1)?.mt).to.equal('AreYouThere');
    expect(tracer.lines('deliver', 'out').slice(-2)).to.deep.equal([
      'deliver Asking Timeout',
      'out S AreYouThere',
    ]);
  });
});

describe('sockets of PHP-style classes', () => {
  it('a message sent while the socket is being connected waits', async () => {
    const socket = new MemorySocket('S');
    const { transitioner } = makePhpRig([new Lister(socket)]);
    void transitioner.run();
    await settled();
    expect(socket.peer.messages).to.deep.equal([{ mt: 'GetDevices', limit: 2 }]);
  });

  it('sending without a socket or on a closed one throws, and the handler may catch it', async () => {
    const caught: unknown[] = [];
    class Sender extends FiniteStateAutomaton {
      ReceiveInitialStart(): NextState {
        this.try();
      }
      ReceiveInitialEOF(): NextState {
        this.try();
      }
      try(): void {
        try {
          this.sendMessage(new Message('Hello'));
        } catch (error) {
          caught.push(error);
        }
      }
    }
    const socket = await openSocket('S');
    const { transitioner } = makePhpRig([new Sender(null, 'A'), new Sender(socket, 'B')]);
    void transitioner.run();
    socket.peer.close();
    expect(caught.map((error) => error instanceof ConnectionError && error.message)).to.deep.equal([
      'A cannot send: it has no socket; send while it is connected, or give it another socket.',
      'B cannot send: its socket S is closed; send while it is connected, or give it another socket.',
    ]);
  });

  it('outside of a run a message goes straight to the socket', async () => {
    const socket = await openSocket('S');
    new Lister(socket).sendMessage(new Message('Early'));
    expect(socket.peer.messages).to.deep.equal([{ mt: 'Early' }]);
    expect(() => {
      new Lister().sendMessage(new Message('Early'));
    }).to.throw(ConnectionError);
  });

  it('a closed socket stops its automatons', async () => {
    const socket = await openSocket('S');
    const { transitioner } = makePhpRig([new Lister(socket)]);
    const result = transitioner.run();
    socket.peer.close();
    expect((await result).outcome).to.equal('disconnected');
  });

  it('reconnect in the handler of EOF goes on with another socket', async () => {
    const [first, second] = [await openSocket('S'), await openSocket('T')];
    class Tough extends Lister {
      ReceiveInitialEOF(): NextState {
        this.reconnect(second);
        this.sendMessage(new Message('Again'));
        return 'Second';
      }
      ReceiveSecondDone(msg: Message): NextState {
        this.log(String(msg['_sourcename']), 'runtime');
        return 'Dead';
      }
    }
    const tough = new Tough(first);
    const { transitioner, log } = makePhpRig([tough, new Lister(first)]);
    const result = transitioner.run();
    first.peer.close();
    expect(second.peer.messages).to.deep.equal([{ mt: 'Again' }]);
    expect(tough.getWs()).to.equal(second);
    expect(transitioner.getSnapshot()['Lister']).to.include({ why: 'disconnected' });
    second.peer.send({ mt: 'Done' });
    expect((await result).automatons[0]).to.include({ state: 'Dead', why: 'finished' });
    expect(log).to.include('runtime Tough(Tough) Tough');
  });

  it('one that goes on with a socket that is closed as well stops', async () => {
    const [first, second] = [await openSocket('S'), await openSocket('T')];
    second.close();
    class Unlucky extends Lister {
      ReceiveInitialEOF(): NextState {
        this.reconnect(second);
      }
    }
    const { transitioner } = makePhpRig([new Unlucky(first)]);
    const result = transitioner.run();
    first.peer.close();
    expect((await result).outcome).to.equal('disconnected');
  });

  it('addresses of apps follow the rules of the protocol', () => {
    const lister = new Lister(new MemorySocket('S', 'wss://pbx.sample.dom/PBX0/APPCLIENT/130000/websocket'));
    expect(lister.getUseWS()).to.equal(false);
    const url = 'https://apps.sample.dom/sample.dom/devices/innovaphone-devices';
    expect(lister.makeWebSocketUri(url)).to.equal('wss://apps.sample.dom/sample.dom/devices');
    expect(lister.makeWebSocketUri('../../APPS/chat/chat')).to.equal('wss://pbx.sample.dom/PBX0/APPS/chat');
    lister.setUseWS(true);
    expect(lister.makeWebSocketUri(url)).to.equal('ws://apps.sample.dom/sample.dom/devices');
    expect(() => new Lister().makeWebSocketUri('../x')).to.throw('it is relative');
    expect(FiniteStateAutomaton.raw_json_encode({ a: 'ü/' })).to.equal('{"a":"ü/"}');
  });
});
