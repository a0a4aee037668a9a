import { expect } from 'chai';
import type { NextState } from '../../../porting/index.js';
import { FiniteStateAutomaton, Message } from '../../../porting/index.js';
import { looksDuring } from '../../support/looks.js';
import { makePhpRig, openSocket } from '../../support/php-rig.js';

const many = 2_000;

class Relay extends FiniteStateAutomaton {
  static override readonly postsToSelf = false;
  heard = 0;

  ReceiveInitialStart(): NextState {
    return null;
  }
  ReceiveInitialNews(): NextState {
    this.heard += 1;
  }
  ReceiveInitialGo(): NextState {
    this.postEvent(new Message('News'), '7');
  }
  ReceiveInitialPing(): NextState {
    this.postEvent(new Message('News'));
  }
}

describe('many PHP-style classes in one run', () => {
  it('a wire message and an addressed post look at one each, a broadcast at all (rule 13)', async () => {
    const sockets = await Promise.all(Array.from({ length: many }, (_, at) => openSocket(`S${at}`)));
    const relays = sockets.map((socket, at) => new Relay(socket, String(at)));
    const { transitioner } = makePhpRig(relays);
    void transitioner.run();
    const peer = sockets[400]?.peer;
    expect(looksDuring(() => peer?.send({ mt: 'News' }))).to.equal(1);
    expect(looksDuring(() => peer?.send({ mt: 'Go' }))).to.equal(1);
    expect(relays.map(({ heard }, at) => (heard > 0 ? at : -1)).filter((at) => at >= 0)).to.deep.equal([
      7, 400,
    ]);
    expect(looksDuring(() => peer?.send({ mt: 'Ping' }))).to.equal(1 + many);
  });
});
