import { expect } from 'chai';
import { importHar } from '../../../inspector/convert/import-har.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { expectDocumented } from '../../support/traces.js';

const start = Date.UTC(2026, 10, 20, 16, 40, 18);
const pbx = 'wss://pbx.sample.dom/PBX0/APPCLIENT/130000/websocket';
const devices = 'wss://apps.sample.dom/sample.dom/devices';

interface Frame {
  readonly type: string;
  readonly time: number;
  readonly opcode: number;
  readonly data: string;
}

const frame = (type: string, afterMs: number, message: object | string, opcode = 1): Frame => ({
  type,
  time: (start + afterMs) / 1000,
  opcode,
  data: typeof message === 'string' ? message : JSON.stringify(message),
});

const entry = (url: string, afterMs: number, frames?: readonly unknown[], status = 101): object => ({
  startedDateTime: new Date(start + afterMs).toISOString(),
  request: { method: 'GET', url, headers: [] },
  response: { status, headers: [] },
  ...(frames && { _resourceType: 'websocket', _webSocketMessages: frames }),
});

const har = (...entries: unknown[]): object => ({
  log: { version: '1.2', creator: { name: 'WebInspector', version: '537.36' }, entries },
});

const app = { name: 'devices', url: 'https://apps.sample.dom/sample.dom/devices/innovaphone-devices' };

function imported(value: unknown): { records: TraceRecord[]; notes: string[] } {
  const notes: string[] = [];
  const records = importHar(value, { onNote: (note) => notes.push(note) });
  records.forEach(expectDocumented);
  expect(records.at(-1)).to.include({ kind: 'end', outcome: 'finished' });
  return { records, notes };
}

const brief = (records: readonly TraceRecord[]): string[] =>
  records.slice(2, -1).map((record) => {
    const { t, lane = '', kind } = record;
    if (kind === 'message')
      return `${t} ${lane} ${record.mt === undefined ? 'message' : `${record.dir} ${record.mt}`}`;
    return `${t} ${lane} ${kind === 'socket' ? record.what : kind}`;
  });

describe('importHar', () => {
  it('makes a lane of each WebSocket, named like those of a login, everything in order of time', () => {
    const { records, notes } = imported(
      har(
        { request: { url: 'https://pbx.sample.dom/index.htm' }, response: { status: 200 } },
        entry(devices, 20, [
          frame('send', 25, { mt: 'AppChallenge' }),
          frame('receive', 40, { mt: 'AppChallengeResult', challenge: '1' }),
        ]),
        entry(pbx, 0, [
          frame('send', 5, { mt: 'SubscribeApps' }),
          frame('receive', 10, { mt: 'UpdateAppsInfo', app }),
          frame('send', 30, { mt: 'AppGetLogin', app: 'devices' }),
        ]),
        entry('wss://pbx.sample.dom/PBX0/APPS/websocket', 50, []),
        entry('wss://other.sample.dom/x/chat', 60, [frame('receive', 61, 'plain text')]),
        entry(pbx, 70, []),
      ),
    );
    expect(brief(records)).to.deep.equal([
      '0 PBXWS open',
      '5 PBXWS out SubscribeApps',
      '10 PBXWS in UpdateAppsInfo',
      '20 INNOVAPHONE-DEVICES--WS open',
      '25 INNOVAPHONE-DEVICES--WS out AppChallenge',
      '30 PBXWS out AppGetLogin',
      '40 INNOVAPHONE-DEVICES--WS in AppChallengeResult',
      '50 PBX-APPS-WS open',
      '60 CHAT-WS open',
      '61 CHAT-WS message',
      '70 PBXWS#2 open',
    ]);
    expect(records[0]).to.have.property('start', '2026-11-20T16:40:18.000Z');
    expect(notes).to.deep.equal(['1 other request left out; a trace holds WebSockets.']);
  });

  it('names a socket that goes to the whole URL of the app', () => {
    const { records } = imported(
      har(
        entry(pbx, 0, [frame('receive', 1, { mt: 'UpdateApps', apps: [null, {}, app] })]),
        entry(`${devices}/innovaphone-devices?token=marker-token`, 2, []),
      ),
    );
    expect(records.at(-2)).to.include({ lane: 'INNOVAPHONE-DEVICES--WS', what: 'open' });
    expect(JSON.stringify(records)).not.to.include('marker-token');
  });

  it('shows binary messages, close frames, failures and refused handshakes', () => {
    const { records, notes } = imported(
      har(
        entry(pbx, 0, [
          frame('receive', 1, Buffer.from([1, 2, 3]).toString('base64'), 2),
          frame('send', 1, '', 9),
          frame('receive', 2, Buffer.from('\u0003\u00e8bye', 'latin1').toString('base64'), 8),
          frame('error', 3, 'net::ERR_FAILED'),
        ]),
        entry(devices, 4, undefined, 403),
      ),
    );
    expect(records[3]).to.include({ kind: 'message', dir: 'in', length: 3, reason: 'a binary message' });
    expect(records[4]).to.include({ what: 'close', code: 1000, reason: 'bye' });
    expect(records[5]).to.have.nested.property('error.message', 'net::ERR_FAILED');
    expect(records[6]).to.have.nested.property('error.message').that.includes('HTTP status 403');
    expect(notes).to.deep.equal(['1 WebSocket of 2 came without messages.', '1 ping or pong left out.']);
  });

  it('masks secrets in messages and URLs', () => {
    const { records } = imported(
      har(
        entry('wss://ckl:marker-pw@pbx.sample.dom/PBX0/APPCLIENT/websocket', 0, [
          frame('send', 1, {
            mt: 'Login',
            method: 'digest',
            response: 'f'.repeat(64),
            password: 'marker-secret',
          }),
        ]),
      ),
    );
    expect(JSON.stringify(records)).not.to.match(/marker-|f{64}/);
  });

  it('bears nonsense in entries and messages', () => {
    const { records } = imported(
      har(
        null,
        7,
        {},
        { request: null, response: 'x', startedDateTime: {} },
        entry(pbx, 0, [
          null,
          1,
          {},
          { type: 'receive', time: 'soon', data: 5 },
          frame('receive', 1, '{"mt":'),
        ]),
        { ...entry(pbx, 0, [frame('send', 1, { mt: 'X' })]), startedDateTime: 'yesterday' },
      ),
    );
    expect(records.filter(({ kind }) => kind === 'message')).to.have.length(4);
  });

  const wrong: Record<string, readonly [value: unknown, hint: RegExp]> = {
    'no object': ['text', /no HAR/],
    'an object of something else': [{ log: {} }, /no HAR/],
    'a recording without a WebSocket': [har(), /no WebSocket/],
    'a recording without messages': [
      { log: { creator: { name: 'Firefox', version: '145.0' }, entries: [entry(pbx, 0)] } },
      /1 WebSocket, but none of the messages.*Firefox 145\.0.*Chrome.*pbx-automata proxy/,
    ],
  };
  for (const [what, [value, hint]] of Object.entries(wrong)) {
    it(`says what is wrong with ${what}`, () => {
      expect(() => importHar(value))
        .to.throw(hint)
        .with.property('code', 'IMPORT_INVALID');
    });
  }
});
