import { expect } from 'chai';
import type { ScenarioSettings } from '../../../services/simulator/index.js';
import {
  defaultScenario,
  parseScenario,
  resolveScenario,
  scenarios,
  SimulatorError,
} from '../../../services/simulator/index.js';

function mistakesIn(value: unknown): unknown {
  try {
    parseScenario(value);
  } catch (error) {
    if (error instanceof SimulatorError && error.code === 'SCENARIO_INVALID') return error.data.mistakes;
    throw error;
  }
  return [];
}

describe('simulator: scenarios', () => {
  for (const [name, settings] of Object.entries<ScenarioSettings>(scenarios)) {
    it(`${name} is valid and says what it is in one line`, () => {
      expect(mistakesIn(settings)).to.deep.equal([]);
      expect(resolveScenario(name).description).to.match(/^[A-Z\d][^\n]+\.$/);
    });
  }

  it('survive a trip through a file', () => {
    expect(resolveScenario(JSON.parse(JSON.stringify(defaultScenario)) as ScenarioSettings)).to.deep.equal(
      defaultScenario,
    );
  });

  it('keep the default for what is not set, or set to undefined', () => {
    expect(resolveScenario({ userCount: 3, chunkSize: undefined })).to.deep.equal({
      ...defaultScenario,
      userCount: 3,
    });
  });

  it('name the known ones when a name is unknown', () => {
    expect(() => resolveScenario('defualt'))
      .to.throw(SimulatorError, /^There is no scenario "defualt"; choose one of default, two-factor, /)
      .with.property('code', 'SCENARIO_UNKNOWN');
  });

  const user = { sip: 'a', password: 'secret', dn: 'A' };
  const app = { name: 'a', path: '/a', password: 'secret' };
  const mistakes: readonly [unknown, string][] = [
    [null, 'The scenario must be an object.'],
    [[], 'The scenario must be an object.'],
    [3, 'The scenario must be an object.'],
    [{ deviceCount: -1 }, 'deviceCount must be a whole number from 0 to 10000000.'],
    [{ deviceCount: 1.5 }, 'deviceCount must be a whole number from 0 to 10000000.'],
    [{ chunkSize: 0 }, 'chunkSize must be a whole number from 1 to 10000000.'],
    [{ userCount: '8' }, 'userCount must be a whole number from 0 to 10000000.'],
    [{ build: 'x' }, 'build must be hex digits.'],
    [{ users: [] }, 'users must name at least one user.'],
    [{ users: {} }, 'users must be a list of users.'],
    [{ users: ['ckl'] }, 'users[0] must be an object.'],
    [{ users: [{ ...user, sip: '' }] }, 'users[0].sip must not be empty.'],
    [{ users: [{ ...user, password: undefined }] }, 'users[0].password is missing.'],
    [{ users: [{ ...user, guid: 'X' }] }, 'users[0].guid must be 32 lower-case hex digits.'],
    [{ users: [user, user] }, 'users has "a" twice.'],
    [{ apps: [app, app] }, 'apps has "a" twice.'],
    [{ apps: [{ ...app, path: 'a' }] }, 'apps[0].path must be a path such as /sample.dom/devices.'],
    [
      { apps: [{ ...app, service: 'x' }] },
      'apps[0].service must be one of devices, users, pbxAdminApi, none.',
    ],
    [{ twoFactor: { delayMs: -1 } }, 'twoFactor.delayMs must be a whole number from 0 to 86400000.'],
    [
      { twoFactor: { delay: 1 } },
      'twoFactor.delay is no setting; there are delayMs, code, codeAsString, refuse.',
    ],
    [{ appListForm: 'both' }, 'appListForm must be one of info, single.'],
    [{ deviceIdOffset: '-1' }, 'deviceIdOffset must be a text of 1 to 20 decimal digits.'],
    [
      { faults: [{ at: 'SubscribeApps', do: 'error' }] },
      'faults[0] has no error: the PBX has no such answer to SubscribeApps.',
    ],
    [{ faults: [{ at: 'Login', do: 'close', error: {} }] }, 'faults[0].error must be a number or a text.'],
  ];
  for (const [value, sentence] of mistakes) {
    it(`say in one sentence: ${sentence}`, () => {
      expect(mistakesIn(value)).to.deep.equal([sentence]);
    });
  }

  it('are told all mistakes at once, without the passwords in them', () => {
    const wrong = { users: [{ ...user, dn: 5 }], apps: [{ ...app, password: 5 }], secret: 'secret' };
    expect(() => parseScenario(wrong))
      .to.throw(
        SimulatorError,
        /users\[0\]\.dn must be a text\. apps\[0\]\.password must be a text\. secret is no /,
      )
      .and.not.match(/"secret"/);
  });
});
