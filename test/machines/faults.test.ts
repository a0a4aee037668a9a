import { expect } from 'chai';
import { AppLoginViaPBXAutomaton } from '../../machines/app-login-via-pbx.js';
import { DeviceLister } from '../../machines/device-lister.js';
import { UserLister } from '../../machines/user-lister.js';
import { UserPBXLoginWithAppAutomaton } from '../../machines/user-pbx-login-with-app.js';
import { AppServiceSpec } from '../../protocol/app-service-spec.js';
import { AutomataError } from '../../runtime/errors.js';
import { SimulatedClock } from '../../runtime/clock.js';
import type { RunResult } from '../../runtime/run-result.js';
import type { Heard } from '../../runtime/socket.js';
import { Transitioner } from '../../runtime/transitioner.js';
import { drive } from '../support/drive.js';
import { SmallPbx, steps, userOf } from '../support/small-pbx.js';
import type { Step, Tamper } from '../support/small-pbx.js';
import { expectedOutcomes, faults, fine } from './fault-table.js';
import type { Fault } from './fault-table.js';

const pbxUrl = 'ws://PBX/PBX0/APPCLIENT/130000/websocket';
const devicesSpec = new AppServiceSpec('innovaphone-devices');
const usersSpec = new AppServiceSpec('innovaphone-users');
const nonces = ['00000000000000a1', '00000000000000b2'] as const;

/** Logs in to everything, then reads both lists, as far as it gets; everything is left as it must be. */
class WholeLogin {
  readonly clock = new SimulatedClock();
  readonly peers: SmallPbx;
  readonly results: RunResult[] = [];
  readonly troubles: string[] = [];

  constructor(
    private readonly step: Step,
    tamper: Tamper,
  ) {
    this.peers = new SmallPbx(this.clock, step, tamper);
  }

  async run(): Promise<void> {
    const { pbx, devices, users } = this.peers;
    const login = new Transitioner({ clock: this.clock });
    login.add(UserPBXLoginWithAppAutomaton, {
      nickname: 'UserPBXLogin',
      socket: pbx,
      input: {
        credentials: userOf(this.step.startsWith('session')),
        nonces,
        clients: [devicesSpec.nickname, usersSpec.nickname],
      },
    });
    const apps = [
      [devicesSpec, devices],
      [usersSpec, users],
    ] as const;
    const [devicesLogin, usersLogin] = apps.map(([spec, socket]) =>
      login.add(AppLoginViaPBXAutomaton, { nickname: spec.nickname, socket, input: { spec, pbxUrl } }),
    );
    await this.#drive(login);

    const lists = new Transitioner({ clock: this.clock });
    const isDevices = devicesLogin?.output?.ok === true;
    const isUsers = usersLogin?.output?.ok === true;
    const deviceLister = isDevices ? lists.add(DeviceLister, { socket: devices }) : undefined;
    const user = { sip: 'ckl', domain: 'sample.dom' };
    const userLister = isUsers ? lists.add(UserLister, { socket: users, input: { user } }) : undefined;
    if (isDevices || isUsers) await this.#drive(lists);
    const counts = [deviceLister?.output?.ok === true && deviceLister.output.devices.length];
    counts.push(userLister?.output?.ok === true && userLister.output.users.length);
    counts.forEach((count, at) => {
      if (count !== false && count !== 2) this.troubles.push(`${count} ${at === 0 ? 'devices' : 'users'}`);
    });
  }

  /** How the runs ended and when, and who did not succeed. */
  get outcome(): string {
    const bad = this.results.find(({ outcome }) => outcome !== 'finished')?.outcome ?? 'finished';
    const whole = [`${bad} after ${this.clock.now()} ms`, ...this.troubles].join('; ');
    return whole === `finished after ${this.step === 'Authorize' ? 6_500 : 0} ms` ? fine : whole;
  }

  async #drive(transitioner: Transitioner): Promise<void> {
    const result = await drive(transitioner.run(), this.clock);
    this.results.push(result);
    expect(result.error, 'a machine threw').to.equal(undefined);
    for (const { nickname, status, state, phase, output, why } of result.automatons) {
      expect(status).to.equal('stopped');
      if (why === 'finished') {
        const { ok, error } = output as { ok: boolean; error?: unknown };
        if (!ok) this.troubles.push(`${nickname} ${error instanceof AutomataError ? error.code : 'untyped'}`);
      } else this.troubles.push(`${nickname} left in ${state}.${phase} (${String(why)})`);
    }
    if (result.outcome === 'finished') {
      expect(result.automatons.map(({ state }) => state)).to.deep.equal(result.automatons.map(() => 'Dead'));
    }
    expect(this.clock.pending, 'timers').to.equal(0);
    for (const socket of [this.peers.pbx, this.peers.devices, this.peers.users]) {
      // Whoever comes next may have it, with all that came meanwhile.
      const heard: Heard[] = [];
      const detach = socket.attach({
        open: (url) => heard.push({ kind: 'open', url }),
        text: (text) => heard.push({ kind: 'text', text }),
        binary: (length) => heard.push({ kind: 'binary', length }),
        close: (info) => heard.push({ kind: 'close', info }),
      });
      detach(heard);
    }
  }
}

describe('faults of the login, step by step', () => {
  for (const step of steps) {
    for (const [fault, tamper] of Object.entries(faults) as [Fault, Tamper][]) {
      const expected = expectedOutcomes[step][fault] ?? fine;
      it(`${step}: ${fault}: ${expected}`, async () => {
        const login = new WholeLogin(step, tamper);
        await login.run();
        expect(login.outcome).to.equal(expected);
      });
    }
  }
});
