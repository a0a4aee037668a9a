import { isOfLogin } from './login-messages.js';
import type { TraceRecord } from '../../runtime/trace-records.js';

/** What passed on one socket of one run. */
export interface SocketTally {
  readonly name: string;
  sent: number;
  received: number;
  /** Types that were sent and received once the login on it was over. */
  readonly sentTypes: Set<string>;
  readonly receivedTypes: Set<string>;
  /** Index, in the records of the run, of the last message of the login; -1 without one. */
  loginEnd: number;
}

export function tallySockets(records: readonly TraceRecord[]): Map<string, SocketTally> {
  const tallies = new Map<string, SocketTally>();
  for (const [at, record] of records.entries()) {
    if (record.kind !== 'message') continue;
    const { lane, dir, mt = '' } = record;
    let tally = tallies.get(lane);
    if (tally === undefined) {
      tally = {
        name: lane,
        sent: 0,
        received: 0,
        sentTypes: new Set(),
        receivedTypes: new Set(),
        loginEnd: -1,
      };
      tallies.set(lane, tally);
    }
    if (dir === 'out') tally.sent += 1;
    else tally.received += 1;
    if (isOfLogin(mt)) tally.loginEnd = at;
    else (dir === 'out' ? tally.sentTypes : tally.receivedTypes).add(mt);
  }
  return tallies;
}

/** `DEVICES-WS (3 sent, 12 received), PBXWS (5 sent, 9 received)` */
export function listed(tallies: Iterable<SocketTally>): string {
  const counts = new Map<string, { sent: number; received: number }>();
  for (const { name, sent, received } of tallies) {
    const sum = counts.get(name) ?? { sent: 0, received: 0 };
    counts.set(name, { sent: sum.sent + sent, received: sum.received + received });
  }
  const names = [...counts].map(
    ([name, { sent, received }]) => `${name} (${sent} sent, ${received} received)`,
  );
  return names.length > 12
    ? `${names.slice(0, 12).join(', ')} and ${names.length - 12} more`
    : names.join(', ');
}
