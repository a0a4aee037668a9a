import { expect } from 'chai';
import type { NextState } from '../../porting/classes/finite-state-automaton.js';
import { FiniteStateAutomaton } from '../../porting/classes/finite-state-automaton.js';
import { Message } from '../../porting/classes/message.js';
import { Transitioner } from '../../porting/classes/transitioner.js';
import { Log } from '../../porting/library/log.js';
import type { Comparison } from '../support/php-fixture-compare.js';
import { playClasses } from '../support/php-fixture-styles.js';
import { phpFixtures } from '../support/php-fixtures.js';

/** The first fixture by hand: what a port of it should be like. */
class DeviceLister extends FiniteStateAutomaton {
  protected devices: unknown[] = [];

  override ReceiveInitialStart(_msg: Message): NextState {
    Log.log('Requesting Device List');
    this.sendMessage(new Message('GetDevices'));
  }

  ReceiveInitialGetDevicesResult(msg: Message): NextState {
    if (msg['error'] != null) {
      Log.log(`Devices says: ${String(msg['error'])}`, 'error');
      return 'Dead';
    }
    const devices = msg['devices'] as unknown[];
    Log.log(`got ${devices.length} Device Info(s)`);
    this.devices = [...this.devices, ...devices];
    if (msg['last'] !== true) return null;
    Log.log('Last chunk');
    return 'Dead';
  }
}

/** The fifth: broadcasts that reach their poster. */
class Announcer extends FiniteStateAutomaton {
  heard: string[] = [];
  rounds = 0;

  override ReceiveInitialStart(_msg: Message): NextState {
    this.sendMessage(new Message('GetDomains', 'recvUpdates', true));
  }

  ReceiveInitialGetDomainsResult(msg: Message): NextState {
    for (const { name } of msg['domains'] as { readonly name: string }[])
      this.postEvent(new Message('DomainSeen', 'domain', name));
    if (msg['last'] === true) this.postEvent(new Message('AllSeen'));
  }

  ReceiveInitialDomainSeen(msg: Message): NextState {
    this.heard = [...this.heard, `${String(msg['_sourcename'])}:${String(msg['domain'])}`];
  }

  ReceiveInitialAllSeen(_msg: Message): NextState {
    this.rounds += 1;
    return this.rounds === 2 ? 'Dead' : null;
  }
}

const Correct = DeviceLister;

/** Forgets the devices of the chunks before. */
const forgetful = {
  DeviceLister: class DeviceLister extends Correct {
    override ReceiveInitialGetDevicesResult(msg: Message): NextState {
      this.devices = [];
      return super.ReceiveInitialGetDevicesResult(msg);
    }
  },
};

/** Stays when the list is complete. */
const staying = {
  DeviceLister: class DeviceLister extends Correct {
    override ReceiveInitialGetDevicesResult(msg: Message): NextState {
      super.ReceiveInitialGetDevicesResult(msg);
    }
  },
};

async function play(
  fixture: string,
  scenario: string,
  classes: Record<string, unknown>,
): Promise<Comparison> {
  const found = phpFixtures().find(({ name }) => name === fixture);
  const given = found?.scenarios.find(({ name }) => name === scenario);
  const recorded = found?.recordings.get(scenario);
  if (given === undefined || recorded === undefined) throw new Error(`There is no ${fixture}, ${scenario}.`);
  return playClasses(given, recorded, classes, { Log, Transitioner });
}

function differences({ expected, actual }: Comparison): string[] {
  return actual.filter((line) => !expected.includes(line));
}

describe('comparing with the recordings of PHP automatons', () => {
  for (const scenario of ['normal', 'empty', 'error']) {
    it(`finds no difference in a list that is ported by hand: ${scenario}`, async () => {
      const { actual, expected } = await play('01-device-lister', scenario, { DeviceLister });
      expect(actual).to.deep.equal(expected);
    });
  }

  for (const scenario of ['two on one socket', 'alone', 'empty']) {
    it(`finds no difference in broadcasts to oneself, ported by hand: ${scenario}`, async () => {
      const { actual, expected } = await play('05-own-broadcast', scenario, { Announcer });
      expect(actual).to.deep.equal(expected);
    });
  }

  it('finds a member that differs at the end', async () => {
    const comparison = await play('01-device-lister', 'normal', forgetful);
    expect(differences(comparison)).to.have.lengthOf(1);
    expect(differences(comparison)[0]).to.match(/^end of /);
  });

  it('finds a state that is not reached', async () => {
    const comparison = await play('01-device-lister', 'empty', staying);
    expect(comparison.actual).not.to.include('{"by":"Empty","state":"Dead","was":"Initial"}');
    expect(comparison.expected).to.include('{"by":"Empty","state":"Dead","was":"Initial"}');
  });
});
