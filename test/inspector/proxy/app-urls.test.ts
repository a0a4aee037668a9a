import { expect } from 'chai';
import { replaceAppUrls } from '../../../inspector/proxy/app-urls.js';
import { Routes } from '../../../inspector/proxy/routes.js';
import { decodeMessage } from '../../../runtime/message.js';

function replaced(text: string): string {
  const decoded = decodeMessage(text);
  if (!decoded.ok) throw new Error(decoded.reason);
  return replaceAppUrls(text, decoded.msg, (url) =>
    url.startsWith('https:') ? `http://p${url.slice(9)}` : undefined,
  );
}

describe('replaceAppUrls', () => {
  const changes: Record<string, readonly [text: string, expected: string]> = {
    'UpdateAppsInfo, white space and order kept': [
      ' { "app" : {"info":{"url":"https://a/1"}, "url": "https://a/b" ,"x":1.0},\n"mt":"UpdateAppsInfo" } ',
      ' { "app" : {"info":{"url":"https://a/1"}, "url": "http://p/b" ,"x":1.0},\n"mt":"UpdateAppsInfo" } ',
    ],
    'UpdateApps, each app': [
      '{"mt":"UpdateApps","apps":[{"url":"https://a/b"},{"name":"x"},null,{"url":7},{"url":"https://c/d","id":18446744073709551615}]}',
      '{"mt":"UpdateApps","apps":[{"url":"http://p/b"},{"name":"x"},null,{"url":7},{"url":"http://p/d","id":18446744073709551615}]}',
    ],
    ServicesInfo: [
      '{"api":"Services","mt":"ServicesInfo","services":[{"name":"x","url":"https://a/b"}]}',
      '{"api":"Services","mt":"ServicesInfo","services":[{"name":"x","url":"http://p/b"}]}',
    ],
    'escaped slashes, and names and texts with quotes': [
      String.raw`{"a\"}":"\\","mt":"UpdateAppsInfo","app":{"\u0075rl":"https:\/\/a\/b","t":"\"url\":\"https://a/b\""}}`,
      String.raw`{"a\"}":"\\","mt":"UpdateAppsInfo","app":{"\u0075rl":"http:\/\/p\/b","t":"\"url\":\"https://a/b\""}}`,
    ],
    'a member that comes twice': [
      '{"mt":"UpdateAppsInfo","app":{"url":"https://a/b","url":"https://a/c"}}',
      '{"mt":"UpdateAppsInfo","app":{"url":"http://p/b","url":"http://p/c"}}',
    ],
  };
  for (const [what, [text, expected]] of Object.entries(changes)) {
    it(`changes the URLs in ${what}`, () => {
      expect(replaced(text)).to.equal(expected);
    });
  }

  for (const text of [
    '{"mt":"AppGetLoginResult","info":{"appurl":"https://a/b"},"app":{"url":"https://a/b"}}',
    '{"mt":"LoginResult","info":{"alt":"https://a/b"}}',
    '{"mt":"UpdateAppsInfo","url":"https://a/b","app":"https://a/b","apps":[{"url":"https://a/b"}]}',
    '{"mt":"UpdateAppsInfo","app":{"url":"../../APPS/chat/chat","info":{}}}',
    '{"mt":"UpdateApps","apps":{"0":[]},"x":[[],{},[{}]]}',
    '{"mt":"constructor","app":{"url":"https://a/b"}}',
  ]) {
    it(`leaves ${text.slice(0, 60)} as it is`, () => {
      expect(replaced(text)).to.equal(text);
    });
  }
});

describe('Routes', () => {
  const base = 'https://127.0.0.1:8443';
  const routes = new Routes('wss://pbx.sample.dom');
  const proxied = (url: string, prefix = '', login = 1): string | undefined =>
    routes.proxied(url, login, base, prefix);

  it('leads back where an app is, with path, query and fragment as they were', () => {
    expect(proxied('https://apps.sample.dom/sample.dom/devices/innovaphone-devices')).to.equal(
      `${base}/via/1-1/sample.dom/devices/innovaphone-devices`,
    );
    expect(proxied('http://apps.sample.dom:8080/a/../b?x=%2f#y')).to.equal(`${base}/via/1-2/a/../b?x=%2f#y`);
    expect(proxied('wss://apps.sample.dom')).to.equal('wss://127.0.0.1:8443/via/1-1/');
    expect(proxied('//apps.sample.dom/a/b')).to.equal(`${base}/via/1-1/a/b`);
    expect(proxied('https://apps.sample.dom/a/b', '', 7)).to.equal(`${base}/via/7-1/a/b`);
    expect(routes.resolve('/via/1-1/sample.dom/devices?a=b')).to.deep.equal({
      url: 'wss://apps.sample.dom/sample.dom/devices?a=b',
      login: 1,
      prefix: '/via/1-1',
    });
    expect(routes.resolve('/via/1-2')?.url).to.equal('ws://apps.sample.dom:8080/');
    expect(routes.resolve('/via/7-1?x')?.url).to.equal('wss://apps.sample.dom/?x');
  });

  it('leads everything else to the PBX', () => {
    expect(routes.resolve('/PBX0/APPS/websocket?x')).to.deep.equal({
      url: 'wss://pbx.sample.dom/PBX0/APPS/websocket?x',
      login: undefined,
      prefix: '',
    });
    expect(routes.resolve('//evil.sample.dom/x')?.url).to.equal('wss://pbx.sample.dom//evil.sample.dom/x');
  });

  it('leaves alone what leads to the proxy anyway, or nowhere', () => {
    for (const url of [
      '../../APPS/chat/chat',
      'chat',
      '/PBX0/x',
      '',
      'mailto:a@b',
      'https://u:p@host/x',
      'https:///x',
      'https://[bad/x',
      'https://a b/x',
    ]) {
      expect(proxied(url), url).to.equal(undefined);
    }
    expect(proxied('/x/y', '/via/1-1')).to.equal('/via/1-1/x/y');
  });

  it('leads nowhere from paths that it has not given', () => {
    for (const path of [
      '/via/1-99/x',
      '/via/99-1/x',
      '/via/',
      '/via/x',
      '/via/1-1x/y',
      'http://other/x',
      '*',
      '',
    ]) {
      expect(routes.resolve(path), path).to.equal(undefined);
    }
  });
});
