import type { Message } from '../../runtime/message.js';
import type { MessageTable } from './table.js';
import type { Id } from './values.js';

/** Asks how many users there are. Unverified: the vendor documents none of these. Source: docs/protocol.md, "Users service". */
export interface NumUsersMessage extends Message<'NumUsers'> {
  /** Own SIP name. */
  readonly user: string;
  /** Own domain with an `@` before it. */
  readonly domain: string;
  readonly visible: boolean;
  /** `%` for all; looks like SQL's LIKE. */
  readonly filter: string;
  readonly src?: string | undefined;
}

/** The number of users. Source: docs/protocol.md, "Users service". */
export interface NumUsersResultMessage extends Message<'NumUsersResult'> {
  readonly src?: string;
  readonly numUsers?: number | string;
  readonly error?: string | number;
  readonly errorText?: string;
}

/** Asks for the users from `offset` on. Source: docs/protocol.md, "Users service". */
export interface ReadUserMessage extends Message<'ReadUser'> {
  /** Empty for a list. */
  readonly username: string;
  readonly user: string;
  readonly domain: string;
  /** How many users have been read already. */
  readonly offset: number;
  readonly filter: string;
  readonly src?: string | undefined;
}

/** One user. Only `id` and `username` are known for certain. Source: docs/protocol.md, "Users service". */
export interface ReadUserInfoMessage extends Message<'ReadUserInfo'> {
  readonly src?: string;
  readonly id?: Id;
  readonly username?: string;
  readonly cn?: string;
  readonly dn?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly domain?: string;
}

/** The end of a page. Source: docs/protocol.md, "Users service" and "Chunks and pages". */
export interface ReadUserResultMessage extends Message<'ReadUserResult'> {
  readonly src?: string;
  readonly error?: string | number;
  readonly errorText?: string;
}

export type UsersRequest = NumUsersMessage | ReadUserMessage;
export type UsersAnswer = NumUsersResultMessage | ReadUserInfoMessage | ReadUserResultMessage;

/** @internal Part of `messageCatalogue`. */
export const usersMessages: MessageTable<UsersRequest['mt'], UsersAnswer['mt']> = {
  toPeer: { NumUsers: 'Users service', ReadUser: 'Users service' },
  fromPeer: {
    NumUsersResult: 'Users service',
    ReadUserInfo: 'Users service',
    ReadUserResult: 'Users service',
  },
};
