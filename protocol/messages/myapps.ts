import type { Message } from '../../runtime/message.js';
import type { LoginType } from '../digests.js';
import type { MessageTable } from './table.js';
import type { Challenge } from './values.js';

/** First step: what kind of login is wanted. Source: docs/protocol.md, "Login". */
export interface LoginMessage extends Message<'Login'> {
  readonly type: LoginType;
  /** Shown to the user in the list of sessions. */
  readonly userAgent: string;
}

/** Second step: who it is, and the proof. Source: docs/protocol.md, "Digest response". */
export interface LoginResponseMessage extends Message<'Login'> {
  readonly method: string;
  readonly type: LoginType;
  /** The user's name, or the session's id. */
  readonly username: string;
  /** 16 hex digits, new for each attempt. */
  readonly nonce: string;
  readonly userAgent: string;
  readonly response: string;
}

/** The PBX's question. Source: docs/protocol.md, "Authenticate". */
export interface AuthenticateMessage extends Message<'Authenticate'> {
  readonly type?: string;
  /** `digest`, `ntlm` or `oauth2`. */
  readonly method?: string;
  readonly domain?: string;
  readonly challenge?: Challenge;
}

/** The login waits for a confirmation on a second channel. Source: docs/protocol.md, "Two-factor authentication". */
export interface AuthorizeMessage extends Message<'Authorize'> {
  /** The number that the user compares. */
  readonly code?: number | string;
}

/** A user as LoginResult describes it. */
export interface PbxUser {
  readonly domain?: string;
  readonly sip?: string;
  readonly guid?: string;
  readonly dn?: string;
  readonly num?: string;
  readonly email?: string;
}

/**
 * `info` of LoginResult. Real PBXs nest the user's members under `user`; the vendor's text has them flat, so
 * `loginUser` reads both. Source: docs/protocol.md, "The info object".
 */
export interface LoginResultInfo extends PbxUser {
  readonly user?: PbxUser | null;
  /** Only after a login of type `user`. */
  readonly session?: { readonly usr?: string; readonly pwd?: string };
  readonly account?: object;
  readonly settings?: object;
  /** The standby PBX for HTTPS, `host[:port]/module`. */
  readonly alt?: string;
  /** The standby PBX for HTTP. */
  readonly altHttp?: string;
}

/** The outcome. Source: docs/protocol.md, "LoginResult" and "Login errors". */
export interface LoginResultMessage extends Message<'LoginResult'> {
  readonly info?: LoginResultInfo;
  readonly digest?: string;
  readonly error?: number | string;
  readonly errorText?: string;
}

/** The user's members of `info`, nested or flat; undefined when it names no user. */
export function loginUser(info: LoginResultInfo | null | undefined): PbxUser | undefined {
  // A peer may send anything where an object belongs.
  if (typeof info !== 'object' || info === null) return undefined;
  if (typeof info.user === 'object' && info.user !== null) return info.user;
  if (info.sip === undefined) return undefined;
  const { domain, sip, guid, dn, num, email } = info;
  return Object.fromEntries(
    Object.entries({ domain, sip, guid, dn, num, email }).filter(([, value]) => value !== undefined),
  );
}

/** Asks for the user's apps. Source: docs/protocol.md, "App list". */
export type SubscribeAppsMessage = Message<'SubscribeApps'>;

/** An app of the user. Source: docs/protocol.md, "App list". */
export interface App {
  /** Name of the App object; `app` of AppGetLogin. */
  readonly name: string;
  readonly title?: string;
  readonly text?: string;
  /** Without `.htm`; may be relative to the PBX's page. */
  readonly url?: string;
  /** A plain web site, no service. */
  readonly website?: boolean;
  readonly info?: object;
}

/** The whole list in one message. Source: docs/protocol.md, "App list". */
export interface UpdateAppsMessage extends Message<'UpdateApps'> {
  readonly apps?: readonly App[];
  readonly deviceApps?: readonly object[];
  readonly selected?: string;
}

/** One app, new or changed. Source: docs/protocol.md, "App list". */
export interface UpdateAppsInfoMessage extends Message<'UpdateAppsInfo'> {
  readonly app?: App;
}

/** All apps have been sent. Source: docs/protocol.md, "App list". */
export interface UpdateAppsCompleteMessage extends Message<'UpdateAppsComplete'> {
  readonly deviceApps?: readonly object[];
  readonly selected?: string;
}

/** Asks the PBX to vouch for the user at an App Service. Source: docs/protocol.md, "AppGetLogin". */
export interface AppGetLoginMessage extends Message<'AppGetLogin'> {
  /** `name` of the App object. */
  readonly app: string;
  /** From AppChallengeResult; a string even if it came as a number. */
  readonly challenge: string;
  /** Correlates the answer: the asking automaton's nickname. */
  readonly src: string;
}

/** The login that the PBX made for the App Service, or why not. Source: docs/protocol.md, "AppGetLogin". */
export interface AppGetLoginResultMessage extends Message<'AppGetLoginResult'> {
  readonly src?: string;
  readonly app?: string;
  readonly domain?: string;
  readonly sip?: string;
  readonly guid?: string;
  readonly dn?: string;
  readonly pbxObj?: string;
  readonly info?: AppLoginInfo;
  readonly digest?: string;
  readonly salt?: string;
  readonly key?: string;
  readonly error?: number | string;
  readonly errorText?: string;
}

/** `info` of AppGetLoginResult and AppLogin. Source: docs/protocol.md, "AppLogin info". */
export interface AppLoginInfo {
  readonly appobj?: string;
  readonly appdn?: string;
  readonly appurl?: string;
  readonly pbx?: string;
  readonly cn?: string;
  /** The app has no licence. */
  readonly unlicensed?: boolean;
  readonly groups?: readonly unknown[];
  readonly apps?: readonly { readonly name?: string }[];
}

/** The session is gone, unasked or after Logout. Source: docs/protocol.md, "Ending a session". */
export type LogoutResultMessage = Message<'LogoutResult'>;

/** What may come at any time between the messages that are waited for. Source: docs/protocol.md, "Further messages after login". */
export type ToleratedMyAppsMessage = Message<
  | 'CheckBuildResult'
  | 'UpdateRegister'
  | 'LoginInfoResult'
  | 'UpdateUser'
  | 'SessionAdded'
  | 'SessionUpdated'
  | 'SessionDeleted'
  | 'UpdateOwnPresence'
  | 'UpdatePresence'
  | 'DialogInfo'
  | 'Wake'
  | 'StandbyBack'
  | 'Disconnect'
  | 'Error'
>;

/** What a user's automatons send to the PBX. */
export type MyAppsRequest = LoginMessage | LoginResponseMessage | SubscribeAppsMessage | AppGetLoginMessage;

/** What the PBX sends to a user's automatons. */
export type MyAppsAnswer =
  | AuthenticateMessage
  | AuthorizeMessage
  | LoginResultMessage
  | UpdateAppsMessage
  | UpdateAppsInfoMessage
  | UpdateAppsCompleteMessage
  | AppGetLoginResultMessage
  | LogoutResultMessage
  | ToleratedMyAppsMessage;

/** @internal Part of `messageCatalogue`. */
export const myAppsMessages: MessageTable<MyAppsRequest['mt'], MyAppsAnswer['mt']> = {
  toPeer: { Login: 'Login', SubscribeApps: 'App list', AppGetLogin: 'AppGetLogin' },
  fromPeer: {
    Authenticate: 'Authenticate',
    Authorize: 'Two-factor authentication',
    LoginResult: 'LoginResult',
    UpdateApps: 'App list',
    UpdateAppsInfo: 'App list',
    UpdateAppsComplete: 'App list',
    AppGetLoginResult: 'AppGetLogin',
    LogoutResult: 'Ending a session',
    CheckBuildResult: 'CheckBuild',
    UpdateRegister: 'Further messages after login',
    LoginInfoResult: 'Further messages after login',
    UpdateUser: 'Further messages after login',
    SessionAdded: 'Further messages after login',
    SessionUpdated: 'Further messages after login',
    SessionDeleted: 'Further messages after login',
    UpdateOwnPresence: 'Further messages after login',
    UpdatePresence: 'Further messages after login',
    DialogInfo: 'Further messages after login',
    Wake: 'Further messages after login',
    StandbyBack: 'Ending a session',
    Disconnect: 'Ending a session',
    Error: 'Further messages after login',
  },
};
