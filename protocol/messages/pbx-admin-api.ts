import type { Message } from '../../runtime/message.js';
import type { MessageTable } from './table.js';

/** The name that every message of this API carries in `api`. */
export const pbxAdminApi = 'PbxAdminApi';

/** Asks for the STUN and TURN servers. Source: docs/protocol.md, "PbxAdminApi". */
export interface GetStunMessage extends Message<'GetStun'> {
  readonly api: typeof pbxAdminApi;
  readonly src?: string | undefined;
}

/** The STUN and TURN servers of the PBX. `turnPwd` is a secret. Source: docs/protocol.md, "PbxAdminApi". */
export interface GetStunResultMessage extends Message<'GetStunResult'> {
  readonly api?: string;
  readonly src?: string;
  readonly stun?: string;
  readonly stunSlow?: boolean;
  readonly turn?: string;
  readonly turnUsr?: string;
  readonly turnPwd?: string;
  readonly error?: number | string;
  readonly errorText?: string;
}

export type PbxAdminApiRequest = GetStunMessage;
export type PbxAdminApiAnswer = GetStunResultMessage;

/** @internal Part of `messageCatalogue`. */
export const pbxAdminApiMessages: MessageTable<PbxAdminApiRequest['mt'], PbxAdminApiAnswer['mt']> = {
  toPeer: { GetStun: 'PbxAdminApi' },
  fromPeer: { GetStunResult: 'PbxAdminApi' },
};
