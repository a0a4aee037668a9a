import { expect } from 'chai';
import { FiniteStateAutomaton, Message, verifyAutomaton } from '../../../porting/index.js';
import type { NextState } from '../../../porting/index.js';
import { ask, phpLog, posted, received, sent } from './kit.js';

/** Asks another automaton in the middle of its handler, and sends what came back before the handler goes on. */
class Interrupted extends FiniteStateAutomaton {
  word = 'none';

  ReceiveInitialStart(): NextState {
    this.sendMessage(new Message('Ask'));
  }

  ReceiveInitialAnswer(): NextState {
    this.postEvent(new Message('WhichWord'), 'Clerk');
    this.sendMessage(new Message('Say', 'word', this.word));
    return 'Waiting';
  }

  ReceiveInitialWord(msg: Message): NextState {
    this.word = String(msg['word']);
  }

  ReceiveWaitingWord(msg: Message): NextState {
    this.sendMessage(new Message('Later', 'from', msg['_sourcename']));
  }
}

const log = phpLog(
  sent('S', ask),
  received('S', { mt: 'Answer' }),
  posted('Interrupted', 'Clerk', { mt: 'WhichWord' }),
  posted('Clerk', 'Interrupted', { mt: 'Word', word: 'yes' }),
  sent('S', { mt: 'Say', word: 'yes' }),
  received('T', { mt: 'Elsewhere' }),
  posted('Clerk', '', { mt: 'Word', word: 'late' }),
  sent('S', { mt: 'Later', from: 'Clerk' }),
);

describe('verifyAutomaton with posts', () => {
  it('lets another automaton answer in the middle of a handler, and speak for itself later', async () => {
    const report = await verifyAutomaton(log, Interrupted);
    expect(report.sentence).to.equal('4 messages, no difference.');
  });

  it('tells a post to somebody else from the recorded one', async () => {
    const other = { text: log.text.replace('posting Interrupted->Clerk', 'posting Interrupted->Boss') };
    const { divergence } = await verifyAutomaton(other, Interrupted);
    expect(divergence?.members).to.deep.equal([{ path: '(to)', expected: 'Boss', actual: 'Clerk' }]);
  });

  it('takes the nickname that it had in the recording', async () => {
    const other = { text: log.text.replaceAll('Interrupted', 'Old') };
    expect((await verifyAutomaton(other, Interrupted)).divergence?.hint).to.include('--from');
    expect((await verifyAutomaton(other, Interrupted, { from: 'Old' })).outcome).to.equal('same');
  });
});
