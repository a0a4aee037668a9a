import { assign } from 'xstate';
import { AppLoginError } from '../protocol/errors.js';
import type { AppChallengeResultMessage, AppLoginResultMessage } from '../protocol/messages/app-websocket.js';
import { isAppLoginOk } from '../protocol/messages/app-websocket.js';
import { challengeText } from '../protocol/messages/values.js';
import { connectSocket, postEvent, sendMessage, writeLog } from '../runtime/actions.js';
import { setupAutomaton } from '../runtime/automaton.js';
import type {
  AppLoginViaPBXContext,
  AppLoginViaPBXInput,
  AppLoginViaPBXOutput,
} from './app-login-via-pbx-context.js';
import { appName, chooseApp, readGetLogin, refused } from './app-login-via-pbx-context.js';
import type {
  GotAppGetLoginResult,
  UserPBXLoginFailure,
  UserPBXLoginNeedGetLogin,
  UserPBXLoginSuccess,
} from './posts.js';
import { announcedApps, reasonOf } from './posts.js';
import { isRefusal } from './refusal.js';

export type { AppLoginViaPBXInput, AppLoginViaPBXOutput } from './app-login-via-pbx-context.js';

/**
 * Logs in to an App Service as the user whom UserPBXLoginWithAppAutomaton logs in to the PBX, on a socket of its
 * own that it connects to the app's URL. The two work in tandem by posts: the App Service's challenge goes to
 * the PBX, the PBX's answer goes to the App Service. Posts `AppLoginSuccess` or `AppLoginFailure`.
 * Source: docs/protocol.md, "AppGetLogin" and "AppWebsocket login".
 */
export const AppLoginViaPBXAutomaton = setupAutomaton({
  types: {
    context: {} as AppLoginViaPBXContext,
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
