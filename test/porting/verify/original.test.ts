import { expect } from 'chai';
import type { VerifyReport } from '../../../porting/index.js';
import { verifyAutomaton } from '../../../porting/index.js';
import { DeviceLister, UserLister, UserPBXLoginWithAppAutomaton } from '../../../machines/index.js';
import type { UserAuthenticator } from '../../../protocol/authenticators.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import type { RunLogin } from '../../../services/run-file.js';
import { readRecording } from '../../support/recorded-traces.js';

/** What the original sent and received, as records of a trace; posts were recorded without their members. */
function recordsOf(name: string): TraceRecord[] {
  return readRecording(name).flatMap((line, at): TraceRecord[] => {
    const stamp = { seq: at + 1, t: at, run: 1 };
    if (line.kind === 'log') return [];
    if (line.kind === 'post') {
      return [
        { ...stamp, kind: 'post', lane: line.from, to: line.to ?? '*', mt: line.mt, body: { mt: line.mt } },
      ];
    }
    const { socket, kind, message } = line;
    return [{ ...stamp, kind: 'message', lane: socket, dir: kind, mt: message.mt, body: message, length: 0 }];
  });
}

const userLister = { machine: UserLister, input: ({ user }: RunLogin) => ({ user: user ?? {} }) };

/** Answers as the original did: no digest can be checked without the password. */
const recordedUser: UserAuthenticator = {
  username: 'ckl',
  userAgent: '*',
  hasPassword: true,
  hasSession: false,
  answer: () => ({ username: 'ckl', response: '*' }),
  checkLoginResult: () => ({ ok: true, form: 'exact', domain: 'sample.dom' }),
  decryptSession: () => undefined,
};

describe('verifyAutomaton with what the PHP original did', () => {
  for (const name of ['user-login', 'session-login', 'two-factor', 'update-apps-single', 'many-chunks']) {
    it(`finds no difference in the lists of ${name}`, async () => {
      const records = recordsOf(name);
      const devices = await verifyAutomaton(records, DeviceLister);
      expect(devices.sentence).to.equal('1 message, no difference.');
      const users = await verifyAutomaton(records, userLister);
      expect(users.sentence).to.equal('2 messages, no difference.');
    });
  }

  it('finds no difference in the login but the second SubscribeApps, which is known', async () => {
    const records = recordsOf('user-login').map((record, at, all): TraceRecord => {
      if (record.kind !== 'post' || record.mt !== 'UserPBXLoginNeedGetLogin') return record;
      const asked = all.slice(at).find((one) => one.kind === 'message' && one.mt === 'AppGetLogin');
      const { app, challenge } = (asked?.kind === 'message' ? asked.body : {}) as Record<string, unknown>;
      return { ...record, body: { mt: record.mt, app: { name: app }, challenge } };
    });
    const automaton = {
      machine: UserPBXLoginWithAppAutomaton,
      nickname: 'UserPBXLogin',
      input: () => ({
        credentials: recordedUser,
        nonces: ['*', '*'],
        clients: ['INNOVAPHONE-DEVICES--A', 'INNOVAPHONE-USERS--A'],
      }),
    };
    const ignore = ['LoginResult', 'UserPBXLoginSuccess', 'GotAppGetLoginResult'].map((mt) => `${mt}.*`);
    const report: VerifyReport = await verifyAutomaton(records, automaton, { socket: 'PBXWS', ignore });
    expect(report.outcome, report.sentence).to.equal('same');
    expect(report.known.map(({ rule }) => rule)).to.include('second SubscribeApps');
    expect(report.messages).to.be.greaterThan(6);
  });
});
