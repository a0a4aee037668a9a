import { expect } from 'chai';
import { appWebSocketUrl, pbxAppsWebSocketUrl, pbxWebSocketUrl, UrlError } from '../../protocol/urls.js';

const login = '/PBX0/APPCLIENT/130000/websocket';
const apps = '/PBX0/APPS/websocket';

describe('URLs of the PBX', () => {
  const cases: [address: string, forUsers: string, forApps: string][] = [
    ['pbx.sample.dom', `wss://pbx.sample.dom${login}`, `wss://pbx.sample.dom${apps}`],
    [' pbx.sample.dom ', `wss://pbx.sample.dom${login}`, `wss://pbx.sample.dom${apps}`],
    ['pbx:8443', `wss://pbx:8443${login}`, `wss://pbx:8443${apps}`],
    ['localhost:8080', `wss://localhost:8080${login}`, `wss://localhost:8080${apps}`],
    ['192.0.2.1', `wss://192.0.2.1${login}`, `wss://192.0.2.1${apps}`],
    ['[2001:db8::1]:8443', `wss://[2001:db8::1]:8443${login}`, `wss://[2001:db8::1]:8443${apps}`],
    ['ws://pbx:80', `ws://pbx${login}`, `ws://pbx${apps}`],
    ['http://pbx/', `ws://pbx${login}`, `ws://pbx${apps}`],
    ['HTTPS://PBX#top', `wss://pbx${login}`, `wss://pbx${apps}`],
    [`wss://pbx${login}`, `wss://pbx${login}`, `wss://pbx${apps}`],
    ['wss://pbx/PBX0/APPCLIENT/websocket', 'wss://pbx/PBX0/APPCLIENT/websocket', `wss://pbx${apps}`],
    ['wss://pbx/PBX0/WEBSOCKET/websocket', 'wss://pbx/PBX0/WEBSOCKET/websocket', `wss://pbx${apps}`],
    [`wss://ap/sample.dom/ip${login}`, `wss://ap/sample.dom/ip${login}`, `wss://ap/sample.dom/ip${apps}`],
    [`wss://pbx${apps}`, `wss://pbx${apps}`, `wss://pbx${apps}`],
    ['wss://pbx/own/path?x=1', 'wss://pbx/own/path?x=1', 'wss://pbx/own/path?x=1'],
  ];
  for (const [address, forUsers, forApps] of cases) {
    it(`are made from ${address}`, () => {
      expect([pbxWebSocketUrl(address), pbxAppsWebSocketUrl(address)]).to.deep.equal([forUsers, forApps]);
    });
  }

  it('take another path for an address without one', () => {
    expect(pbxWebSocketUrl('pbx', '/x/websocket')).to.equal('wss://pbx/x/websocket');
    expect(pbxWebSocketUrl('wss://pbx/y', '/x/websocket')).to.equal('wss://pbx/y');
  });

  const nonsense = [
    '',
    '  ',
    'a b',
    'http:/pbx',
    'wss:pbx',
    'ftp://pbx',
    'http://[',
    'wss://',
    'pbx:port',
    'a\\b',
    'file:///etc',
  ];
  for (const address of nonsense) {
    it(`are refused for ${JSON.stringify(address)} with a sentence that says what to do`, () => {
      for (const make of [pbxWebSocketUrl, pbxAppsWebSocketUrl]) {
        expect(() => make(address))
          .to.throw(UrlError, /^"[^]*" is no address .*\(.+\); give a host name such as .*\.$/)
          .with.property('code', 'URL_INVALID');
      }
    });
  }

  for (const address of [
    'wss://user:MARK@pbx',
    'user:MARK@pbx',
    'wss://user:MA/MARK@pbx',
    'ftp://u:MARK@pbx',
  ]) {
    it(`are refused for ${address.replaceAll('MARK', '…')} without showing the password`, () => {
      let error: unknown;
      try {
        pbxWebSocketUrl(address);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).to.be.instanceOf(UrlError);
      expect(JSON.stringify(error) + String(error)).not.to.include('MARK');
    });
  }
});

describe('appWebSocketUrl', () => {
  const pbx = `wss://pbx.sample.dom${login}`;
  const service = 'https://apps.sample.dom/sample.dom';
  const cases: [appUrl: string, expected: string, pbxUrl?: string][] = [
    [`${service}/devices/innovaphone-devices`, 'wss://apps.sample.dom/sample.dom/devices'],
    ['http://apps.sample.dom/sample.dom/users/innovaphone-users', 'ws://apps.sample.dom/sample.dom/users'],
    [`https://pbx.sample.dom${apps}`, `wss://pbx.sample.dom${apps}`],
    ['https://apps.sample.dom/manager/manager', 'wss://apps.sample.dom/manager'],
    [`${service}/users/innovaphone-users?lang=de/x#a/b`, 'wss://apps.sample.dom/sample.dom/users'],
    ['http://apps:8080/d/i/a', 'ws://apps:8080/d/i'],
    ['wss://apps/d/i/a', 'wss://apps/d/i'],
    ['https://apps/a', 'wss://apps/'],
    ['../../APPS/chat/chat', 'wss://pbx.sample.dom/PBX0/APPS/chat'],
    ['../../APPS/chat/chat', 'ws://pbx:81/PBX0/APPS/chat', `ws://pbx:81${login}`],
    ['../../APPS/chat/chat', 'wss://pbx/PBX0/APPS/chat', 'wss://pbx/PBX0/APPCLIENT/websocket'],
    ['../../APPS/chat/chat', 'wss://ap/d/ip/PBX0/APPS/chat', `wss://ap/d/ip${login}`],
    ['../../APPS/chat/chat', 'wss://pbx/PBX0/APPS/chat', 'pbx'],
    ['/d/i/a', 'wss://pbx.sample.dom/d/i'],
    ['//apps/d/i/a', 'wss://apps/d/i'],
  ];
  for (const [appUrl, expected, pbxUrl = pbx] of cases) {
    it(`leads from ${appUrl} to ${expected}`, () => {
      expect(appWebSocketUrl(appUrl, pbxUrl)).to.equal(expected);
    });
  }

  it('leads to ws when that is forced', () => {
    expect(appWebSocketUrl(`${service}/devices/x`, pbx, { useWs: true })).to.equal(
      'ws://apps.sample.dom/sample.dom/devices',
    );
  });

  for (const appUrl of ['', 'mailto:x@y', 'javascript:alert(1)', 'http://', 'https://[x/a']) {
    it(`refuses ${JSON.stringify(appUrl)}`, () => {
      expect(() => appWebSocketUrl(appUrl, pbx))
        .to.throw(UrlError)
        .with.property('code', 'URL_INVALID');
    });
  }
});
