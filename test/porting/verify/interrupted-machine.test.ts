import { expect } from 'chai';
import { verifyAutomaton } from '../../../porting/index.js';
import { postEvent, sendMessage } from '../../../runtime/actions.js';
import { setupAutomaton } from '../../../runtime/automaton.js';
import type { Message } from '../../../runtime/message.js';
import { ask, phpLog, posted, received, sent } from './kit.js';

/** In PHP the answer to its post came in the middle of its handler, before it said what it says. */
const Polite = setupAutomaton({
  types: { messages: {} as Message<'Answer' | 'Word'>, output: {} as { readonly ok: true } },
  accepts: { Answer: 'wire', Word: 'post' },
}).createMachine({
  id: 'Polite',
  initial: 'Initial',
  states: {
    Initial: {
      on: {
        Start: { actions: sendMessage({ mt: 'Ask' }) },
        Answer: {
          actions: [postEvent({ message: { mt: 'WhichWord' }, to: 'Clerk' }), sendMessage({ mt: 'Say' })],
        },
        Word: { actions: sendMessage({ mt: 'Got' }) },
      },
    },
    Dead: { type: 'final' },
  },
  output: { ok: true },
});

const logWith = (...ending: readonly string[]): { readonly text: string } =>
  phpLog(
    sent('S', ask),
    received('S', { mt: 'Answer' }),
    posted('Polite', 'Clerk', { mt: 'WhichWord' }),
    posted('Clerk', 'Polite', { mt: 'Word' }),
    ...ending.map((mt) => sent('S', { mt })),
  );

describe('verifyAutomaton with a machine whose PHP handler was interrupted', () => {
  it('names the other order, and does not count it', async () => {
    const report = await verifyAutomaton(logWith('Got', 'Say'), Polite);
    expect(report.sentence).to.equal('4 messages, no difference.');
    expect(report.known.map(({ rule }) => rule)).to.deep.equal(['post interrupts']);
  });

  it('still finds what is missing, and what is too much', async () => {
    expect((await verifyAutomaton(logWith('Got', 'Say', 'Say'), Polite)).outcome).to.equal('differs');
    expect((await verifyAutomaton(logWith('Got'), Polite)).outcome).to.equal('differs');
    expect((await verifyAutomaton(logWith('Got', 'Shout'), Polite)).outcome).to.equal('differs');
  });
});
