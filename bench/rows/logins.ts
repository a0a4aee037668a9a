import { execFileSync } from 'node:child_process';
import { AppServiceLogin, AppServiceSpec, AppUserCredentials } from 'pbx-automata';
import { silentLog } from 'pbx-automata/runtime';
import type { LoginAddress } from '../flow.js';
import type { Figure, Row } from '../measure.js';
import { memoryInUse } from '../measure.js';
import { withSimulator } from '../simulator-host.js';

const devicesSpec = new AppServiceSpec('innovaphone-devices');
const usersSpec = new AppServiceSpec('innovaphone-users');

/** Files of the process that are no connections: modules, pipes, what Node itself has open. */
const otherFiles = 500;

/** With so many at once the simulator's answer may take long, which is not what is measured. */
const patienceMs = 120_000;

/** How many logins at once, and what came of them. */
interface Crowd {
  readonly logins: number;
  readonly succeeded: number;
  readonly seconds: number;
  /** Bytes for each login while all are logged in. */
  readonly bytes: number;
}

/** Logs in so many users at once, each on connections of its own, and closes them when all are logged in. */
async function crowd(
  { url, password }: LoginAddress,
  logins: number,
  specs: readonly AppServiceSpec[],
): Promise<Crowd> {
  const before = await memoryInUse();
  const startedAt = performance.now();
  const connectors = Array.from(
    { length: logins },
    (_, number) =>
      new AppServiceLogin(url, new AppUserCredentials(`user${number}`, password), specs, {
        sessionStore: false,
        log: silentLog,
        idleTimeoutMs: patienceMs,
        socket: { handshakeTimeoutMs: patienceMs },
      }),
  );
  const results = await Promise.all(connectors.map((connector) => connector.connect()));
  const seconds = (performance.now() - startedAt) / 1000;
  const bytes = ((await memoryInUse()) - before) / logins;
  for (const connector of connectors) connector.close();
  return { logins, succeeded: results.filter((isLoggedIn) => isLoggedIn).length, seconds, bytes };
}

/** How many files a process may have open; each connection is one, here and in the simulator's process. */
function fileLimit(): number {
  try {
    const text = execFileSync('/bin/sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
    return text === 'unlimited' ? Infinity : Number(text);
  } catch {
    return Infinity;
  }
}

const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`;

async function crowdFigures(
  wanted: number,
  specs: readonly AppServiceSpec[],
  what: string,
): Promise<Figure[]> {
  const connections = 1 + specs.length;
  const most = Math.floor((fileLimit() - otherFiles) / connections);
  const logins = Math.min(wanted, most);
  const password = 'pwd';
  const users = Array.from({ length: logins }, (_, number) => ({
    sip: `user${number}`,
    password,
    dn: `User ${number}`,
  }));
  return withSimulator({ users }, async (host) => {
    await crowd(host.address, 200, specs);
    await host.settle();
    const few = await crowd(host.address, Math.min(1_000, logins), specs);
    await host.settle();
    const many = await crowd(host.address, logins, specs);
    const growth = many.bytes / few.bytes;
    const limited = logins < wanted ? `; ${wanted} would need more open files than ulimit -n allows` : '';
    return [
      {
        what: `${logins} ${what} at once, succeeded`,
        measured: `${many.succeeded}`,
        reach: 'all',
        isMet: many.succeeded === logins,
        detail: `${many.seconds.toFixed(1)} s, connections of each: ${connections}${limited}`,
      },
      {
        what: `memory of one of ${logins}, against one of ${few.logins}`,
        measured: growth.toFixed(2),
        reach: '≤ 1.1',
        isMet: growth <= 1.1,
        detail: `${kib(many.bytes)} against ${kib(few.bytes)} a login`,
      },
    ];
  });
}

/** Ten thousand logins at once in this process. */
export const loginsRow: Row = {
  run: async () => [
    ...(await crowdFigures(10_000, [], 'logins to the PBX')),
    ...(await crowdFigures(10_000, [devicesSpec, usersSpec], 'logins with two App Services')),
  ],
};
