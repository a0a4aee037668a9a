import { AppServiceLogin, AppServiceSpec, AppUserCredentials, DeviceLister, UserLister } from 'pbx-automata';
import { silentLog, Transitioner } from 'pbx-automata/runtime';
import { deviceTexts } from '../device-texts.js';
import { FeedSocket } from '../feed-socket.js';
import type { LoginAddress } from '../flow.js';
import type { Figure, Row } from '../measure.js';
import { inTurn, median, memoryInUse, ratios, spread } from '../measure.js';
import type { SimulatorHost } from '../simulator-host.js';
import { withSimulator } from '../simulator-host.js';

const large = { deviceCount: 100_000, chunkSize: 100, userCount: 50_000, userPageSize: 1_000 };
const small = { ...large, deviceCount: 10_000, userCount: 5_000 };

const devicesSpec = new AppServiceSpec('innovaphone-devices');
const usersSpec = new AppServiceSpec('innovaphone-users');

/** Milliseconds from the start of a lister's run to its end; the login before is not measured. */
async function timeToList(
  { url, user, password }: LoginAddress,
  list: 'devices' | 'users',
  expected: number,
): Promise<number> {
  const spec = list === 'devices' ? devicesSpec : usersSpec;
  const login = new AppServiceLogin(url, new AppUserCredentials(user, password), [spec], {
    sessionStore: false,
    log: silentLog,
  });
  if (!(await login.connect())) throw login.getPbxA().getError() ?? new Error('A login failed.');
  const transitioner = new Transitioner();
  const socket = login.getAppWebSocket(spec);
  const startedAt = performance.now();
  let count: number | undefined;
  if (list === 'devices') {
    const lister = transitioner.add(DeviceLister, { socket });
    await transitioner.run();
    count = lister.output?.devices.length;
  } else {
    const lister = transitioner.add(UserLister, {
      socket,
      input: { user: login.getPbxA().getUser() },
    });
    await transitioner.run();
    count = lister.output?.users.length;
  }
  const elapsedMs = performance.now() - startedAt;
  login.close();
  if (count !== expected) throw new Error(`${count ?? 'no'} of ${expected} ${list} were listed.`);
  return elapsedMs;
}

async function growth(
  hosts: { readonly large: SimulatorHost; readonly small: SimulatorHost },
  list: 'devices' | 'users',
  what: string,
): Promise<Figure> {
  const member = list === 'devices' ? 'deviceCount' : 'userCount';
  const { a, b } = await inTurn(
    { rounds: 11, warmUp: 2 },
    () => timeToList(hosts.large.address, list, large[member]),
    () => timeToList(hosts.small.address, list, small[member]),
  );
  const times = ratios(a, b);
  const ratio = median(times);
  return {
    what,
    measured: ratio.toFixed(1),
    reach: '≤ 12',
    isMet: ratio <= 12,
    detail: `${median(a).toFixed(0)} against ${median(b).toFixed(0)} ms, middle half ${spread(times)}`,
  };
}

/** Bytes that something holds. */
async function held<T>(make: () => T | Promise<T>): Promise<{ bytes: number; value: T }> {
  const before = await memoryInUse();
  const value = await make();
  return { bytes: (await memoryInUse()) - before, value };
}

/** What the finished run holds of a long list, against the same rows parsed into a plain array. */
async function memory(): Promise<Figure> {
  const texts = deviceTexts(large.deviceCount, large.chunkSize);
  const list = async (): Promise<unknown> => {
    const transitioner = new Transitioner();
    const socket = new FeedSocket('devices');
    const lister = transitioner.add(DeviceLister, { socket });
    const result = transitioner.run();
    for (const text of texts) socket.feed(text);
    await result;
    if (lister.output?.devices.length !== large.deviceCount) throw new Error('Devices are missing.');
    return { transitioner, lister };
  };
  await list();
  const plain = await held(() =>
    texts.flatMap((text) => (JSON.parse(text) as { devices: readonly unknown[] }).devices),
  );
  const listed = await held(list);
  const ratio = listed.bytes / plain.bytes;
  const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
  // Both are still in use here, else they might have been collected before they were measured.
  if (plain.value.length === 0 || listed.value === undefined) throw new Error('Nothing was listed.');
  return {
    what: 'memory after 100,000 devices, against the bare data',
    measured: ratio.toFixed(2),
    reach: '≤ 1.2',
    isMet: ratio <= 1.2,
    detail: `${megabytes(listed.bytes)} against ${megabytes(plain.bytes)} MiB after a collection`,
  };
}

/** Whether long lists cost in proportion to their length. */
export const listsRow: Row = {
  run: () =>
    withSimulator(large, (largeHost) =>
      withSimulator(small, async (smallHost) => {
        const hosts = { large: largeHost, small: smallHost };
        return [
          await growth(hosts, 'devices', 'time of 100,000 devices in 1,000 chunks, against ten times fewer'),
          await growth(hosts, 'users', 'time of 50,000 users in 50 pages, against ten times fewer'),
          await memory(),
        ];
      }),
    ),
};
