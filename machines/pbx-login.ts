import { assign, enqueueActions } from 'xstate';
import { LoginError } from '../protocol/errors.js';
import type {
  AppGetLoginResultMessage,
  AuthenticateMessage,
  AuthorizeMessage,
  LoginResultMessage,
  UpdateAppsCompleteMessage,
  UpdateAppsInfoMessage,
  UpdateAppsMessage,
} from '../protocol/messages/myapps.js';
import { loginUser } from '../protocol/messages/myapps.js';
import { notify, postEvent, sendMessage, writeLog } from '../runtime/actions.js';
import { setupAutomaton } from '../runtime/automaton.js';
import { messageOf } from '../runtime/events.js';
import { appsFault, withApp } from './app-list.js';
import { authorizeCode } from './notices.js';
import type { PbxLoginContext, PbxLoginInput, PbxLoginOutput } from './pbx-login-context.js';
import {
  canFallBack,
  isSessionExpiry,
  judge,
  judgementError,
  judgementNotices,
  loginRequest,
  loginResponse,
  readAuthenticate,
  resultsOf,
} from './pbx-login-context.js';
import type {
  AppLoginFailure,
  AppLoginSuccess,
  UserPBXLoginCancel,
  UserPBXLoginNeedGetLogin,
} from './posts.js';
import { isRefusal } from './refusal.js';

/** What the automatons that log in to a PBX have in common: their types and the phases of the login itself. */
export const pbxLogin = setupAutomaton({
  types: {
    context: {} as PbxLoginContext,
    messages: {} as
      | AuthenticateMessage
      | AuthorizeMessage
      | LoginResultMessage
      | UpdateAppsInfoMessage
      | UpdateAppsCompleteMessage
      | UpdateAppsMessage
      | AppGetLoginResultMessage
      | UserPBXLoginNeedGetLogin
      | UserPBXLoginCancel
      | AppLoginSuccess
      | AppLoginFailure,
    input: {} as PbxLoginInput & { readonly clients?: readonly string[] | undefined },
    output: {} as PbxLoginOutput,
  },
  accepts: {
    Authenticate: 'wire',
    Authorize: 'wire',
    LoginResult: 'wire',
    UpdateAppsInfo: 'wire',
    UpdateAppsComplete: 'wire',
    UpdateApps: 'wire',
    AppGetLoginResult: 'wire',
    UserPBXLoginNeedGetLogin: 'post',
    UserPBXLoginCancel: 'post',
    AppLoginSuccess: 'post',
    AppLoginFailure: 'post',
  },
  guards: {
    hasFailed: ({ context }) => context.error !== undefined,
    hasNoCredentials: ({ context: { credentials } }) => !credentials.hasSession && !credentials.hasPassword,
    // A peer that says twice that the session has expired does not speak of the password, which it has not seen yet.
    refusesPresentLogin: ({ context: { attempt }, event: { msg } }) =>
      isRefusal(msg) && (attempt === 0 || !isSessionExpiry(msg)),
    isAccepted: ({ context }) => context.judgement?.kind === 'accepted',
    canFallBack: ({ context }) => canFallBack(context),
    hasBadApps: ({ event }) => appsFault(event) !== undefined,
    hasGoodApps: ({ event }) => appsFault(event) === undefined,
  },
  actions: {
    requestLogin: sendMessage(({ context }) => loginRequest(context)),
    readQuestion: assign(({ context, event }) => readAuthenticate(context, messageOf(event, 'Authenticate'))),
    answerQuestion: sendMessage(({ context }) => loginResponse(context)),
    showCode: notify(({ event }) => authorizeCode(messageOf(event, 'Authorize'))),
    judge: assign(({ context, event }) =>
      event.type === 'LoginResult' ? { judgement: judge(context, event) } : {},
    ),
    accept: assign(({ event }) => {
      const loginResultMsg = messageOf(event, 'LoginResult');
      return { loginResultMsg, user: loginUser(loginResultMsg.info) };
    }),
    requestApps: sendMessage({ mt: 'SubscribeApps' }),
    fallBackToPassword: assign(({ context }) => ({
      type: 'user' as const,
      attempt: context.attempt + 1,
      judgement: undefined,
    })),
    takeApp: assign(({ context, event }) => ({
      apps: withApp(context.apps, messageOf(event, 'UpdateAppsInfo')),
    })),
    takeAllApps: assign(({ context, event }) => {
      const updateAppsComplete = messageOf(event, 'UpdateApps');
      return { apps: updateAppsComplete.apps ?? context.apps, updateAppsComplete };
    }),
    noteComplete: assign(({ event }) => ({ updateAppsComplete: messageOf(event, 'UpdateAppsComplete') })),
    postLoginResult: postEvent(({ context }) => resultsOf(context).loginResultMsg),
    postSuccess: postEvent(({ context }) => ({ mt: 'UserPBXLoginSuccess', results: resultsOf(context) })),
    postFailure: postEvent(({ context }) => ({ mt: 'UserPBXLoginFailure', error: context.error })),
    noteNoCredentials: assign(({ context }) => ({
      error: LoginError.noCredentials(context.credentials.username),
    })),
    noteSilence: assign(({ context }) => ({
      error: LoginError.confirmationTimeout(context.confirmTimeoutMs),
    })),
    noteRefusal: assign(({ context }) => ({ error: judgementError(context) })),
    noteBadApps: assign(({ event }) => ({
      error: LoginError.appsMessageInvalid(event.type, appsFault(event) ?? ''),
    })),
    noteEnd: assign(({ event }) => ({ error: LoginError.connectionClosed(messageOf(event, 'EOF')) })),
  },
  delays: { confirmTimeout: ({ context }) => context.confirmTimeoutMs },
});

/** `Start`. With a stored session first: every login with the password makes one more, and the PBX keeps eight. */
const awaitingStart = pbxLogin.createStateConfig({
  on: {
    Start: [
      { guard: 'hasNoCredentials', target: 'failed', actions: 'noteNoCredentials' },
      { target: 'awaitingAuthenticate', actions: 'requestLogin' },
    ],
  },
});

/** The PBX asks. Source: docs/protocol.md, "Authenticate". */
const awaitingAuthenticate = pbxLogin.createStateConfig({
  on: {
    Authenticate: { target: 'answering', actions: 'readQuestion' },
    // A PBX may refuse a login before it asks anything; docs/protocol.md, "Login errors".
    LoginResult: { guard: 'refusesPresentLogin', target: 'judging', actions: 'judge' },
  },
});

/** Passed through at once: the challenge is answered, unless Authenticate made no sense. */
const answering = pbxLogin.createStateConfig({
  always: [
    { guard: 'hasFailed', target: 'failed' },
    { target: 'awaitingLoginResult', actions: 'answerQuestion' },
  ],
});

/** Source: docs/protocol.md, "LoginResult". */
const awaitingLoginResult = pbxLogin.createStateConfig({
  on: {
    LoginResult: { target: 'judging', actions: 'judge' },
    Authorize: { target: 'awaitingConfirmation', actions: 'showCode' },
  },
});

/** The user confirms on a second channel, in his own time. Source: docs/protocol.md, "Two-factor authentication". */
const awaitingConfirmation = pbxLogin.createStateConfig({
  tags: 'waits',
  after: { confirmTimeout: { target: 'failed', actions: 'noteSilence' } },
  on: {
    LoginResult: { target: 'judging', actions: 'judge' },
    Authorize: { actions: 'showCode' },
  },
});

/** Passed through at once: what the LoginResult comes to. */
const judging = pbxLogin.createStateConfig({
  entry: enqueueActions(({ context, enqueue }) => {
    for (const notice of judgementNotices(context)) enqueue(notify(notice));
  }),
  always: [
    {
      guard: 'isAccepted',
      target: 'awaitingApps',
      actions: [
        'accept',
        writeLog(({ context }) => `Successfully logged-in to PBX as ${context.credentials.username}`),
        'requestApps',
      ],
    },
    // Differs from the original: a fresh nonce, and only if the session was refused, never after a wrong digest.
    { guard: 'canFallBack', target: 'awaitingAuthenticate', actions: ['fallBackToPassword', 'requestLogin'] },
    { target: 'failed', actions: 'noteRefusal' },
  ],
});

/** The user's apps, one by one or all at once. Source: docs/protocol.md, "App list". */
const awaitingApps = pbxLogin.createStateConfig({
  on: {
    UpdateAppsInfo: [
      { guard: 'hasBadApps', target: 'failed', actions: 'noteBadApps' },
      { actions: 'takeApp' },
    ],
    UpdateApps: [
      { guard: 'hasBadApps', target: 'failed', actions: 'noteBadApps' },
      // As in the original, this older form of the list goes without the post `LoginResult`.
      { target: 'loggedIn', actions: ['takeAllApps', 'postSuccess'] },
    ],
    UpdateAppsComplete: [
      { guard: 'hasBadApps', target: 'failed', actions: 'noteBadApps' },
      { target: 'loggedIn', actions: ['noteComplete', 'postLoginResult', 'postSuccess'] },
    ],
  },
});

/** The end of a login that failed: everybody is told, so that nobody waits in vain. The original tells nobody. */
const failed = pbxLogin.createStateConfig({
  type: 'final',
  entry: ['postFailure', writeLog(({ context }) => `Login failed: ${context.error?.message ?? ''}`)],
});

/** The phases of a login to the PBX; `loggedIn` is for the automaton to say. */
export const loginPhases = {
  awaitingStart,
  awaitingAuthenticate,
  answering,
  awaitingLoginResult,
  awaitingConfirmation,
  judging,
  awaitingApps,
  failed,
} as const;
