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
