import { assign } from 'xstate';
import type { AppServiceSpec } from '../protocol/app-service-spec.js';
import { selectApp } from '../protocol/app-service-spec.js';
import { AppLoginError } from '../protocol/errors.js';
import { forwardedAppLogin } from '../protocol/forwarded-login.js';
import type {
  AppChallengeResultMessage,
  AppLoginMessage,
  AppLoginResultMessage,
} from '../protocol/messages/app-websocket.js';
import { isAppLoginOk } from '../protocol/messages/app-websocket.js';
import type { App } from '../protocol/messages/myapps.js';
import { challengeText } from '../protocol/messages/values.js';
import { appWebSocketUrl } from '../protocol/urls.js';
import { connectSocket, postEvent, sendMessage, writeLog } from '../runtime/actions.js';
import { setupAutomaton } from '../runtime/automaton.js';
import { RawJson } from '../runtime/exact-json.js';
import type {
  GotAppGetLoginResult,
  UserPBXLoginFailure,
  UserPBXLoginNeedGetLogin,
  UserPBXLoginSuccess,
} from './posts.js';
import { announcedApps, reasonOf } from './posts.js';
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

interface Context extends AppLoginViaPBXInput {
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

const appName = ({ app, spec }: Context): string => app?.name ?? String(spec);

/** Chooses the app and finds the way to its service, or says why not. Source: docs/protocol.md, "Choosing an app". */
function chooseApp(context: Context, apps: readonly App[]): Partial<Context> {
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

function readGetLogin(context: Context, event: { msg: GotAppGetLoginResult }): Partial<Context> {
  const { error, errorText } = event.msg;
  const name = appName(context);
  // Differs from the original, which forwards a refusal as an empty login.
  if (isRefusal(event.msg)) return { error: AppLoginError.notGranted(name, error, errorText) };
  const login = forwardedAppLogin(event);
  if (login !== undefined) return { login };
  return { error: AppLoginError.messageInvalid(name, 'AppGetLoginResult', 'has no app or no digest') };
}

function refused(context: Context, msg: AppLoginResultMessage): AppLoginError {
  if (isUnlicensed(context.login)) return AppLoginError.unlicensed(appName(context));
  return AppLoginError.refused(appName(context), msg.error, msg.errorText);
}

/** A refusal with this mark is to be reported as one of the licence; docs/protocol.md, "AppLogin". */
function isUnlicensed(login: AppLoginMessage | undefined): boolean {
  const info: unknown = login?.info instanceof RawJson ? login.info.toJSON() : login?.info;
  return typeof info === 'object' && info !== null && 'unlicensed' in info && info.unlicensed === true;
}

/**
 * Logs in to an App Service as the user whom UserPBXLoginWithAppAutomaton logs in to the PBX, on a socket of its
 * own that it connects to the app's URL. The two work in tandem by posts: the App Service's challenge goes to
 * the PBX, the PBX's answer goes to the App Service. Posts `AppLoginSuccess` or `AppLoginFailure`.
 * Source: docs/protocol.md, "AppGetLogin" and "AppWebsocket login".
 */
export const AppLoginViaPBXAutomaton = setupAutomaton({
  types: {
    context: {} as Context,
    messages: {} as
      | UserPBXLoginSuccess
      | UserPBXLoginFailure
      | GotAppGetLoginResult
      | AppChallengeResultMessage
      | AppLoginResultMessage,
    input: {} as AppLoginViaPBXInput,
    output: {} as AppLoginViaPBXOutput,
  },
  accepts: {
    UserPBXLoginSuccess: 'post',
    UserPBXLoginFailure: 'post',
    GotAppGetLoginResult: 'post',
    AppChallengeResult: 'wire',
    AppLoginResult: 'wire',
  },
  actions: {
    takePbxFailure: assign({
      error: ({ context, event }) =>
        event.type === 'UserPBXLoginFailure'
          ? AppLoginError.pbxLoginFailed(appName(context), reasonOf(event.msg))
          : undefined,
    }),
  },
  guards: { hasFailed: ({ context }) => context.error !== undefined },
}).createMachine({
  id: 'AppLoginViaPBXAutomaton',
  initial: 'Initial',
  context: ({ input }) => ({
    ...input,
    app: undefined,
    url: '',
    challenge: '',
    login: undefined,
    error: undefined,
  }),
  states: {
    Initial: {
      initial: 'awaitingPbxLogin',
      states: {
        awaitingPbxLogin: {
          // Nothing to do at `Start`: the PBX automaton begins.
          on: {
            Start: {},
            UserPBXLoginSuccess: {
              target: 'connecting',
              actions: assign(({ context, event }) => chooseApp(context, announcedApps(event.msg))),
            },
            UserPBXLoginFailure: { target: 'failed', actions: 'takePbxFailure' },
          },
        },
        connecting: {
          always: [
            { guard: 'hasFailed', target: 'failed' },
            {
              target: 'awaitingChallenge',
              actions: [connectSocket(({ context }) => context.url), sendMessage({ mt: 'AppChallenge' })],
            },
          ],
        },
        awaitingChallenge: {
          on: {
            AppChallengeResult: [
              {
                guard: ({ event }) => isRefusal(event.msg),
                target: 'failed',
                actions: assign({
                  error: ({ context, event: { msg } }) =>
                    AppLoginError.refused(appName(context), msg.error, msg.errorText),
                }),
              },
              {
                guard: ({ event }) => challengeText(event.msg.challenge) === undefined,
                target: 'failed',
                actions: assign({
                  error: ({ context, event }) =>
                    AppLoginError.messageInvalid(appName(context), event.type, 'has no challenge'),
                }),
              },
              {
                target: 'awaitingGetLogin',
                actions: [
                  assign({ challenge: ({ event }) => challengeText(event.msg.challenge) ?? '' }),
                  postEvent(({ context }): UserPBXLoginNeedGetLogin => ({
                    mt: 'UserPBXLoginNeedGetLogin',
                    app: { name: appName(context) },
                    challenge: context.challenge,
                  })),
                ],
              },
            ],
            UserPBXLoginFailure: { target: 'failed', actions: 'takePbxFailure' },
          },
        },
        awaitingGetLogin: {
          on: {
            GotAppGetLoginResult: {
              target: 'forwarding',
              actions: assign(({ context, event }) => readGetLogin(context, event)),
            },
            UserPBXLoginFailure: { target: 'failed', actions: 'takePbxFailure' },
          },
        },
        forwarding: {
          always: [
            { guard: 'hasFailed', target: 'failed' },
            {
              target: 'awaitingLoginResult',
              actions: sendMessage(({ context }) => context.login ?? { mt: 'AppLogin' }),
            },
          ],
        },
        awaitingLoginResult: {
          on: {
            AppLoginResult: [
              {
                guard: ({ event }) => isAppLoginOk(event.msg),
                target: 'loggedIn',
                actions: [
                  writeLog('successfully logged in'),
                  postEvent(({ context }) => ({ ...context.login, mt: 'AppLoginSuccess' })),
                ],
              },
              {
                target: 'failed',
                actions: assign({ error: ({ context, event }) => refused(context, event.msg) }),
              },
            ],
          },
        },
        loggedIn: { type: 'final' },
        failed: {
          type: 'final',
          entry: [
            postEvent(({ context: { login, error } }) => ({ ...login, mt: 'AppLoginFailure', error })),
            writeLog(({ context }) => `Login failed: ${context.error?.message ?? ''}`),
          ],
        },
      },
      on: {
        EOF: {
          target: '.failed',
          actions: assign({
            error: ({ context, event }) => AppLoginError.connectionClosed(appName(context), event.msg),
          }),
        },
      },
      onDone: 'Dead',
    },
    Dead: { type: 'final' },
  },
  output: ({ context: { app, url, error, spec } }) => {
    if (error !== undefined) return { ok: false, error };
    return { ok: true, app: app ?? { name: String(spec) }, url };
  },
});
