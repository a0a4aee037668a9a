import { expect } from 'chai';
import { FiniteStateAutomaton, Message, verifyAutomaton } from '../../../porting/index.js';
import type { NextState } from '../../../porting/index.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { Asker, ask, phpLog, received, sent } from './kit.js';

const run = 1;
const message = (seq: number, dir: 'in' | 'out', body: { mt: string }): TraceRecord => ({
  seq,
  run,
  t: seq,
  kind: 'message',
  lane: 'S',
  dir,
  mt: body.mt,
  length: 10,
  body,
});

/** As a proxy records it. */
const recording: readonly TraceRecord[] = [
  { seq: 1, run, t: 1, kind: 'socket', lane: 'S', what: 'open', url: 'ws://pbx.example.com/S' },
  message(2, 'out', { mt: 'Ask' }),
  message(3, 'in', { mt: 'Answer' }),
  message(4, 'out', { mt: 'Thank' }),
  { seq: 5, run, t: 5, kind: 'end', outcome: 'finished' },
];

class Teller extends FiniteStateAutomaton {
  ReceiveInitialStart(): NextState {
    this.sendMessage(new Message('Ask'));
  }

  ReceiveInitialAnswer(): NextState {
    this.postEvent(new Message('Told'));
    this.sendMessage(new Message('Thank'));
  }
}

class Waiter extends FiniteStateAutomaton {
  ReceiveInitialStart(): NextState {
    return 'Waiting';
  }

  ReceiveWaitingTold(): NextState {
    this.sendMessage(new Message('Ask'));
  }
}

const note = 'This recording shows sockets only; posts are not compared.';

describe('verifyAutomaton with a recording of sockets only', () => {
  it('does not compare posts, and says so once', async () => {
    const { sentence, notes } = await verifyAutomaton(recording, Teller);
    expect(sentence).to.equal('2 messages, no difference.');
    expect(notes.filter((one) => one === note)).to.have.length(1);
  });

  it('says of an automaton that waits for a post what it takes', async () => {
    const { outcome, divergence } = await verifyAutomaton(recording, Waiter, { socket: 'S' });
    expect(outcome).to.equal('differs');
    expect(divergence?.hint).to.match(
      /^If it waits in Waiting for a post of another automaton, .* take a log/,
    );
  });

  it('still compares what is sent', async () => {
    const other = recording.map((one) => (one.seq === 4 ? message(4, 'out', { mt: 'Curse' }) : one));
    expect((await verifyAutomaton(other, Teller)).outcome).to.equal('differs');
  });

  it('is not what a PHP log is, which has the posts that there were', async () => {
    const { sentence, notes } = await verifyAutomaton(
      phpLog(sent('S', ask), received('S', { mt: 'Answer' }), sent('S', { mt: 'Thank' })),
      Teller,
    );
    expect(sentence).to.include('it posts Told to all');
    expect(notes).not.to.include(note);
  });
});

describe('verifyAutomaton of one that posts nothing', () => {
  const log = phpLog(
    sent('S', ask),
    { text: 'smsg Sample\\Other(Other):  posting Other->: {"mt":"Hello","_sourcename":"Other"}' },
    received('S', { mt: 'Answer' }),
  );

  it('does not wonder at a class without posts', async () => {
    const { notes } = await verifyAutomaton(log, Asker, { lines: [1, 2] });
    expect(notes.join()).not.to.include('posts nothing');
  });

  it('asks whether one with posts had another nickname', async () => {
    const { notes } = await verifyAutomaton(log, Teller, { lines: [1, 2] });
    expect(notes).to.include(
      'Teller posts nothing in the recording; if it was one of these there, say so with --from: Other.',
    );
  });
});
