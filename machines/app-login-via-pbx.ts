import { assign } from 'xstate';
import { AppLoginError } from '../protocol/errors.js';
import type { AppChallengeResultMessage, AppLoginResultMessage } from '../protocol/messages/app-websocket.js';
import { isAppLoginOk } from '../protocol/messages/app-websocket.js';
import { connectSocket, postEvent, sendMessage, writeLog } from '../runtime/actions.js';
import { setupAutomaton } from '../runtime/automaton.js';
import { messageOf } from '../runtime/events.js';
import type {
  AppLoginViaPBXContext,
  AppLoginViaPBXInput,
  AppLoginViaPBXOutput,
} from './app-login-via-pbx-context.js';
import { challengeOf } from './challenge.js';
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
  guards: {
    hasFailed: ({ context }) => context.error !== undefined,
    isRefused: ({ event: { msg } }) => isRefusal(msg),
    hasNoChallenge: ({ event }) => challengeOf(event) === undefined,
    isLoggedIn: ({ event }) => isAppLoginOk(messageOf(event, 'AppLoginResult')),
  },
  actions: {
    chooseApp: assign(({ context, event }) =>
      chooseApp(context, announcedApps(messageOf(event, 'UserPBXLoginSuccess'))),
    ),
    connectToApp: connectSocket(({ context }) => context.url),
    requestChallenge: sendMessage({ mt: 'AppChallenge' }),
    takeChallenge: assign(({ event }) => ({ challenge: challengeOf(event) ?? '' })),
    postNeedGetLogin: postEvent(({ context }): UserPBXLoginNeedGetLogin => ({
      mt: 'UserPBXLoginNeedGetLogin',
      app: { name: appName(context) },
      challenge: context.challenge,
    })),
    takeLogin: assign(({ context, event }) =>
      readGetLogin(context, { msg: messageOf(event, 'GotAppGetLoginResult') }),
    ),
    forwardLogin: sendMessage(({ context }) => context.login ?? { mt: 'AppLogin' }),
    postSuccess: postEvent(({ context }) => ({ ...context.login, mt: 'AppLoginSuccess' })),
    postFailure: postEvent(({ context: { login, error } }) => ({ ...login, mt: 'AppLoginFailure', error })),
    noteRefusal: assign(({ context, event: { msg } }) => ({ error: refused(context, msg) })),
    noteNonsense: assign(({ context, event }) => ({
      error: AppLoginError.messageInvalid(appName(context), event.type, 'has no challenge'),
    })),
    notePbxFailure: assign(({ context, event }) => ({
      error: AppLoginError.pbxLoginFailed(
        appName(context),
        reasonOf(messageOf(event, 'UserPBXLoginFailure')),
      ),
    })),
    noteEnd: assign(({ context, event }) => ({
      error: AppLoginError.connectionClosed(appName(context), messageOf(event, 'EOF')),
    })),
  },
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
          on: {
            // Nothing to do: the PBX automaton begins.
            Start: {},
            UserPBXLoginSuccess: { target: 'connecting', actions: 'chooseApp' },
            UserPBXLoginFailure: { target: 'failed', actions: 'notePbxFailure' },
          },
        },
        connecting: {
          always: [
            { guard: 'hasFailed', target: 'failed' },
            { target: 'awaitingChallenge', actions: ['connectToApp', 'requestChallenge'] },
          ],
        },
        awaitingChallenge: {
          on: {
            AppChallengeResult: [
              { guard: 'isRefused', target: 'failed', actions: 'noteRefusal' },
              { guard: 'hasNoChallenge', target: 'failed', actions: 'noteNonsense' },
              { target: 'awaitingGetLogin', actions: ['takeChallenge', 'postNeedGetLogin'] },
            ],
            UserPBXLoginFailure: { target: 'failed', actions: 'notePbxFailure' },
          },
        },
        awaitingGetLogin: {
          on: {
            GotAppGetLoginResult: { target: 'forwarding', actions: 'takeLogin' },
            UserPBXLoginFailure: { target: 'failed', actions: 'notePbxFailure' },
          },
        },
        forwarding: {
          always: [
            { guard: 'hasFailed', target: 'failed' },
            { target: 'awaitingLoginResult', actions: 'forwardLogin' },
          ],
        },
        awaitingLoginResult: {
          on: {
            AppLoginResult: [
              {
                guard: 'isLoggedIn',
                target: 'loggedIn',
                actions: [writeLog('successfully logged in'), 'postSuccess'],
              },
              { target: 'failed', actions: 'noteRefusal' },
            ],
          },
        },
        loggedIn: { type: 'final' },
        // Differs from the original, which tells nobody.
        failed: {
          type: 'final',
          entry: ['postFailure', writeLog(({ context }) => `Login failed: ${context.error?.message ?? ''}`)],
        },
      },
      on: { EOF: { target: '.failed', actions: 'noteEnd' } },
      onDone: 'Dead',
    },
    Dead: { type: 'final' },
  },
  output: ({ context: { app, url, error, spec } }) => {
    if (error !== undefined) return { ok: false, error };
    return { ok: true, app: app ?? { name: String(spec) }, url };
  },
});
