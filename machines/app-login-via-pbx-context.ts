import type { AppServiceSpec } from '../protocol/app-service-spec.js';
import { selectApp } from '../protocol/app-service-spec.js';
import { AppLoginError } from '../protocol/errors.js';
import { forwardedAppLogin } from '../protocol/forwarded-login.js';
import type { AppLoginMessage } from '../protocol/messages/app-websocket.js';
import type { App } from '../protocol/messages/myapps.js';
import { appWebSocketUrl } from '../protocol/urls.js';
import { RawJson } from '../runtime/exact-json.js';
import type { Message } from '../runtime/message.js';
import type { GotAppGetLoginResult } from './posts.js';
import { isRefusal } from './refusal.js';

export interface AppLoginViaPBXInput {
  /** Which App Service. */
  readonly spec: AppServiceSpec;
  /** Where the user logs in; relative URLs of apps begin there. */
  readonly pbxUrl: string;
  /** `ws` instead of `wss` whatever the app's URL says, for debugging. */
  readonly useWs?: boolean | undefined;
  /** Chooses the app from the PBX's list. Default: `selectApp`. */
  readonly selectInstance?: ((spec: AppServiceSpec, apps: readonly App[]) => App | undefined) | undefined;
}

/** Where a login to an App Service stands. */
export interface AppLoginViaPBXContext extends AppLoginViaPBXInput {
  readonly app: App | undefined;
  readonly url: string;
  readonly challenge: string;
  /** What the PBX made for us, on its way to the App Service. */
  readonly login: AppLoginMessage | undefined;
  readonly error: AppLoginError | undefined;
}

export type AppLoginViaPBXOutput =
  | { readonly ok: true; readonly app: App; readonly url: string }
  | { readonly ok: false; readonly error: AppLoginError };

/** The app's name in the PBX's list; before it is chosen, what was asked for. */
export const appName = ({ app, spec }: AppLoginViaPBXContext): string => app?.name ?? String(spec);

/** Chooses the app and finds the way to its service, or says why not. Source: docs/protocol.md, "Choosing an app". */
export function chooseApp(
  context: AppLoginViaPBXContext,
  apps: readonly App[],
): Partial<AppLoginViaPBXContext> {
  const { spec, pbxUrl, useWs = false, selectInstance = selectApp } = context;
  const app = selectInstance(spec, apps);
  if (app?.url === undefined) {
    return {
      error: AppLoginError.appNotFound(
        String(spec),
        apps.map(({ name }) => name),
      ),
    };
  }
  if (app.website === true) return { app, error: AppLoginError.appIsWebsite(app.name) };
  try {
    return { app, url: appWebSocketUrl(app.url, pbxUrl, { useWs }) };
  } catch (cause) {
    return { app, error: AppLoginError.urlInvalid(app.name, app.url, cause) };
  }
}

/** The AppLogin that the PBX has made, or why there is none. Source: docs/protocol.md, "AppGetLogin". */
export function readGetLogin(
  context: AppLoginViaPBXContext,
  event: { msg: GotAppGetLoginResult },
): Partial<AppLoginViaPBXContext> {
  const { error, errorText } = event.msg;
  const name = appName(context);
  // Differs from the original, which forwards a refusal as an empty login.
  if (isRefusal(event.msg)) return { error: AppLoginError.notGranted(name, error, errorText) };
  const login = forwardedAppLogin(event);
  if (login !== undefined) return { login };
  return { error: AppLoginError.messageInvalid(name, 'AppGetLoginResult', 'has no app or no digest') };
}

/** The error for an AppLoginResult that is no success. Source: docs/protocol.md, "AppLoginResult". */
export function refused(
  context: AppLoginViaPBXContext,
  msg: Message & { readonly error?: unknown; readonly errorText?: unknown },
): AppLoginError {
  if (isUnlicensed(context.login)) return AppLoginError.unlicensed(appName(context));
  return AppLoginError.refused(appName(context), msg.error, msg.errorText);
}

/** A refusal with this mark is to be reported as one of the licence; docs/protocol.md, "AppLogin". */
function isUnlicensed(login: AppLoginMessage | undefined): boolean {
  const info: unknown = login?.info instanceof RawJson ? login.info.toJSON() : login?.info;
  return typeof info === 'object' && info !== null && 'unlicensed' in info && info.unlicensed === true;
}
