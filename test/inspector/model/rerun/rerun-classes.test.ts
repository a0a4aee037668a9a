import { expect } from 'chai';
import { rerun } from '../../../../inspector/model/rerun/rerun.js';
import { UserLister as UserListerMachine } from '../../../../machines/user-lister.js';
import type { NextState } from '../../../../porting/index.js';
import { FiniteStateAutomaton, Message, Transitioner } from '../../../../porting/index.js';
import type { TraceRecord } from '../../../../runtime/trace-records.js';
import { openSocket } from '../../../support/php-rig.js';
import { recordingRecorder } from '../../../support/traces.js';

/** Called like a machine of this package, but a person's own. */
class DeviceLister extends FiniteStateAutomaton {
  ReceiveInitialStart(): NextState {
    this.sendMessage(new Message('GetDevices', 'mine', true));
  }
  ReceiveInitialGetDevicesResult(): NextState {
    return 'Dead';
  }
}

async function recorded(withMachine: boolean): Promise<TraceRecord[]> {
  const { recorder, records, clock } = recordingRecorder();
  const [devices, users] = [await openSocket('DEVICES'), await openSocket('USERS')];
  const transitioner = new Transitioner(
    { tracer: recorder, clock, log: () => undefined },
    new DeviceLister(devices, 'Devices'),
  );
  const input = { user: { sip: 'ckl', domain: 'sample.dom' } };
  if (withMachine) transitioner.add(UserListerMachine, { nickname: 'Users', socket: users, input });
  const abort = new AbortController();
  const result = transitioner.run({ signal: abort.signal });
  devices.peer.send({ mt: 'GetDevicesResult' });
  abort.abort();
  await result;
  return records;
}

describe('Re-run of PHP-style classes', () => {
  it('leaves a class out that is called like a machine of this package, and says so', async () => {
    const { outcome, skipped, records } = await rerun({ records: await recorded(true) });
    expect(skipped).to.deep.equal([
      'Devices was left out: it is an object of the class DeviceLister, whose code is not in the recording.',
    ]);
    expect(outcome).to.equal('same');
    expect(records.some((record) => record.kind === 'automaton' && record.lane === 'Users')).to.equal(true);
  });

  it('of classes alone is impossible, in a sentence', async () => {
    const { outcome, sentence } = await rerun({ records: await recorded(false) });
    expect(outcome).to.equal('impossible');
    expect(sentence).to.match(/^The automatons in this recording are objects of classes/);
  });
});
