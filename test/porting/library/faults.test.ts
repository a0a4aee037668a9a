import { expect } from 'chai';
import { Transitioner } from '../../../porting/classes/transitioner.js';
import { AppLoginViaPBXAutomaton } from '../../../porting/library/app-login-via-pbx-automaton.js';
import { AppServiceSpec } from '../../../porting/library/credentials.js';
import { UserPBXLoginWithAppAutomaton } from '../../../porting/library/user-pbx-login-with-app-automaton.js';
import { SessionCredentials } from '../../../protocol/credentials.js';
import { SimulatedClock } from '../../../runtime/clock.js';
import { AutomataError } from '../../../runtime/errors.js';
import { silentLog } from '../../../runtime/log.js';
import { expectedOutcomes, faults, fine } from '../../machines/fault-table.js';
import type { Fault } from '../../machines/fault-table.js';
import { drive } from '../../support/drive.js';
import { recordedValues } from '../../support/recorded-traces.js';
import { SmallPbx } from '../../support/small-pbx.js';
import type { Step, Tamper } from '../../support/small-pbx.js';
import { CredentialsOfTest } from './credentials-of-test.js';

const steps = [
  ...['Login #1', 'Login #2', 'Authorize', 'SubscribeApps', 'AppChallenge', 'AppGetLogin', 'AppLogin'],
  ...['session Login #1', 'session Login #2'],
] as Step[];

/** What the login comes to, in the words of the table; where an automaton was left has no phase. */
async function outcomeOf(step: Step, tamper: Tamper): Promise<string> {
  const clock = new SimulatedClock();
  const peers = new SmallPbx(clock, step, tamper);
  const { password, session } = recordedValues;
  const keys = step.startsWith('session') ? new SessionCredentials(session.usr, session.pwd) : null;
  const login = new UserPBXLoginWithAppAutomaton(peers.pbx, new CredentialsOfTest(password, keys), 300);
  login.setNclients(2);
  const apps = (['devices', 'users'] as const).map((name) => {
    const spec = new AppServiceSpec(`innovaphone-${name}`);
    return new AppLoginViaPBXAutomaton(peers[name], spec, spec.nickname);
  });
  const automatons = [login, ...apps];
  const transitioner = new Transitioner({ clock, log: silentLog }, automatons);
  const result = await drive(transitioner.run(), clock);
  expect(result.error, 'a handler threw').to.equal(undefined);
  expect(clock.pending, 'timers').to.equal(0);
  const troubles = automatons
    .filter((automaton) => !automaton.getIsLoggedIn())
    .map((automaton) => {
      const error = automaton.getError();
      const state = automaton.state.getName();
      const what = error instanceof AutomataError ? error.code : `left in ${state} (${result.outcome})`;
      return `${automaton.getShortNickname()} ${what}`;
    });
  const whole = [`${result.outcome} after ${clock.now()} ms`, ...troubles].join('; ');
  return whole === `finished after ${step === 'Authorize' ? 6_500 : 0} ms` ? fine : whole;
}

/** The list that the table goes on to read is not part of the login. */
function expectedOf(step: Step, fault: Fault): string {
  if (step === 'AppLogin' && fault === 'answer, then close') return fine;
  const expected = (expectedOutcomes[step][fault] ?? fine).replace(
    /left in Initial\.\w+/g,
    'left in Initial',
  );
  // The silence before the confirmation is measured in socket timeouts, and anew after the nonsense at 1,500 ms.
  const isLater = step === 'Authorize' && fault === 'nonsense, then silence';
  return isLater ? expected.replace('300000 ms', '301500 ms') : expected;
}

describe("faults of the login, with the PHP library's automatons: as with the machines", () => {
  for (const step of steps) {
    for (const [fault, tamper] of Object.entries(faults) as [Fault, Tamper][]) {
      const expected = expectedOf(step, fault);
      it(`${step}: ${fault}: ${expected}`, async () => {
        expect(await outcomeOf(step, tamper)).to.equal(expected);
      });
    }
  }
});
