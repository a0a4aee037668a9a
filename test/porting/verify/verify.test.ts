import { expect } from 'chai';
import { DeviceLister, UserLister } from '../../../machines/index.js';
import { FiniteStateAutomaton, Message, verifyAutomaton } from '../../../porting/index.js';
import type { NextState } from '../../../porting/index.js';
import { answer, ask, Asker, at, phpLog, posted, received, sent, thank } from './kit.js';

const good = phpLog(
  sent('S', ask),
  received('S', answer({ a: [1, 2] })),
  sent('S', thank({ a: [1, 2] })),
  received('S', answer('end', true)),
  sent('S', thank('end')),
);

describe('verifyAutomaton', () => {
  it('finds no difference in what a class does as it was recorded', async () => {
    const report = await verifyAutomaton(good, Asker);
    expect(report).to.include({ outcome: 'same', sentence: '3 messages, no difference.', messages: 3 });
    expect(report.parts).to.have.length(1);
    expect(report.parts[0]).to.include({ socket: 'S', nickname: 'Asker', fed: 2 });
  });

  it('tells which member differs, where, after what and in which state', async () => {
    const log = phpLog(sent('S', ask), received('S', answer({ a: [1, 2] })), sent('S', thank({ a: [1, 3] })));
    const { outcome, divergence, messages } = await verifyAutomaton(log, Asker);
    expect(outcome).to.equal('differs');
    expect(messages).to.equal(1);
    expect(divergence?.members).to.deep.equal([{ path: 'for.a[1]', expected: 3, actual: 2 }]);
    expect(divergence?.expected?.at.line).to.equal(3);
    expect(divergence?.fed).to.include({ what: 'Answer from S' });
    expect(divergence?.state).to.equal('Initial');
  });

  it('tells what is missing, what is too much, and what comes instead', async () => {
    const missing = phpLog(sent('S', ask), sent('S', { mt: 'More' }), received('S', answer(1)));
    expect((await verifyAutomaton(missing, Asker)).sentence).to.match(
      /one is missing after Start: line 2 has More/,
    );
    const tooMuch = phpLog(sent('S', ask), received('S', answer(1)), received('S', answer(2)));
    expect((await verifyAutomaton(tooMuch, Asker)).sentence).to.match(/one too many .*it sends Thank/);
    const other = phpLog(sent('S', ask), received('S', answer(1)), sent('S', { mt: 'Other' }));
    expect((await verifyAutomaton(other, Asker)).sentence).to.match(
      /it sends Thank instead of Other \(line 3\)/,
    );
  });

  it('leaves out what is ignored: members, members of rows, whole messages', async () => {
    const log = phpLog(
      sent('S', { ...ask, src: 'x' }),
      received('S', answer([{ id: 1, n: 1 }])),
      sent('S', { mt: 'Beat' }),
      sent('S', thank([{ id: 2, n: 1 }])),
    );
    const ignore = ['*.src', 'Thank.for[*].id', 'Beat'];
    expect((await verifyAutomaton(log, Asker, { ignore })).outcome).to.equal('same');
    for (const left of ignore) {
      const others = ignore.filter((path) => path !== left);
      expect((await verifyAutomaton(log, Asker, { ignore: others })).outcome, left).to.equal('differs');
    }
  });

  it('does not compare secrets and what differs by nature', async () => {
    const log = phpLog(
      sent('S', ask),
      received('S', answer({ nonce: 'a', pwd: 'x' })),
      sent('S', thank({ nonce: 'b', pwd: 'y' })),
    );
    expect((await verifyAutomaton(log, Asker)).outcome).to.equal('same');
  });

  it('never shows a secret', async () => {
    const log = phpLog(
      sent('S', ask),
      received('S', answer({ pwd: 'hunter2-hunter2', n: 1 })),
      sent('S', thank({ pwd: 'hunter2-hunter2', n: 2 })),
    );
    const report = await verifyAutomaton(log, Asker);
    expect(report.outcome).to.equal('differs');
    expect(JSON.stringify(report)).not.to.include('hunter2');
  });

  it('says that an automaton fails, and that it never comes to an end', async () => {
    class Thrower extends Asker {
      override ReceiveInitialAnswer(): NextState {
        throw new TypeError('no such row');
      }
    }
    class Endless extends Asker {
      override ReceiveInitialAnswer(): NextState {
        return 'A';
      }
      ReceiveAStart(): NextState {
        return 'B';
      }
      ReceiveBStart(): NextState {
        return 'A';
      }
    }
    class Babbler extends Asker {
      override ReceiveInitialAnswer(): NextState {
        for (;;) this.sendMessage(new Message('Ask'));
      }
    }
    expect((await verifyAutomaton(good, Thrower)).divergence?.error).to.equal('TypeError: no such row');
    expect((await verifyAutomaton(good, Endless)).divergence?.error).to.match(/does not come to an end/);
    expect((await verifyAutomaton(good, Babbler)).sentence).to.match(/it sends Ask instead of Thank/);
  });

  it('compares each run of a log, and several lives of an automaton in one', async () => {
    const one = [sent('S', ask), received('S', answer(1, true)), sent('S', thank(1))];
    const twice = phpLog(...one, ...one);
    expect((await verifyAutomaton(twice, Asker)).messages).to.equal(4);
    const text = `${phpLog(...one).text}${phpLog(...one).text}`;
    const report = await verifyAutomaton({ text }, Asker);
    expect(report.parts.map(({ run }) => run)).to.deep.equal([1, 2]);
    expect((await verifyAutomaton({ text }, Asker, { run: 2 })).parts[0]?.from.line).to.equal(4);
  });

  it('finds its socket behind the login, and asks when there are several', async () => {
    const login = [
      sent('S', { mt: 'AppChallenge' }),
      received('S', { mt: 'AppChallengeResult', challenge: 1 }),
      sent('S', { mt: 'AppLogin', digest: 'x' }),
      received('S', { mt: 'AppLoginResult' }),
    ];
    const log = phpLog(
      sent('P', { mt: 'SubscribeApps' }),
      ...login,
      sent('S', ask),
      received('S', answer(1)),
      sent('S', thank(1)),
    );
    const report = await verifyAutomaton(log, Asker);
    expect(report.sentence).to.equal('2 messages, no difference.');
    expect(report.notes).to.deep.equal(['Asker is Asker on S, from line 6 on.']);
    const two = phpLog(
      sent('S', ask),
      received('S', answer(1)),
      sent('T', ask),
      received('T', answer(1)),
      sent('T', thank(1)),
    );
    const error = await verifyAutomaton(two, Asker).catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: 'VERIFY_PART_UNCLEAR' });
    expect(String(error)).to.match(
      /S \(1 sent, 1 received\), T \(2 sent, 1 received\); choose one with --socket/,
    );
    expect((await verifyAutomaton(two, Asker, { socket: 'T' })).outcome).to.equal('same');
  });

  it('says that there is nothing to compare with', async () => {
    const log = phpLog({ text: 'runtime script:  hello' });
    const error = await verifyAutomaton(log, Asker).catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: 'VERIFY_NOTHING_RECORDED' });
    expect(String(error)).to.include('smsg');
  });

  it('lets silence pass where the log has a pause, and the end of the socket arrive', async () => {
    class Patient extends FiniteStateAutomaton {
      ReceiveInitialStart(): NextState {
        this.sendMessage(new Message('Ask'));
      }
      ReceiveInitialEOF(): NextState {
        this.postEvent(new Message('Lost'));
        return 'Dead';
      }
      override timeout(): boolean {
        this.sendMessage(new Message('Still'));
        return false;
      }
    }
    const still = sent('S', { mt: 'Still' });
    const log = phpLog(
      sent('S', ask),
      at(5003, still),
      at(10003, still),
      received('S', 'nothing'),
      posted('Patient', '', { mt: 'Lost' }),
    );
    expect((await verifyAutomaton(log, Patient, { socket: 'S' })).sentence).to.equal(
      '4 messages, no difference.',
    );
  });

  it('knows the second SubscribeApps of the original', async () => {
    class Subscriber extends Asker {
      override ReceiveInitialStart(): NextState {
        this.sendMessage(new Message('SubscribeApps'));
      }
    }
    const subscribe = sent('S', { mt: 'SubscribeApps' });
    const log = phpLog(subscribe, subscribe, received('S', answer(1)), sent('S', thank(1)));
    const report = await verifyAutomaton(log, Subscriber);
    expect(report.outcome).to.equal('same');
    expect(report.known.map(({ rule, count }) => [rule, count])).to.deep.equal([['second SubscribeApps', 1]]);
  });

  it('takes machines, with what the recording has of a login', async () => {
    const user = { sip: 'ckl', domain: 'sample.dom' };
    const log = phpLog(
      received('PBXWS', { mt: 'LoginResult', info: { user }, digest: 'x' }),
      sent('D', { mt: 'GetDevices' }),
      sent('U', { mt: 'NumUsers', user: 'ckl', domain: '@sample.dom', visible: true, filter: '%' }),
      received('D', { mt: 'GetDevicesResult', devices: [{ id: 1 }], last: true }),
      received('U', { mt: 'NumUsersResult', numUsers: 0 }),
    );
    expect((await verifyAutomaton(log, DeviceLister)).sentence).to.equal('1 message, no difference.');
    const lister = {
      machine: UserLister,
      input: ({ user: found }: { user: object | undefined }) => ({ user: found ?? {} }),
    };
    expect((await verifyAutomaton(log, lister)).sentence).to.equal('1 message, no difference.');
  });
});
