import type { AnyMessage } from '../../runtime/message.js';
import { textMember } from './connection.js';
import type { Scenario } from './scenario.js';
import type { ServiceLogic } from './service-connection.js';

interface UserRow {
  readonly id: number;
  readonly username: string;
  readonly cn: string;
  readonly dn: string;
  readonly email: string;
  readonly phone: string;
  readonly domain: string;
}

/** A row of the Users service, the first one being number 1. Made when it is sent. */
function userRow(number: number, { users, domain }: Scenario): UserRow {
  const user = users[number - 1];
  const username = user?.sip ?? `user${number}`;
  const dn = user?.dn ?? `User ${number}`;
  const cn = user?.cn ?? dn;
  const email = user === undefined ? `${username}@${domain}` : (user.email ?? '');
  const phone = user === undefined ? String(1000 + number) : (user.num ?? '');
  return { id: number, username, cn, dn, email, phone, domain };
}

/** What the Users service answers. Source: docs/protocol.md, "Users service" (no page of the vendor describes it). */
export function usersService(scenario: Scenario): ServiceLogic {
  return ({ msg }) => {
    const filter = textMember(msg, 'filter') ?? '%';
    const offset = Number.isSafeInteger(msg.offset) ? Math.max(0, Number(msg.offset)) : 0;
    switch (msg.mt) {
      case 'NumUsers': {
        const numUsers = Math.max(0, count(filter, scenario) + scenario.countOffset);
        return { step: 'NumUsers', messages: [{ mt: 'NumUsersResult', numUsers }] };
      }
      case 'ReadUser':
        return { step: 'ReadUser', messages: page('ReadUser', filter, offset, scenario) };
      case 'UserData':
        return { step: undefined, messages: page('UserData', filter, offset, scenario) };
      default:
        return undefined;
    }
  };
}

/** One message per row, then the result. */
function* page(request: string, filter: string, offset: number, scenario: Scenario): Generator<AnyMessage> {
  const { userPageSize } = scenario;
  let left = userPageSize === 0 ? Infinity : userPageSize;
  for (const row of rows(filter, offset, scenario)) {
    if (left === 0) break;
    left -= 1;
    yield { mt: `${request}Info`, ...row };
  }
  yield { mt: `${request}Result` };
}

function* rows(filter: string, offset: number, scenario: Scenario): Generator<UserRow> {
  const matches = matcher(filter);
  // With every row wanted, the rows before the offset need not be made.
  let skip = matches === undefined ? 0 : offset;
  const first = matches === undefined ? offset + 1 : 1;
  for (let number = first; number <= scenario.userCount; number += 1) {
    const row = userRow(number, scenario);
    if (matches !== undefined && !matches(row)) continue;
    if (skip > 0) skip -= 1;
    else yield row;
  }
}

function count(filter: string, scenario: Scenario): number {
  if (matcher(filter) === undefined) return scenario.userCount;
  let found = 0;
  for (const _row of rows(filter, 0, scenario)) found += 1;
  return found;
}

/** A filter like that of SQL: `%` any characters, `_` one; over user name and display name, in any case. */
function matcher(filter: string): ((row: UserRow) => boolean) | undefined {
  if (filter === '' || /^%+$/.test(filter)) return undefined;
  const pattern = filter.toLowerCase();
  return (row) => isLike(row.username.toLowerCase(), pattern) || isLike(row.dn.toLowerCase(), pattern);
}

/** Takes time proportional to both lengths, whatever the pattern: a peer wrote it. */
function isLike(text: string, pattern: string): boolean {
  let at = 0;
  let wanted = 0;
  let lastPercent = -1;
  let resumeAt = 0;
  while (at < text.length) {
    if (pattern[wanted] === '%') {
      lastPercent = wanted;
      resumeAt = at;
      wanted += 1;
    } else if (pattern[wanted] === '_' || pattern[wanted] === text[at]) {
      at += 1;
      wanted += 1;
    } else if (lastPercent >= 0) {
      resumeAt += 1;
      at = resumeAt;
      wanted = lastPercent + 1;
    } else {
      return false;
    }
  }
  return /^%*$/.test(pattern.slice(wanted));
}
