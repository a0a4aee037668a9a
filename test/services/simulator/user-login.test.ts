import { expect } from 'chai';
import { infoText, logTo, nonce, RawClient, sha256, simulate, stopAll } from './raw-client.js';

describe('simulator: login of a user', () => {
  afterEach(stopAll);

  it('answers the first Login with a challenge of 16 hex digits, new each time', async () => {
    const { url } = await simulate();
    const client = await RawClient.open(url);
    const first = await client.ask({ mt: 'Login', type: 'user', userAgent: 'test' });
    expect(first).to.deep.include({
      mt: 'Authenticate',
      type: 'user',
      method: 'digest',
      domain: 'sample.dom',
    });
    expect(first.challenge).to.match(/^[0-9a-f]{16}$/);
    const second = await client.ask({ mt: 'Login', type: 'user', userAgent: 'test' });
    expect(second.challenge).not.to.equal(first.challenge);
  });

  it('logs in with the right response and proves itself with a digest over info as it is written', async () => {
    const { url } = await simulate();
    const client = await RawClient.open(url);
    const { challenge } = await client.ask({ mt: 'Login', type: 'user', userAgent: 'test' });
    const words = ['sample.dom', 'ckl', 'pwd', nonce, String(challenge)];
    const response = sha256('innovaphoneAppClient', 'user', ...words);
    client.send({ mt: 'Login', type: 'user', method: 'digest', username: 'ckl', nonce, response });
    const text = await client.nextText();
    const info = infoText(text);
    expect(JSON.parse(text)).to.have.property(
      'digest',
      sha256('innovaphoneAppClient', 'loginresult', ...words, info),
    );
    expect(Object.keys(JSON.parse(info) as object)).to.deep.equal(['user', 'account', 'settings', 'session']);
    expect(JSON.parse(info)).to.deep.include({
      user: {
        domain: 'sample.dom',
        sip: 'ckl',
        guid: '2c4a96f920ad5e01241c00505600a2cd',
        dn: 'Jörg Müller',
        num: '22',
        email: 'ckl@sample.dom',
        prefix: {},
      },
    });
  });

  it('tells of a standby PBX when the scenario has one', async () => {
    const { url } = await simulate({
      scenario: { alt: 'standby.sample.dom:443/PBX0', altHttp: 'standby:80/PBX0' },
    });
    const { info } = await (await RawClient.open(url)).login();
    expect(Object.keys(info as object).slice(-2)).to.deep.equal(['altHttp', 'alt']);
  });

  it('refuses a wrong password and an unknown user alike with error 2, and takes another attempt', async () => {
    const { url } = await simulate();
    const client = await RawClient.open(url);
    const refused = { mt: 'LoginResult', error: 2, errorText: 'Authentication failed' };
    expect(await client.login({ password: 'wrong' })).to.deep.equal(refused);
    expect(await client.login({ username: 'nobody' })).to.deep.equal(refused);
    expect(await client.login()).to.have.property('digest');
  });

  it('accepts a nonce of 32 digits, one used before, and a response in upper case', async () => {
    const { url } = await simulate();
    const longNonce = nonce + nonce;
    for (const style of ['toLowerCase', 'toUpperCase'] as const) {
      const client = await RawClient.open(url);
      const { challenge } = await client.ask({ mt: 'Login', type: 'user', userAgent: 'test' });
      const words = ['user', 'sample.dom', 'ckl', 'pwd', longNonce, String(challenge)];
      const response = sha256('innovaphoneAppClient', ...words)[style]();
      const proof = { method: 'digest', username: 'ckl', nonce: longNonce, response };
      expect(await client.ask({ mt: 'Login', type: 'user', ...proof })).to.have.property('info');
    }
  });

  const proof = { mt: 'Login', type: 'user', method: 'digest', username: 'ckl', nonce, response: '00' };
  const invalid: readonly [string, object][] = [
    ['of another type than Authenticate', { ...proof, type: 'session' }],
    ['of another method', { ...proof, method: 'ntlm' }],
    ['without username', { ...proof, username: undefined }],
    ['without nonce', { ...proof, nonce: undefined }],
    ['without response', { ...proof, response: undefined }],
    ['with an empty nonce', { ...proof, nonce: '' }],
    ['with a nonce that is not hex', { ...proof, nonce: 'xyz' }],
    ['with a nonce of 65 digits', { ...proof, nonce: '0'.repeat(65) }],
    ['with a number for the username', { ...proof, username: 5 }],
  ];
  for (const [what, message] of invalid) {
    it(`answers error 1 to a second Login ${what}`, async () => {
      const client = await RawClient.open((await simulate()).url);
      await client.ask({ mt: 'Login', type: 'user', userAgent: 'test' });
      expect(await client.ask(message)).to.deep.equal({
        mt: 'LoginResult',
        error: 1,
        errorText: 'Invalid parameters',
      });
    });
  }

  it('answers error 1 to a proof without a challenge, and lets a challenge serve once', async () => {
    const client = await RawClient.open((await simulate()).url);
    expect(await client.ask(proof)).to.have.property('error', 1);
    await client.ask({ mt: 'Login', type: 'user', userAgent: 'test' });
    expect(await client.ask(proof)).to.have.property('error', 2);
    expect(await client.ask(proof)).to.have.property('error', 1);
  });

  it('answers error 1 to a Login of unknown type, and to oauth2, which it does not offer', async () => {
    const client = await RawClient.open((await simulate()).url);
    expect(await client.ask({ mt: 'Login', type: 'admin' })).to.have.property('error', 1);
    expect(await client.ask({ mt: 'Login' })).to.have.property('error', 1);
    const oauth2 = { mt: 'Login', type: 'user', method: 'oauth2', nonce, keyShare: '00' };
    expect(await client.ask(oauth2)).to.have.property('error', 1);
  });

  it('answers what other clients ask before the login', async () => {
    const client = await RawClient.open((await simulate()).url);
    expect(await client.ask({ mt: 'CheckBuild' })).to.deep.equal({
      mt: 'CheckBuildResult',
      version: '13r3',
      build: '137934',
      launcherUpdateBuild: '137934',
      appStoreUrl: '',
    });
    const page = 'https://pbx.sample.dom/PBX0/APPCLIENT/130000/appclient.htm';
    expect(await client.ask({ mt: 'CheckBuild', url: page })).to.have.property(
      'url',
      'https://pbx.sample.dom/PBX0/APPCLIENT/137934/appclient.htm',
    );
    const current = page.replace('130000', '137934');
    expect(await client.ask({ mt: 'CheckBuild', url: current })).not.to.have.property('url');
    expect(await client.ask({ mt: 'CheckBuild', url: current, always: true })).to.have.property(
      'url',
      current,
    );
    expect(await client.ask({ mt: 'SubscribeRegister' })).to.deep.equal({ mt: 'UpdateRegister' });
    expect(await client.ask({ mt: 'LoginInfo' })).to.deep.equal({
      mt: 'LoginInfoResult',
      user: { digest: true, ntlm: false, oauth2: false },
      session: { digest: true },
    });
  });

  it('says nothing to KeepAlive, to what it does not know, and to SubscribeApps before the login', async () => {
    const lines: string[] = [];
    const { url } = await simulate({ log: logTo(lines) });
    const client = await RawClient.open(url);
    client.send({ mt: 'KeepAlive' });
    client.send({ mt: 'SubscribeApps' });
    client.send({ mt: 'xstate.stop' });
    expect(await client.settle()).to.deep.equal([]);
    expect(lines).to.include(
      'runtime ignored "xstate.stop": not logged in, or not a message of this protocol',
    );
    expect(lines.filter((line) => line.includes('ignored "KeepAlive"'))).to.deep.equal([]);
  });
});
