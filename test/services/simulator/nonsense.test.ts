import { expect } from 'chai';
import * as fc from 'fast-check';
import { SimulatedClock } from '../../../runtime/clock.js';
import { logTo, RawClient, simulate, stopAll } from './raw-client.js';

describe('simulator: nonsense from a client', () => {
  afterEach(stopAll);

  const nonsense = [
    'no JSON',
    '',
    '[]',
    '5',
    'null',
    '{}',
    '{"mt":5}',
    '{"mt":"Login","__proto__":{"type":"user"}}',
    '{"mt":"Login","constructor":1}',
    `{"mt":"Login","x":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    JSON.stringify({ mt: 'x'.repeat(100_000) }),
  ];
  for (const text of nonsense) {
    it(`lives through ${JSON.stringify(text.slice(0, 50))}`, async () => {
      const lines: string[] = [];
      const { url } = await simulate({ log: logTo(lines) });
      const client = await RawClient.open(url);
      client.send(text);
      expect(await client.settle()).to.deep.equal([]);
      expect(lines.some((line) => /^(error dropped|runtime ignored)/.test(line))).to.equal(true);
      expect(Math.max(...lines.map((line) => line.length))).to.be.lessThan(200);
    });
  }

  it('lives through any members in any message', async () => {
    // time stands still, so that no refused login closes a connection
    const simulator = await simulate({ clock: new SimulatedClock() });
    const clients = await Promise.all(
      [simulator.url, simulator.apps.devices?.url ?? '', simulator.apps.users?.url ?? ''].map((url) =>
        RawClient.open(url),
      ),
    );
    await clients[0]?.login();
    await clients[1]?.appLogin('a', 'ip411');
    await clients[2]?.appLogin('a', 'ip411');
    const mt = fc.constantFrom(
      'Login',
      'AppGetLogin',
      'AppLogin',
      'AppChallenge',
      'AuthorizeSession',
      'AppInfo',
      'GetDevices',
      'GetFilteredDevices',
      'NumUsers',
      'ReadUser',
      'CheckBuild',
    );
    const names = [
      'src',
      'type',
      'method',
      'username',
      'nonce',
      'response',
      'app',
      'challenge',
      'info',
      'digest',
      'id',
      'url',
      'types',
      'hwIds',
      'offset',
      'filter',
      'domainIds',
    ];
    const members = fc.dictionary(fc.constantFrom(...names), fc.jsonValue(), { maxKeys: 6 });
    await fc.assert(
      fc.asyncProperty(mt, members, fc.constantFrom(...clients), async (type, given, client) => {
        client.send({ ...given, mt: type });
        await client.settle();
      }),
      { numRuns: 300 },
    );
  });

  it('lives through a log sink that throws', async () => {
    const { url } = await simulate({
      log: () => {
        throw new Error('full disk');
      },
    });
    expect(await (await RawClient.open(url)).login()).to.have.property('info');
  });

  it('drops binary messages', async () => {
    const { url } = await simulate();
    const client = await RawClient.open(url);
    client.socket.send(Buffer.from('{"mt":"LoginInfo"}'));
    expect(await client.settle()).to.deep.equal([]);
  });

  it('takes fragments, and closes with 1009 on more than 1 MiB', async () => {
    const { url } = await simulate();
    const client = await RawClient.open(url);
    client.socket.send('{"mt":"Log', { fin: false });
    client.socket.send('inInfo"}', { fin: true });
    expect(await client.next()).to.have.property('mt', 'LoginInfoResult');
    client.send({ mt: 'x', text: 'x'.repeat(1024 * 1024) });
    expect(await client.ended).to.include({ code: 1009 });
  });

  it('sends fragments when told to', async () => {
    const { url } = await simulate({ scenario: { fragmentSize: 7 } });
    expect(await (await RawClient.open(url)).login()).to.have.nested.property('info.user.dn', 'Jörg Müller');
  });
});
