import { appWebsocketMessages } from './app-websocket.js';
import { devicesMessages } from './devices.js';
import { myAppsMessages } from './myapps.js';
import { pbxAdminApi, pbxAdminApiMessages } from './pbx-admin-api.js';
import type { MessageTable } from './table.js';
import { usersMessages } from './users.js';

/** The protocols whose messages are catalogued. */
export type ProtocolName = 'myApps' | 'AppWebsocket' | 'Devices' | 'Users' | 'PbxAdminApi';

/** One kind of message, for explanations and checks at run time. */
export interface CatalogueEntry {
  readonly mt: string;
  /** Value of the member `api`, for messages that carry one. */
  readonly api?: string;
  /** Seen from an automaton: it sends `toPeer`, it receives `fromPeer`. */
  readonly direction: 'toPeer' | 'fromPeer';
  readonly protocol: ProtocolName;
  /** Heading in docs/protocol.md under which the message is described. */
  readonly section: string;
}

/** Every message that the automatons of this package send, await or tolerate. */
export const messageCatalogue: readonly CatalogueEntry[] = [
  ...entries('myApps', myAppsMessages),
  ...entries('AppWebsocket', appWebsocketMessages),
  ...entries('Devices', devicesMessages),
  ...entries('Users', usersMessages),
  ...entries('PbxAdminApi', pbxAdminApiMessages, pbxAdminApi),
];

function entries(
  protocol: ProtocolName,
  table: MessageTable<string, string>,
  api?: string,
): CatalogueEntry[] {
  const directions = ['toPeer', 'fromPeer'] as const;
  return directions.flatMap((direction) =>
    Object.entries(table[direction]).map(([mt, section]) => ({
      mt,
      ...(api === undefined ? {} : { api }),
      direction,
      protocol,
      section,
    })),
  );
}
