import { expect } from 'chai';
import type { AnyMessage } from '../../../runtime/message.js';
import { infoText, loggedIn, RawClient, sha256, simulate, stopAll } from './raw-client.js';

describe('simulator: app list', () => {
  afterEach(stopAll);

  it('comes as UpdateAppsInfo for each app of the user, then UpdateAppsComplete', async () => {
    const simulator = await simulate();
    const client = await loggedIn(simulator);
    client.send({ mt: 'SubscribeApps' });
    const messages = await client.until('UpdateAppsComplete');
    expect(messages.map(({ mt, app }) => [mt, (app as AnyMessage | undefined)?.name])).to.deep.equal([
      ['UpdateAppsInfo', 'devices'],
      ['UpdateAppsInfo', 'users'],
      ['UpdateAppsComplete', undefined],
    ]);
    expect(messages[0]?.app).to.deep.equal({
      name: 'devices',
      title: 'Devices',
      text: '',
      url: `http://127.0.0.1:${simulator.port}/sample.dom/devices/innovaphone-devices`,
      info: { hidden: false, apis: {} },
    });
    expect(messages[2]).to.deep.include({ deviceApps: [], selected: 'devices,users' });
  });

  it('comes as one UpdateApps when told to', async () => {
    const client = await loggedIn(await simulate({ scenario: 'single-update-apps' }));
    const message = await client.ask({ mt: 'SubscribeApps' });
    expect(message.mt).to.equal('UpdateApps');
    expect(message.apps).to.have.length(2);
  });

  it('holds only what the user may use', async () => {
    const client = await loggedIn(await simulate(), 'jdo', 'pwd2');
    client.send({ mt: 'SubscribeApps' });
    expect(await client.until('UpdateAppsComplete')).to.have.length(2);
  });

  it('announces apps at the address by which the client came, web sites and other URLs as they are', async () => {
    const apps = [
      { name: 'chat', path: '/PBX0/APPS/chat', app: 'chat', url: '../../APPS/chat/chat', password: 'x' },
      { name: 'web', path: '/web', password: 'x', website: true, hidden: true, title: 'Site' },
      { name: 'bare', path: '/bare', password: 'x', url: '' },
    ];
    const { url } = await simulate({ scenario: { apps } });
    const client = await RawClient.open(url, { headers: { host: 'pbx.sample.dom:8443' } });
    await client.login();
    client.send({ mt: 'SubscribeApps' });
    const [chat, web, bare] = (await client.until('UpdateAppsComplete')).map(({ app }) => app as AnyMessage);
    expect(chat).to.include({ url: '../../APPS/chat/chat', title: 'chat' });
    expect(web).to.deep.include({
      url: 'http://pbx.sample.dom:8443/web/web',
      website: true,
      info: { hidden: true, apis: {} },
    });
    expect(bare).not.to.have.property('url');
  });
});

describe('simulator: AppGetLogin', () => {
  afterEach(stopAll);

  it('gives a login made with the password of the App object', async () => {
    const client = await loggedIn(await simulate());
    client.send({ mt: 'AppGetLogin', app: 'devices', challenge: '609f44c1f7043ba1', src: 'dev-1' });
    const text = await client.nextText();
    const result = JSON.parse(text) as AnyMessage;
    const guid = '2c4a96f920ad5e01241c00505600a2cd';
    expect(result).to.deep.include({
      mt: 'AppGetLoginResult',
      src: 'dev-1',
      domain: 'sample.dom',
      sip: 'ckl',
      guid,
      dn: 'Jörg Müller',
      pbxObj: 'devices',
      app: 'innovaphone-devices',
    });
    expect(Object.keys(result.info as object)).to.deep.equal([
      'appobj',
      'appdn',
      'appurl',
      'pbx',
      'cn',
      'groups',
      'apps',
    ]);
    const words = ['innovaphone-devices', 'sample.dom', 'ckl', guid, 'Jörg Müller', infoText(text)];
    expect(result.digest).to.equal(sha256(...words, '609f44c1f7043ba1', 'ip411'));
    expect(result.key).to.equal(sha256('innovaphoneAppSessionKey', '609f44c1f7043ba1', 'ip411'));
    expect(result.salt).to.match(/^[1-9]\d{9}$/);
  });

  it('says so in info when the app is unlicensed', async () => {
    const apps = [{ name: 'a', path: '/a', password: 'x', unlicensed: true }];
    const client = await loggedIn(await simulate({ scenario: { apps } }));
    const { info } = await client.ask({ mt: 'AppGetLogin', app: 'a', challenge: '1' });
    expect(info).to.have.property('unlicensed', true);
  });

  it('keeps the digits of a challenge that is forwarded as a number', async () => {
    const client = await loggedIn(await simulate());
    client.send('{"mt":"AppGetLogin","app":"devices","challenge":9007199254740993}');
    const { key } = await client.next();
    expect(key).to.equal(sha256('innovaphoneAppSessionKey', '9007199254740993', 'ip411'));
  });

  for (const src of ['"x"', '9007199254740993', '{"b":1,"1":2.0,"a":null}', '[]', 'null', '"\\u00fc/\\/"']) {
    it(`echoes src ${src} as it came`, async () => {
      const client = await loggedIn(await simulate());
      client.send(`{"mt":"AppGetLogin","src": ${src} ,"app":"devices","challenge":"1"}`);
      expect(await client.nextText()).to.include(`"mt":"AppGetLoginResult","src":${src},"domain"`);
    });
  }

  it('refuses without login, for an unknown app, one not permitted, and without challenge', async () => {
    const simulator = await simulate();
    const stranger = await RawClient.open(simulator.url);
    const refused = { mt: 'AppGetLoginResult', src: 's' };
    expect(await stranger.ask({ mt: 'AppGetLogin', app: 'devices', challenge: '1', src: 's' })).to.deep.equal(
      {
        ...refused,
        error: 1,
        errorText: 'Not logged in',
      },
    );
    const client = await loggedIn(simulator, 'jdo', 'pwd2');
    const errors = [];
    for (const request of [
      { app: 'nothing', challenge: '1' },
      { app: 'devices', challenge: '1' },
      { app: 'users' },
    ]) {
      errors.push((await client.ask({ mt: 'AppGetLogin', ...request })).error);
    }
    expect(errors).to.deep.equal([2, 3, 4]);
  });
});
