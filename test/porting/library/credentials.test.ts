import { inspect } from 'node:util';
import { hostname } from 'node:os';
import { expect } from 'chai';
import {
  AppServiceCredentials,
  AppServiceSpec,
  AppUserCredentials,
  AppUserSessionCredentials,
} from '../../../porting/library/credentials.js';
import { viaPassthrough } from '../../../porting/library/passthrough.js';
import { phpArray } from '../../../porting/php/php-array.js';
import { SessionCredentials } from '../../../protocol/credentials.js';

describe('credentials of the PHP library', () => {
  it('AppServiceCredentials(app, pw, domain = "", sip = "", guid = "", dn = "")', () => {
    const { app, domain, sip, guid, dn } = new AppServiceCredentials('pbxadminapi', 'secret');
    expect([app, domain, sip, guid, dn]).to.deep.equal(['pbxadminapi', '', '', '', '']);
    const answer = new AppServiceCredentials('a', 'secret').answer('1234');
    expect(answer)
      .to.include({ domain: '', sip: '', guid: '', dn: '' })
      .and.to.have.deep.property('info', {});
  });

  it('AppServiceSpec(app, service = null, domain = null): null is not compared', () => {
    const url = 'https://apps.sample.dom/sample.dom/devices/innovaphone-devices';
    expect(new AppServiceSpec('innovaphone-devices').matches(url)).to.equal(true);
    expect(new AppServiceSpec('innovaphone-devices', null, 'sample.dom').matches(url)).to.equal(true);
    expect(new AppServiceSpec('innovaphone-devices', 'devices', 'sample.dom').matches(url)).to.equal(true);
    expect(new AppServiceSpec('innovaphone-devices', 'users', null).matches(url)).to.equal(false);
    expect(new AppServiceSpec('innovaphone-devices', null, 'other.dom').matches(url)).to.equal(false);
    expect(new AppServiceSpec('innovaphone-devices').socketName).to.equal('INNOVAPHONE-DEVICES--WS');
    expect(new AppServiceSpec('users', 'users', null).nickname).to.equal('USERS-USERS-A');
  });

  it('AppUserSessionCredentials(usr = null, pw = null): without both there is no session', () => {
    const none = new AppUserCredentials('ckl', '', new AppUserSessionCredentials());
    expect(none.hasSession).to.equal(false);
    expect(none.getSessionkeys()).to.equal(null);
    const some = new AppUserCredentials('ckl', '', new AppUserSessionCredentials('u', 'p'));
    expect(some.hasSession).to.equal(true);
    expect(some.getSessionkeys()).to.be.instanceOf(SessionCredentials);
  });

  it('take what a program has not looked at: false for a variable that is not set', () => {
    const missing = false as unknown as string & SessionCredentials;
    const user = new AppUserCredentials('ckl', missing, missing);
    expect([user.hasPassword, user.hasSession]).to.deep.equal([false, false]);
    const app = new AppServiceCredentials('app', missing, missing);
    expect(app.answer('1').digest).to.equal(new AppServiceCredentials('app', '').answer('1').digest);
  });

  describe('AppUserCredentials(name, pw = "", sessionkeys = null, agent = null)', () => {
    const session = new AppUserSessionCredentials('u', 'p');

    it('getName, and getPw, which stays closed and can be handed on', () => {
      const credentials = new AppUserCredentials('ckl', 'very secret');
      expect(credentials.getName()).to.equal('ckl');
      expect(
        `${String(credentials.getPw())}${inspect(credentials)}${JSON.stringify(credentials)}`,
      ).not.to.include('very secret');
      const question = { type: 'user', domain: 'd', nonce: 'n', challenge: 'c' } as const;
      const same = new AppUserCredentials('ckl', credentials.getPw());
      expect(same.answer(question)).to.deep.equal(credentials.answer(question));
      expect(new AppUserCredentials('ckl').hasPassword).to.equal(false);
    });

    it('getAgent: the given text or the name of the program, then the host', () => {
      const end = ` (PHP WebSocket ${hostname()})`;
      expect(new AppUserCredentials('ckl', 'pwd', null, 'list.php').getAgent()).to.equal(`list.php${end}`);
      const own = new AppUserCredentials('ckl', 'pwd').getAgent();
      expect(own)
        .to.match(/^[^/\\]+ \(PHP WebSocket /)
        .and.to.satisfy((text: string) => text.endsWith(end));
      const withSession = new AppUserCredentials('ckl', 'pwd', null, 'list.php').withSession(session);
      expect(withSession.getAgent()).to.equal(`list.php${end}`);
    });

    it('getNonce: 16 hex digits, the same until another attempt draws one', () => {
      const credentials = new AppUserCredentials('ckl', 'pwd');
      const first = credentials.getNonce();
      expect(first).to.match(/^[0-9a-f]{16}$/);
      expect(credentials.getNonce()).to.equal(first);
      const second = credentials.drawNonce();
      expect(second).not.to.equal(first);
      expect(credentials.getNonce()).to.equal(second);
    });

    it('getChallenge and setChallenge', () => {
      const credentials = new AppUserCredentials('ckl', 'pwd');
      expect(credentials.getChallenge()).to.equal(null);
      credentials.setChallenge('3e6bf6a1ba658959');
      expect(credentials.getChallenge()).to.equal('3e6bf6a1ba658959');
    });

    it('setDisableSessionkeys and getSessionkeys(force = true)', () => {
      const credentials = new AppUserCredentials('ckl', 'pwd', session);
      expect(credentials.getSessionkeys(false)).to.equal(session);
      credentials.setDisableSessionkeys();
      expect(credentials.hasSession).to.equal(false);
      expect(credentials.getSessionkeys()).to.equal(session);
      expect(credentials.getSessionkeys(false)).to.equal(null);
      expect(credentials.withSession(session).hasSession).to.equal(false);
      credentials.setDisableSessionkeys(false);
      expect(credentials.hasSession).to.equal(true);
    });
  });
});

describe('passthrough of AppServiceLogin and AppLoginViaPBXAutomaton', () => {
  const base = 'https://apps.sample.dom/sample.dom/devices/passthrough/009033020202/0e6ff4c7';
  const url = 'https://inner.sample.dom/sample.dom/users/innovaphone-users';
  const rerouted = `${base}/sample.dom/users/innovaphone-users`;

  it('puts the mapped base in the place of scheme and host', () => {
    expect(viaPassthrough(url, phpArray([['inner.sample.dom', base]]))).to.equal(rerouted);
    expect(viaPassthrough(url, { 'inner.sample.dom': `${base}/` })).to.equal(rerouted);
    expect(viaPassthrough(url.replace('.dom/', '.dom:8443/'), { 'inner.sample.dom': base })).to.equal(
      rerouted,
    );
  });

  it('leaves other hosts, and URLs without host, as they are', () => {
    expect(viaPassthrough(url, { 'other.dom': base })).to.equal(url);
    expect(viaPassthrough(url, [])).to.equal(url);
    expect(viaPassthrough('../../APPS/chat/chat', { '': base })).to.equal('../../APPS/chat/chat');
  });
});
