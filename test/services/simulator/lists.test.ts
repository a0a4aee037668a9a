import { expect } from 'chai';
import type { AnyMessage } from '../../../runtime/message.js';
import type { ScenarioSettings, Simulator } from '../../../services/simulator/index.js';
import { RawClient, simulate, stopAll } from './raw-client.js';

async function service(
  name: 'devices' | 'users',
  scenario: ScenarioSettings | string = {},
): Promise<RawClient> {
  const simulator: Simulator = await simulate({ scenario });
  const client = await RawClient.open(simulator.apps[name]?.url ?? '');
  await client.appLogin(`innovaphone-${name}`, 'ip411');
  return client;
}

/** All chunks of one list. */
async function chunks(client: RawClient, request: object): Promise<AnyMessage[]> {
  client.send(request);
  const messages = [];
  do messages.push(await client.next());
  while (messages.at(-1)?.last !== true);
  return messages;
}

const devicesOf = (messages: readonly AnyMessage[]): AnyMessage[] =>
  messages.flatMap(({ devices }) => devices as AnyMessage[]);

describe('simulator: Devices', () => {
  afterEach(stopAll);

  it('sends the list in chunks, the final one with last, each with the src', async () => {
    const client = await service('devices');
    const messages = await chunks(client, { mt: 'GetDevices', recvUpdates: true, src: 'd1' });
    expect(messages.map(({ devices }) => (devices as unknown[]).length)).to.deep.equal([5, 5, 2]);
    expect(messages.map(({ last, src }) => [last, src])).to.deep.equal([
      [undefined, 'd1'],
      [undefined, 'd1'],
      [true, 'd1'],
    ]);
    expect(devicesOf(messages)[2]).to.deep.equal({
      id: 3,
      hwId: '0090333000af',
      name: "ckl's IP232",
      domainId: 1,
      product: 'IP232',
      version: '13r1 dvl [13.1102/125119/501]',
      type: 'PHONE',
      pbxActive: false,
      online: true,
    });
    expect(devicesOf(messages).map(({ id }) => id)).to.deep.equal(
      Array.from({ length: 12 }, (_id, at) => at + 1),
    );
    expect(new Set(devicesOf(messages).map(({ hwId }) => hwId))).to.have.property('size', 12);
  });

  it('sends one empty chunk when there are no devices, and no chunk too many when they fit exactly', async () => {
    const none = await service('devices', 'empty');
    expect(await none.ask({ mt: 'GetDevices' })).to.deep.equal({
      mt: 'GetDevicesResult',
      devices: [],
      last: true,
    });
    const exact = await service('devices', { deviceCount: 10 });
    expect(await chunks(exact, { mt: 'GetDevices' })).to.have.length(2);
  });

  const all = 12;
  const filters: readonly [object, number][] = [
    [{ unassigned: true }, 0],
    [{ unassigned: true, domainIds: '', categories: '', subcategories: '' }, 0],
    [{ unassigned: true, domainIds: '1' }, all],
    [{ domainIds: '1,2' }, all],
    [{ domainIds: '2' }, 0],
    [{ domainIds: '', categories: '' }, all],
    [{ categories: '7' }, 0],
  ];
  for (const [filter, count] of filters) {
    it(`finds ${count} devices for GetDevices with ${JSON.stringify(filter)}`, async () => {
      const client = await service('devices');
      expect(devicesOf(await chunks(client, { mt: 'GetDevices', ...filter }))).to.have.length(count);
    });
  }

  it('writes ids beyond 2^53 digit for digit, and domain for domainId when told to', async () => {
    const client = await service('devices', {
      deviceIdOffset: '18446744073709551600',
      domainMember: 'domain',
    });
    client.send({ mt: 'GetDevices' });
    expect(await client.nextText()).to.match(/\{"id":18446744073709551601,.*"domain":1,/);
  });

  it('answers the other requests of the service, old spellings included', async () => {
    const client = await service('devices');
    const { key } = await client.ask({ mt: 'GetUserInfo' });
    expect(key).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(await client.ask({ mt: 'GetLoginInfo' })).to.have.property('mt', 'GetLoginInfoResult');
    expect(await client.ask({ mt: 'GetDomains' })).to.have.nested.property('domains[0].name', 'sample.dom');
    expect(await client.ask({ mt: 'GetUnassignedDevicesCount' })).to.have.property('count', 0);
    expect(await client.ask({ mt: 'GetProvisioningCategories' })).to.have.property('last', true);
    expect(await client.ask({ mt: 'GetDevicesConfigs' })).to.have.property('mt', 'GetDevicesConfigsResult');
    const filtered = await chunks(client, { mt: 'GetFilteredDevices', types: ['GW', 'APP_PLATFORM'] });
    expect(devicesOf(filtered).map(({ id }) => id)).to.deep.equal([1, 2]);
    client.send({ mt: 'SetDeviceFiler' });
    expect(await client.settle()).to.deep.equal([]);
  });
});

describe('simulator: Users', () => {
  afterEach(stopAll);

  const about = { user: 'ckl', domain: '@sample.dom', filter: '%' };

  it('counts and streams all rows: the users of the scenario first, the others made up', async () => {
    const client = await service('users');
    expect(await client.ask({ mt: 'NumUsers', ...about, visible: true, src: 'u' })).to.deep.equal({
      mt: 'NumUsersResult',
      src: 'u',
      numUsers: 8,
    });
    client.send({ mt: 'ReadUser', username: '', ...about, offset: 0, src: 'u' });
    const rows = await client.until('ReadUserResult');
    expect(rows).to.have.length(9);
    expect(rows[0]).to.deep.equal({
      mt: 'ReadUserInfo',
      src: 'u',
      id: 1,
      username: 'ckl',
      cn: 'Jörg Müller',
      dn: 'Jörg Müller',
      email: 'ckl@sample.dom',
      phone: '22',
      domain: 'sample.dom',
    });
    expect(rows.slice(1, 4).map(({ dn }) => dn)).to.deep.equal(['John Doe', 'User 3', 'User 4']);
    expect(rows[8]).to.deep.equal({ mt: 'ReadUserResult', src: 'u' });
  });

  it('starts at the offset and stops after a page', async () => {
    const client = await service('users', { userPageSize: 3 });
    client.send({ mt: 'ReadUser', ...about, offset: 6 });
    expect((await client.until('ReadUserResult')).map(({ id }) => id)).to.deep.equal([7, 8, undefined]);
    client.send({ mt: 'ReadUser', ...about });
    expect((await client.until('ReadUserResult')).map(({ id }) => id)).to.deep.equal([1, 2, 3, undefined]);
    expect(await client.ask({ mt: 'ReadUser', ...about, offset: 8 })).to.deep.equal({ mt: 'ReadUserResult' });
  });

  it('counts other rows than it returns when told to', async () => {
    const client = await service('users', 'uncounted-users');
    expect(await client.ask({ mt: 'NumUsers', ...about })).to.have.property('numUsers', 11);
    const none = await service('users', { userCount: 1, countOffset: -5 });
    expect(await none.ask({ mt: 'NumUsers', ...about })).to.have.property('numUsers', 0);
  });

  const filters: readonly [string, number][] = [
    ['', 8],
    ['%', 8],
    ['%%', 8],
    ['jörg%', 1],
    ['%e%', 8],
    ['user_', 6],
    ['User 3', 1],
    ['%3', 1],
    ['.*', 0],
    ['%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%', 0],
  ];
  for (const [filter, count] of filters) {
    it(`finds ${count} users for the filter ${JSON.stringify(filter)}`, async () => {
      const client = await service('users');
      expect(await client.ask({ mt: 'NumUsers', ...about, filter })).to.have.property('numUsers', count);
      client.send({ mt: 'ReadUser', ...about, filter, offset: 0 });
      expect(await client.until('ReadUserResult')).to.have.length(count + 1);
    });
  }

  it('answers UserData as usersadmin does', async () => {
    const client = await service('users', { userCount: 2 });
    client.send({ mt: 'UserData', maxID: 9999, offset: 0, filter: '%', update: false, col: 'id', asc: true });
    const messages = await client.until('UserDataResult');
    expect(messages.map(({ mt }) => mt)).to.deep.equal(['UserDataInfo', 'UserDataInfo', 'UserDataResult']);
  });
});

describe('simulator: long lists', () => {
  afterEach(stopAll);

  it('makes a list while it is sent, and waits for a client that does not read', async () => {
    const simulator = await simulate({ scenario: { deviceCount: 1_000_000, chunkSize: 100 } });
    const client = await RawClient.open(simulator.apps.devices?.url ?? '');
    await client.appLogin('innovaphone-devices', 'ip411');
    client.socket.pause();
    const twin = await RawClient.open(simulator.apps.devices?.url ?? '');
    await twin.appLogin('innovaphone-devices', 'ip411');
    client.send({ mt: 'GetDevices' });
    client.send({ mt: 'KeepAlive' });
    while (!simulator.events.some(({ mt }) => mt === 'KeepAlive')) await twin.settle();
    const sent = simulator.events.filter(({ mt }) => mt === 'GetDevicesResult').length;
    expect(sent).to.be.greaterThan(0).and.lessThan(5000);
    client.socket.terminate();
  });

  it('sends 100,000 devices in 1,000 chunks and 50,000 users in pages', async function () {
    this.timeout(30_000);
    const simulator = await simulate({ scenario: 'large' });
    const devices = await RawClient.open(simulator.apps.devices?.url ?? '');
    await devices.appLogin('innovaphone-devices', 'ip411');
    const messages = await chunks(devices, { mt: 'GetDevices' });
    expect(messages).to.have.length(1000);
    expect(devicesOf(messages.slice(-1)).at(-1)).to.include({ id: 100_000, hwId: '00903301869f' });
    const users = await RawClient.open(simulator.apps.users?.url ?? '');
    await users.appLogin('innovaphone-users', 'ip411');
    users.send({ mt: 'ReadUser', filter: '%', offset: 49_000 });
    expect((await users.until('ReadUserResult')).at(-2)).to.include({ id: 50_000 });
  });
});
