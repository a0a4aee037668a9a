import type { Connection } from './connections.js';

/** Who is at the near end of sockets on which no automaton of the trace sits. */
export interface Client {
  readonly name: string;
  /** What it says that it is. */
  readonly note: string;
  /** The socket with which its login began. */
  readonly socket: string;
}

/** A client for each login, by the connection that leads it: `client`, or `client 1`, `client 2` when there are several. */
export function clientsOf(connections: readonly Connection[]): ReadonlyMap<Connection, Client> {
  const all = new Set(connections);
  const leaders = new Set(connections.map(({ leader }) => leader));
  const firsts = new Map<Connection, Connection>();
  for (const connection of connections) {
    if (!firsts.has(connection.leader)) firsts.set(connection.leader, connection);
  }
  return new Map(
    [...leaders].map((leader, at) => {
      const name = leaders.size === 1 ? 'client' : `client ${at + 1}`;
      // Of the leader itself there may be no messages, and so nothing to be drawn.
      const first = all.has(leader) ? leader : (firsts.get(leader) ?? leader);
      return [leader, { name, note: leader.about.userAgent, socket: first.lane }];
    }),
  );
}
