import type { Message } from '../../runtime/message.js';
import type { MessageTable } from './table.js';
import type { Id } from './values.js';

/** Asks for the devices; without filters for all. Source: docs/protocol.md, "Devices requests". */
export interface GetDevicesMessage extends Message<'GetDevices'> {
  /** Whether DeviceAdded, DeviceUpdate and DeviceRemoved shall follow. */
  readonly recvUpdates?: boolean | undefined;
  readonly unassigned?: boolean | undefined;
  /** Comma-separated, as the next two. */
  readonly domainIds?: string | undefined;
  readonly categories?: string | undefined;
  readonly subcategories?: string | undefined;
  readonly src?: string | undefined;
}

/** A device. Booleans that are false may be absent. Source: docs/protocol.md, "Devices requests". */
export interface Device {
  readonly id?: Id;
  /** Hardware id, mostly 12 lower-case hex digits. */
  readonly hwId?: string;
  readonly name?: string;
  readonly domainId?: Id;
  /** What services of 2018 sent for `domainId`. */
  readonly domain?: Id;
  readonly product?: string;
  readonly version?: string;
  /** `VA`, `GW`, `PHONE`, `DECT`, `APP_PLATFORM`. */
  readonly type?: string;
  readonly pbxActive?: boolean;
  readonly online?: boolean;
  readonly ethIfs?: readonly { readonly if?: string; readonly ipv4?: string; readonly ipv6?: string }[];
}

/** One chunk of the list; the last has `last: true`. Source: docs/protocol.md, "Devices requests" and "Chunks and pages". */
export interface GetDevicesResultMessage extends Message<'GetDevicesResult'> {
  readonly src?: string;
  readonly devices?: readonly Device[];
  readonly last?: boolean;
  readonly error?: string | number;
  readonly errorText?: string;
}

/** A change, for those who asked for updates. Source: docs/protocol.md, "Devices requests". */
export interface DeviceEventMessage extends Message<'DeviceAdded' | 'DeviceUpdate' | 'DeviceRemoved'> {
  readonly src?: string;
  readonly device?: Device;
}

export type DevicesRequest = GetDevicesMessage;
export type DevicesAnswer = GetDevicesResultMessage | DeviceEventMessage;

/** @internal Part of `messageCatalogue`. */
export const devicesMessages: MessageTable<DevicesRequest['mt'], DevicesAnswer['mt']> = {
  toPeer: { GetDevices: 'Devices requests' },
  fromPeer: {
    GetDevicesResult: 'Devices requests',
    DeviceAdded: 'Devices requests',
    DeviceUpdate: 'Devices requests',
    DeviceRemoved: 'Devices requests',
  },
};
