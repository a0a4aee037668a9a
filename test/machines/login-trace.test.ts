import { expect } from 'chai';
import { AppLoginViaPBXAutomaton } from '../../machines/app-login-via-pbx.js';
import { UserPBXLoginWithAppAutomaton } from '../../machines/user-pbx-login-with-app.js';
import { AppServiceSpec } from '../../protocol/app-service-spec.js';
import { plainSessionKey } from '../../protocol/digests.js';
import { Secret } from '../../protocol/secret.js';
import { SessionCredentials } from '../../protocol/session-credentials.js';
import { AppUserCredentials } from '../../protocol/user-credentials.js';
import { encode } from '../../runtime/exact-json.js';
import { Transitioner } from '../../runtime/transitioner.js';
import { drive } from '../support/drive.js';
import { readRecording, RecordedPeers, recordedValues } from '../support/recorded-traces.js';
import { recordingRecorder } from '../support/traces.js';

const { user, password, session, appPassword, nonces } = recordedValues;
const spec = new AppServiceSpec('innovaphone-devices');
const key = plainSessionKey('1195976537120', new Secret(appPassword, 'test'));

/** What the trace of a login says, as text; and what the peers know that nobody else may. */
async function traceOf(recording: string, credentials: AppUserCredentials) {
  const { recorder, records, clock } = recordingRecorder();
  const peers = new RecordedPeers(readRecording(recording), clock);
  const transitioner = new Transitioner({ clock, tracer: recorder });
  const login = transitioner.add(UserPBXLoginWithAppAutomaton, {
    nickname: 'UserPBXLogin',
    socket: peers.socket('PBXWS', 'ws://PBX/PBX0/APPCLIENT/130000/websocket'),
    input: { credentials, nonces, clients: [spec.nickname, 'INNOVAPHONE-USERS--A'] },
  });
  for (const service of [spec, new AppServiceSpec('users')]) {
    transitioner.add(AppLoginViaPBXAutomaton, {
      nickname: service === spec ? spec.nickname : 'INNOVAPHONE-USERS--A',
      socket: peers.socket(service === spec ? spec.socketName : 'INNOVAPHONE-USERS--WS'),
      input: { spec: service, pbxUrl: 'ws://PBX/PBX0/APPCLIENT/130000/websocket' },
    });
  }
  await drive(transitioner.run(), clock);
  expect(login.output?.ok).to.equal(true);
  return { text: records.map((record) => encode(record)).join('\n'), peers };
}

describe('the trace of a login', () => {
  const withPassword = new AppUserCredentials(user, password);
  const stored = new SessionCredentials(session.usr, session.pwd);
  const withSession = new AppUserCredentials(user, password, { session: stored });

  for (const [recording, credentials] of [
    ['user-login', withPassword],
    ['session-login', withSession],
  ] as const) {
    it(`${recording}: shows every message and no secret`, async () => {
      const { text, peers } = await traceOf(recording, credentials);
      expect(text).to.include('"AppGetLoginResult"').and.include('UserPBXLoginNeedGetLogin');
      const [, login] = peers.received.get('PBXWS') ?? [];
      const proofs = [login?.['response'], peers.received.get(spec.socketName)?.at(-1)?.['digest']];
      for (const secret of [password, session.usr, session.pwd, appPassword, key, ...proofs]) {
        expect(secret).to.be.a('string').with.length.greaterThan(8);
        expect(text).to.not.include(secret);
      }
    });
  }
});
