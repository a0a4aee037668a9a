import type { AppLoginError, LoginError } from '../protocol/errors.js';
import type { App, LoginMessage, LoginResultMessage } from '../protocol/messages/myapps.js';
import { AutomataError } from '../runtime/errors.js';
import type { AnyMessage, Message } from '../runtime/message.js';
import { isAppList } from './app-list.js';

/** What a login to the PBX brought. The members are named as in the PHP library. */
export interface LoginResults {
  /** The first Login that was sent. */
  readonly loginMsg: LoginMessage;
  /** The LoginResult whose digest was right. */
  readonly loginResultMsg: LoginResultMessage;
  /** The user's apps, in whichever form the PBX sent them. */
  readonly UpdateAppsMsg: { readonly mt: 'UpdateApps'; readonly apps: readonly App[] };
  /** The message that ended the list of apps. */
  readonly updateAppsComplete: Message;
}

/** The PBX login is done: App Service automatons may begin. */
export interface UserPBXLoginSuccess extends Message<'UserPBXLoginSuccess'> {
  readonly results: LoginResults;
}

/** The PBX login failed: nobody need wait for it. */
export interface UserPBXLoginFailure extends Message<'UserPBXLoginFailure'> {
  readonly error: LoginError;
}

/** An App Service automaton has a challenge and asks for a login to answer it with. */
export interface UserPBXLoginNeedGetLogin extends Message<'UserPBXLoginNeedGetLogin'> {
  readonly app: { readonly name: string };
  readonly challenge: string;
}

/** Ends a PBX login that serves App Services. */
export type UserPBXLoginCancel = Message<'UserPBXLoginCancel'>;

/** The PBX's answer to AppGetLogin, for the automaton that asked; all its members, `info` as it arrived. */
export interface GotAppGetLoginResult extends Message<'GotAppGetLoginResult'> {
  readonly error?: number | string;
  readonly errorText?: string;
  readonly info?: unknown;
}

/** Whether this post says which app and which challenge. Posts of ported classes are checked by no compiler. */
export function isNeedGetLogin({
  app,
  challenge,
}: {
  readonly app?: unknown;
  readonly challenge?: unknown;
}): boolean {
  const hasName = typeof app === 'object' && app !== null && 'name' in app && typeof app.name === 'string';
  return hasName && typeof challenge === 'string';
}

/** The apps that this post announces; none when it has no list that can be read. */
export function announcedApps({ results }: { readonly results?: unknown }): readonly App[] {
  const { UpdateAppsMsg } = (results ?? {}) as {
    readonly UpdateAppsMsg?: { readonly apps?: unknown } | null;
  };
  const apps = UpdateAppsMsg?.apps;
  return isAppList(apps) ? apps : [];
}

/** Why the PBX login failed, as this post says it. */
export function reasonOf({ error }: { readonly error?: unknown }): { code: string; message: string } {
  return error instanceof AutomataError ? error : { code: 'UNKNOWN', message: 'no reason was given.' };
}

/** An App Service login is done; carries the members of its AppLogin. */
export type AppLoginSuccess = Message<'AppLoginSuccess'> & Partial<AnyMessage>;

/** An App Service login failed; carries the members of its AppLogin, if one was sent. */
export interface AppLoginFailure extends Message<'AppLoginFailure'> {
  readonly error: AppLoginError;
}
