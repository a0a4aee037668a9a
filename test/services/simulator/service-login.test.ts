import { expect } from 'chai';
import { SimulatedClock } from '../../../runtime/clock.js';
import type { AnyMessage } from '../../../runtime/message.js';
import { infoText, loggedIn, RawClient, sha256, simulate, stopAll } from './raw-client.js';

describe('simulator: login at an App Service', () => {
  afterEach(stopAll);

  async function challenged(url: string): Promise<[RawClient, string]> {
    const client = await RawClient.open(url);
    const { challenge } = await client.ask({ mt: 'AppChallenge', user: 'ckl', appObj: 'devices' });
    return [client, String(challenge)];
  }

  it('takes the login that the PBX gave, forwarded with the info as it came', async () => {
    const simulator = await simulate();
    const pbx = await loggedIn(simulator);
    const [client, challenge] = await challenged(simulator.apps.devices?.url ?? '');
    pbx.send({ mt: 'AppGetLogin', app: 'devices', challenge });
    const text = await pbx.nextText();
    const { domain, sip, guid, dn, app, digest, pbxObj } = JSON.parse(text) as AnyMessage;
    const members = JSON.stringify({ mt: 'AppLogin', domain, sip, guid, dn, app, digest, pbxObj });
    expect(await client.ask(`${members.slice(0, -1)},"info":${infoText(text)}}`)).to.deep.equal({
      mt: 'AppLoginResult',
      app: 'innovaphone-devices',
      domain: 'sample.dom',
      ok: true,
    });
  });

  it('takes info with escapes or spaces when the digest is over its canonical form', async () => {
    const simulator = await simulate();
    const [client, challenge] = await challenged(simulator.apps.devices?.url ?? '');
    const canonical = '{"appurl":"http://a/b","2":"é","1":[1,2]}';
    const digest = sha256('x', '', '', '', '', canonical, challenge, 'ip411');
    const sent = '{ "appurl": "http:\\/\\/a\\/b", "2":"\\u00e9", "1":[1, 2] }';
    expect(
      await client.ask(`{"mt":"AppLogin","app":"x","info":${sent},"digest":"${digest}"}`),
    ).to.have.property('ok', true);
  });

  const zeros = '0'.repeat(32);
  const styles: readonly [string, object, string, string[]][] = [
    ['PHP', { domain: '', sip: '', guid: '', dn: '', info: {} }, '{}', ['', '', '', '']],
    ['browser and Go', { domain: '', sip: 'app', guid: zeros, dn: 'Admin' }, '', ['', 'app', zeros, 'Admin']],
    ['minimal', {}, '', ['', '', '', '']],
  ];
  for (const [style, members, info, words] of styles) {
    it(`takes the app's own password in the style: ${style}`, async () => {
      const [client, challenge] = await challenged((await simulate()).apps.users?.url ?? '');
      const hashed = ['app', ...words, ...(info === '' ? [] : [info]), challenge, 'ip411'];
      const digest = sha256(...hashed).toUpperCase();
      expect(await client.ask({ mt: 'AppLogin', app: 'app', digest, ...members })).to.have.property(
        'ok',
        true,
      );
    });
  }

  it('refuses a digest that leaves out the info it came with', async () => {
    const [client, challenge] = await challenged((await simulate()).apps.users?.url ?? '');
    const digest = sha256('a', '', '', '', '', challenge, 'ip411');
    expect(await client.ask({ mt: 'AppLogin', app: 'a', info: {}, digest })).to.deep.equal({
      mt: 'AppLoginResult',
    });
  });

  it('answers a wrong password without ok and closes after one second', async () => {
    const clock = new SimulatedClock();
    const simulator = await simulate({ clock });
    const client = await RawClient.open(simulator.apps.devices?.url ?? '');
    expect(await client.appLogin('innovaphone-devices', 'wrong')).to.deep.equal({ mt: 'AppLoginResult' });
    clock.advance(999);
    expect(await client.settle()).to.deep.equal([]);
    clock.advance(1);
    expect(await client.ended).to.include({ code: 1008 });
  });

  it('lets a challenge serve once, and a second attempt succeed before the connection is closed', async () => {
    const clock = new SimulatedClock();
    const simulator = await simulate({ clock });
    const [client, challenge] = await challenged(simulator.apps.devices?.url ?? '');
    const digest = sha256('a', '', '', '', '', challenge, 'ip411');
    expect(await client.ask({ mt: 'AppLogin', app: 'a', digest: 'x' })).not.to.have.property('ok');
    expect(await client.ask({ mt: 'AppLogin', app: 'a', digest })).not.to.have.property('ok');
    expect(await client.appLogin('a', 'ip411')).to.have.property('ok', true);
    clock.advance(5000);
    expect(await client.ask({ mt: 'AppInfo', app: 'a' })).to.have.property('mt', 'AppInfoResult');
  });

  it('refuses every login when the service has another password than the App object', async () => {
    const simulator = await simulate({ scenario: 'wrong-app-password' });
    const client = await RawClient.open(simulator.apps.devices?.url ?? '');
    expect(await client.appLogin('innovaphone-devices', 'ip411')).not.to.have.property('ok');
  });

  it('sends its challenge as a number of 16 digits when told to, and checks it digit for digit', async () => {
    const simulator = await simulate({ scenario: 'old-firmware' });
    const client = await RawClient.open(simulator.apps.devices?.url ?? '');
    client.send({ mt: 'AppChallenge' });
    const digits = /"challenge":([1-9]\d{15})\}/.exec(await client.nextText())?.[1] ?? '';
    const digest = sha256('a', '', '', '', '', digits, 'ip411');
    expect(await client.ask({ mt: 'AppLogin', app: 'a', digest })).to.have.property('ok', true);
  });

  it('ignores other messages before the login, closes on one with api, answers CheckBuild and AppInfo', async () => {
    const simulator = await simulate();
    const url = simulator.apps.devices?.url ?? '';
    const client = await RawClient.open(url);
    client.send({ mt: 'GetDevices' });
    client.send({ mt: 'AppInfo' });
    client.send({ mt: 'KeepAlive' });
    expect(await client.settle()).to.deep.equal([]);
    const page = 'https://apps.sample.dom/sample.dom/users/innovaphone-users.htm';
    expect(await client.ask({ mt: 'CheckBuild', url: page })).to.deep.equal({
      mt: 'CheckBuildResult',
      url: 'https://apps.sample.dom/sample.dom/users/137934/innovaphone-users.htm',
    });
    client.send({ mt: 'GetStun', api: 'PbxAdminApi' });
    expect(await client.ended).to.include({ code: 1008 });
    const other = await RawClient.open(url);
    await other.appLogin('innovaphone-devices', 'ip411');
    other.send({ mt: 'PbxInfo', domain: 'sample.dom' });
    expect(await other.ask({ mt: 'AppInfo', app: 'innovaphone-devices', src: 'i' })).to.deep.equal({
      mt: 'AppInfoResult',
      src: 'i',
      app: 'innovaphone-devices',
      info: { hidden: false, apis: {} },
      serviceInfo: { apis: {} },
    });
  });
});

describe('simulator: APIs of the PBX', () => {
  afterEach(stopAll);

  it('answers GetStun to the App object', async () => {
    const simulator = await simulate();
    const client = await RawClient.open(simulator.appsUrl);
    expect(await client.appLogin('pbxadminapi', 'ip811')).to.have.property('ok', true);
    expect(await client.ask({ mt: 'GetStun', api: 'PbxAdminApi', src: '1' })).to.deep.equal({
      mt: 'GetStunResult',
      api: 'PbxAdminApi',
      src: '1',
      stun: 'stun.sample.dom',
      turn: 'turn.sample.dom',
      turnUsr: 'u',
      turnPwd: 'p',
    });
  });

  it('lets only an App object log in, by its name', async () => {
    const simulator = await simulate();
    const client = await RawClient.open(simulator.appsUrl);
    expect(await client.appLogin('other', 'ip811')).not.to.have.property('ok');
  });

  it('does not answer GetStun to a user', async () => {
    const simulator = await simulate();
    const client = await RawClient.open(simulator.appsUrl);
    expect(await client.appLogin('pbxadminapi', 'ip811', { sip: 'ckl' })).to.have.property('ok', true);
    client.send({ mt: 'GetStun', api: 'PbxAdminApi' });
    expect(await client.settle()).to.deep.equal([]);
  });
});
