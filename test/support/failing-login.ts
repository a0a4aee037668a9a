import type { TraceRecord } from '../../runtime/trace-records.js';
import { loginMachine, recordingRecorder, recordSnapshots } from './traces.js';

const url = 'wss://pbx.sample.dom/PBX0/APPCLIENT/130000/websocket';
const devices = 'INNOVAPHONE-DEVICES--A';
const devicesSocket = 'INNOVAPHONE-DEVICES--WS';

/** The trace of a login with a wrong password, while an App Service's automaton waits for it. */
export function failingLogin(): TraceRecord[] {
  const { recorder, records, clock } = recordingRecorder({ secrets: ['hunter22'] });
  const error = {
    code: 'LOGIN_REFUSED',
    message: 'The PBX refused the login of ckl: Authentication failed.',
  };
  const received = (lane: string, mt: string, members: object = {}): number =>
    recorder.messageIn(lane, JSON.stringify({ mt, ...members }), { mt, ...members });
  const sent = (mt: string, members: object, cause: number): void => {
    recorder.messageOut('PBXWS', JSON.stringify({ mt, ...members }), { mt, ...members }, cause);
  };

  recorder.runStarted(['UserPBXLogin', devices, 'DeviceLister']);
  recorder.automaton('UserPBXLogin', loginMachine, 'PBXWS');
  recorder.socketConnecting('PBXWS', url, 0);
  recorder.automaton(devices, loginMachine, devicesSocket);
  recordSnapshots(recorder, devices, []);
  recorder.automaton('DeviceLister', loginMachine, devicesSocket);
  clock.advance(3.2);
  recorder.socketOpen('PBXWS', url);
  const opened = recorder.deliver('UserPBXLogin', 'runtime', 'Open', 'handled', 'Initial.connecting', 7);
  sent('Login', { type: 'user', userAgent: 'list (sample)' }, opened);
  clock.advance(4.9);
  const asked = received('PBXWS', 'Authenticate', {
    type: 'user',
    method: 'digest',
    domain: 'sample.dom',
    challenge: '3e6bf6a1ba658959',
  });
  const answering = recorder.deliver(
    'UserPBXLogin',
    'wire',
    'Authenticate',
    'handled',
    'Initial.awaitingChallenge',
    asked,
  );
  recordSnapshots(recorder, 'UserPBXLogin', [{ type: 'Authenticate' }], answering);
  sent('Login', { type: 'user', username: 'ckl', response: 'a1'.repeat(32) }, answering);
  const news = received('PBXWS', 'UpdateUser', { text: 'evil \u001b[2J\u202e' });
  recorder.deliver('UserPBXLogin', 'wire', 'UpdateUser', 'discarded', 'Initial.awaitingLoginResult', news);
  recorder.nonsenseIn('PBXWS', '<html>hunter22</html>', 21, 'not JSON');
  clock.advance(2500);
  const result = received('PBXWS', 'LoginResult', { error: 2, errorText: 'Authentication failed' });
  const ending = recorder.deliver(
    'UserPBXLogin',
    'wire',
    'LoginResult',
    'handled',
    'Initial.awaitingLoginResult',
    result,
  );
  recorder.notice(
    'UserPBXLogin',
    { kind: 'verdict', rule: 'LoginResult digest', ok: false, reason: 'the digest is wrong' },
    ending,
  );
  const posted = recorder.post('UserPBXLogin', undefined, { mt: 'UserPBXLoginFailure' }, ending);
  const told = recorder.deliver(
    devices,
    'post',
    'UserPBXLoginFailure',
    'handled',
    'Initial.awaitingPbxLogin',
    posted,
  );
  recorder.deliver('DeviceLister', 'post', 'UserPBXLoginFailure', 'discarded', 'Initial', posted);
  recorder.dead(devices, { why: 'finished', output: { ok: true } }, told);
  recorder.undelivered('UserPBXLogin', 'Nobody', { mt: 'LoginResult' }, 'nobody has that nickname', ending);
  recorder.dead('UserPBXLogin', { why: 'finished', output: { ok: false, error } }, ending);
  clock.advance(5000);
  recorder.timer(undefined, 'fired', 1, 5000, 0);
  recorder.dead('DeviceLister', { why: 'timeout' }, 0);
  recorder.runEnded('timeout', {});
  return records;
}
