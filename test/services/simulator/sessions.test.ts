import { expect } from 'chai';
import { SimulatedClock } from '../../../runtime/clock.js';
import type { AnyMessage } from '../../../runtime/message.js';
import { decryptCredentials, infoText, RawClient, sha256, nonce, simulate, stopAll } from './raw-client.js';

const expired = { mt: 'LoginResult', error: 5, errorText: 'Session expired' };

async function newSession(url: string): Promise<{ type: string; username: string; password: string }> {
  const { usr, pwd } = decryptCredentials(await (await RawClient.open(url)).login());
  return { type: 'session', username: usr, password: pwd };
}

describe('simulator: sessions', () => {
  afterEach(stopAll);

  it('hands over encrypted credentials: 32 hex digits and 23 printable characters', async () => {
    const { username, password } = await newSession((await simulate()).url);
    expect(username).to.match(/^[0-9a-f]{32}$/);
    expect(password).to.match(/^[!-~]{23}$/);
  });

  it('logs in with a session; the result has no new one and a digest over the session password', async () => {
    const { url } = await simulate();
    const session = await newSession(url);
    const client = await RawClient.open(url);
    const { challenge } = await client.ask({ mt: 'Login', type: 'session', userAgent: 'test' });
    const words = ['sample.dom', session.username, session.password, nonce, String(challenge)];
    const response = sha256('innovaphoneAppClient', 'session', ...words);
    const { username } = session;
    client.send({ mt: 'Login', type: 'session', method: 'digest', username, nonce, response });
    const text = await client.nextText();
    const info = infoText(text);
    expect(JSON.parse(info)).not.to.have.property('session');
    expect(JSON.parse(text)).to.have.property(
      'digest',
      sha256('innovaphoneAppClient', 'loginresult', ...words, info),
    );
  });

  it('answers error 5 for a session it does not have, error 2 for a wrong session password', async () => {
    const { url } = await simulate();
    const session = await newSession(url);
    const client = await RawClient.open(url);
    expect(await client.login({ ...session, username: '0'.repeat(32) })).to.deep.equal(expired);
    expect(await client.login({ ...session, password: 'wrong' })).to.have.property('error', 2);
    expect(await client.login()).to.have.property('info');
  });

  it('drops the oldest of a user when a ninth session comes, and no other', async () => {
    const simulator = await simulate();
    const { url } = simulator;
    const sessions = [];
    for (let number = 1; number <= 9; number += 1) sessions.push(await newSession(url));
    const other = decryptCredentials(
      await (await RawClient.open(url)).login({ username: 'jdo', password: 'pwd2' }),
      'pwd2',
    );
    const [first, second] = sessions;
    const client = await RawClient.open(url);
    expect(await client.login(first)).to.deep.equal(expired);
    expect(await client.login(second)).to.have.property('info');
    expect(
      await client.login({ type: 'session', username: other.usr, password: other.pwd }),
    ).to.have.property('info');
    expect(simulator.sessions.map(({ sip }) => sip).sort()).to.deep.equal([
      ...Array<string>(8).fill('ckl'),
      'jdo',
    ]);
  });

  it('shows its sessions without their credentials', async () => {
    const simulator = await simulate();
    const { username, password } = await newSession(simulator.url);
    expect(simulator.sessions).to.have.length(1);
    expect(simulator.sessions[0]).to.include({ sip: 'ckl', userAgent: 'test', needsAuthorization: false });
    const shown = JSON.stringify(simulator.sessions);
    expect(shown).not.to.include(username);
    expect(shown).not.to.include(password);
  });

  it('tells the other connections of the user, and nobody else, of a new session', async () => {
    const { url } = await simulate();
    const first = await RawClient.open(url);
    await first.login();
    const stranger = await RawClient.open(url);
    await stranger.login({ username: 'jdo', password: 'pwd2' });
    await (await RawClient.open(url)).login();
    const added = await first.next();
    expect(added).to.have.property('mt', 'SessionAdded');
    expect(added.info).to.include({ userAgent: 'test', id: added.id });
    expect(await stranger.settle()).to.deep.equal([]);
  });

  it('deletes a session on Logout: answers, tells the others, and refuses the session from then on', async () => {
    const { url } = await simulate();
    const other = await RawClient.open(url);
    await other.login();
    const session = await newSession(url);
    expect(await other.next()).to.have.property('mt', 'SessionAdded');
    const client = await RawClient.open(url);
    await client.login(session);
    const twin = await RawClient.open(url);
    await twin.login(session);
    expect(await client.ask({ mt: 'Logout', src: 1 })).to.deep.equal({ mt: 'LogoutResult', src: 1 });
    expect(await other.next()).to.deep.equal({ mt: 'SessionDeleted', id: session.username });
    expect(await twin.next()).to.deep.equal({ mt: 'LogoutResult' });
    expect(await client.login(session)).to.deep.equal(expired);
  });

  it('lets nobody delete the session of another user', async () => {
    const { url } = await simulate();
    const session = await newSession(url);
    const stranger = await RawClient.open(url);
    await stranger.login({ username: 'jdo', password: 'pwd2' });
    stranger.send({ mt: 'DeleteSession', id: session.username });
    expect(await stranger.settle()).to.deep.equal([]);
    expect(await (await RawClient.open(url)).login(session)).to.have.property('info');
  });
});

describe('simulator: two-factor authentication', () => {
  afterEach(stopAll);

  it('sends the code as a number, is silent for the delay, then sends LoginResult', async () => {
    const clock = new SimulatedClock();
    const { url } = await simulate({ scenario: 'two-factor', clock });
    const client = await RawClient.open(url);
    expect(await client.login()).to.deep.equal({ mt: 'Authorize', code: 2011 });
    clock.advance(2999);
    expect(await client.settle()).to.deep.equal([]);
    clock.advance(1);
    expect(await client.next()).to.have.property('digest');
  });

  it('sends the code as a text when told to', async () => {
    const { url } = await simulate({ scenario: { twoFactor: { code: 2345, codeAsString: true } } });
    expect(await (await RawClient.open(url)).login()).to.deep.equal({ mt: 'Authorize', code: '2345' });
  });

  it('answers error 2 when the user refuses, and keeps no session', async () => {
    const clock = new SimulatedClock();
    const simulator = await simulate({ scenario: 'two-factor-refused', clock });
    const client = await RawClient.open(simulator.url);
    expect(await client.login()).to.have.property('mt', 'Authorize');
    clock.advance(1000);
    expect(await client.next()).to.deep.equal({
      mt: 'LoginResult',
      error: 2,
      errorText: 'Authentication failed',
    });
    expect(simulator.sessions).to.deep.equal([]);
  });

  it('asks for no second factor of a session', async () => {
    const clock = new SimulatedClock();
    const { url } = await simulate({ scenario: 'two-factor', clock });
    const client = await RawClient.open(url);
    await client.login();
    clock.advance(3000);
    const { usr, pwd } = decryptCredentials(await client.next());
    const again = await RawClient.open(url);
    expect(await again.login({ type: 'session', username: usr, password: pwd })).to.have.property('info');
  });

  for (const [decision, answer] of [
    ['AuthorizeSession', 'info'],
    ['DeleteSession', 'error'],
  ] as const) {
    it(`lets another session of the user decide: ${decision}`, async () => {
      const clock = new SimulatedClock();
      const { url } = await simulate({ scenario: { twoFactor: { delayMs: 60_000, code: 4711 } }, clock });
      const first = await RawClient.open(url);
      await first.login();
      clock.advance(60_000);
      await first.next();
      const second = await RawClient.open(url);
      await second.login();
      const added: AnyMessage = await first.next();
      expect(added.info).to.include({ needsAuthorization: true, code: 4711 });
      first.send({ mt: decision, id: added.id });
      expect(await second.next()).to.have.property(answer);
    });
  }

  it('forgets a login that is given up before it is confirmed', async () => {
    const clock = new SimulatedClock();
    const simulator = await simulate({ scenario: 'two-factor', clock });
    const client = await RawClient.open(simulator.url);
    await client.login();
    expect(simulator.sessions).to.have.length(1);
    await client.ask({ mt: 'Login', type: 'user', userAgent: 'test' });
    expect(simulator.sessions).to.deep.equal([]);
    expect(clock.pending).to.equal(0);
  });
});
