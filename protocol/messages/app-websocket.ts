import type { RawJson } from '../../runtime/exact-json.js';
import type { Message } from '../../runtime/message.js';
import type { MessageTable } from './table.js';
import type { Challenge } from './values.js';

/** Opens the login to an App Service. Source: docs/protocol.md, "AppWebsocket login". */
export type AppChallengeMessage = Message<'AppChallenge'>;

/** The service's question. Source: docs/protocol.md, "AppChallengeResult". */
export interface AppChallengeResultMessage extends Message<'AppChallengeResult'> {
  readonly challenge?: Challenge;
  /** The connection came through a trusted tunnel: the password is the empty one. */
  readonly sysClient?: boolean;
  readonly error?: number | string;
  readonly errorText?: string;
}

/**
 * Who logs in, and the proof. Members that are absent count as empty in the digest.
 * Source: docs/protocol.md, "AppLogin".
 */
export interface AppLoginMessage extends Message<'AppLogin'> {
  readonly app: string;
  readonly domain?: string | undefined;
  readonly sip?: string | undefined;
  readonly guid?: string | undefined;
  readonly dn?: string | undefined;
  /** `RawJson` when it is forwarded: the digest covers its bytes. */
  readonly info?: object | RawJson | undefined;
  readonly digest: string;
  readonly pbxObj?: string | undefined;
}

/** The outcome: a success only with `ok`. Source: docs/protocol.md, "AppLoginResult". */
export interface AppLoginResultMessage extends Message<'AppLoginResult'> {
  readonly ok?: boolean | string;
  readonly domain?: string;
  readonly app?: string;
  readonly error?: number | string;
  readonly errorText?: string;
}

/** What may come beside the login. Source: docs/protocol.md, "Further messages at an App Service". */
export type ToleratedAppMessage = Message<'CheckBuildResult' | 'AppInfoResult' | 'KeepAlive' | 'Error'>;

/** What an automaton sends to an App Service to log in. */
export type AppWebsocketRequest = AppChallengeMessage | AppLoginMessage;

/** What an App Service answers. */
export type AppWebsocketAnswer = AppChallengeResultMessage | AppLoginResultMessage | ToleratedAppMessage;

/**
 * Whether an AppLoginResult is a success. Older services send the text `true`, which the PHP library takes as
 * well. Source: docs/protocol.md, "AppLoginResult".
 */
export function isAppLoginOk(message: AppLoginResultMessage): boolean {
  return message.ok === true || message.ok === 'true';
}

/** @internal Part of `messageCatalogue`. */
export const appWebsocketMessages: MessageTable<AppWebsocketRequest['mt'], AppWebsocketAnswer['mt']> = {
  toPeer: { AppChallenge: 'AppWebsocket login', AppLogin: 'AppLogin' },
  fromPeer: {
    AppChallengeResult: 'AppChallengeResult',
    AppLoginResult: 'AppLoginResult',
    CheckBuildResult: 'CheckBuild',
    AppInfoResult: 'AppInfo',
    KeepAlive: 'Further messages at an App Service',
    Error: 'Further messages at an App Service',
  },
};
