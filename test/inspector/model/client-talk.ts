import type { TraceRecord } from '../../../runtime/trace-records.js';

/** Writes the records of connections whose clients are not known otherwise, as the simulator and the proxy do. */
export class ClientTalk {
  readonly records: TraceRecord[] = [];

  open(lane: string, path = 'PBX0/APPCLIENT/130000/websocket'): void {
    const url = path.includes('APPCLIENT') ? `wss://pbx.sample.dom/${path}` : `wss://apps.sample.dom/${path}`;
    this.add({ kind: 'socket', lane, what: 'open', url, tls: true });
  }

  close(lane: string): void {
    this.add({ kind: 'socket', lane, what: 'close', code: 1000 });
  }

  say(lane: string, dir: 'in' | 'out', mt: string, body: object = {}): void {
    this.add({ kind: 'message', lane, dir, length: 20, mt, body: { mt, ...body } });
  }

  /** A login at a PBX, up to its result. */
  login(
    lane: string,
    username: string,
    result: object = { info: { user: { sip: username } }, digest: 'd' },
  ): void {
    this.open(lane);
    this.say(lane, 'out', 'Login', { type: 'user', userAgent: `${username}'s browser` });
    this.say(lane, 'in', 'Authenticate', { domain: 'sample.dom', challenge: '1' });
    this.say(lane, 'out', 'Login', { type: 'user', username });
    this.say(lane, 'in', 'LoginResult', result);
  }

  /** A login at an App Service, for which the PBX is asked on `pbx`. */
  appLogin(lane: string, pbx: string, app: string, challenge: string): void {
    this.open(lane, `sample.dom/${app}`);
    this.say(lane, 'out', 'AppChallenge');
    this.say(lane, 'in', 'AppChallengeResult', { challenge });
    this.say(pbx, 'out', 'AppGetLogin', { app, challenge });
    this.say(pbx, 'in', 'AppGetLoginResult', { app });
    this.say(lane, 'out', 'AppLogin', { app });
    this.say(lane, 'in', 'AppLoginResult', { ok: true });
  }

  add(members: object): void {
    const seq = this.records.length + 1;
    this.records.push({ seq, t: seq, ...members } as TraceRecord);
  }
}
