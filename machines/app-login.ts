import { assign } from 'xstate';
import type { AppAuthenticator } from '../protocol/authenticators.js';
import { AppLoginError } from '../protocol/errors.js';
import type {
  AppChallengeResultMessage,
  AppLoginMessage,
  AppLoginResultMessage,
} from '../protocol/messages/app-websocket.js';
import { isAppLoginOk } from '../protocol/messages/app-websocket.js';
import { postEvent, sendMessage, writeLog } from '../runtime/actions.js';
import { setupAutomaton } from '../runtime/automaton.js';
import { messageOf } from '../runtime/events.js';
import type { Message } from '../runtime/message.js';
import { challengeOf } from './challenge.js';
import { isRefusal } from './refusal.js';

export interface AppLoginInput {
  /** Answers the challenge; the machine never sees the password. */
  readonly credentials: AppAuthenticator;
}

interface Context {
  readonly credentials: AppAuthenticator;
  readonly challenge: string;
  readonly error: AppLoginError | undefined;
}

export type AppLoginOutput =
  { readonly ok: true; readonly app: string } | { readonly ok: false; readonly error: AppLoginError };

const answer = ({ credentials, challenge }: Context): AppLoginMessage => ({
  mt: 'AppLogin',
  ...credentials.answer(challenge),
});

function refusedBy(
  { credentials }: Context,
  msg: Message & { readonly error?: unknown; readonly errorText?: unknown },
): AppLoginError {
  return AppLoginError.refused(credentials.app, msg.error, msg.errorText);
}

/**
 * Logs in to an App Service, or to an App object of the PBX, with the app's own password, on the socket it is
 * given. Posts `AppLoginSuccess` or `AppLoginFailure`. Source: docs/protocol.md, "AppWebsocket login".
 */
export const AppLoginAutomaton = setupAutomaton({
  types: {
    context: {} as Context,
    messages: {} as AppChallengeResultMessage | AppLoginResultMessage,
    input: {} as AppLoginInput,
    output: {} as AppLoginOutput,
  },
  accepts: { AppChallengeResult: 'wire', AppLoginResult: 'wire' },
  guards: {
    isRefused: ({ event: { msg } }) => isRefusal(msg),
    hasNoChallenge: ({ event }) => challengeOf(event) === undefined,
    isLoggedIn: ({ event }) => isAppLoginOk(messageOf(event, 'AppLoginResult')),
  },
  actions: {
    requestChallenge: sendMessage({ mt: 'AppChallenge' }),
    takeChallenge: assign(({ event }) => ({ challenge: challengeOf(event) ?? '' })),
    answerChallenge: sendMessage(({ context }) => answer(context)),
    postSuccess: postEvent(({ context }) => ({ ...answer(context), mt: 'AppLoginSuccess' })),
    postFailure: postEvent(({ context }) => ({
      ...(context.challenge !== '' && answer(context)),
      mt: 'AppLoginFailure',
      error: context.error,
    })),
    noteRefusal: assign(({ context, event: { msg } }) => ({ error: refusedBy(context, msg) })),
    noteNonsense: assign(({ context, event }) => ({
      error: AppLoginError.messageInvalid(context.credentials.app, event.type, 'has no challenge'),
    })),
    noteEnd: assign(({ context, event }) => ({
      error: AppLoginError.connectionClosed(context.credentials.app, messageOf(event, 'EOF')),
    })),
  },
}).createMachine({
  id: 'AppLoginAutomaton',
  initial: 'Initial',
  context: ({ input: { credentials } }) => ({ credentials, challenge: '', error: undefined }),
  states: {
    Initial: {
      initial: 'awaitingStart',
      states: {
        awaitingStart: { on: { Start: { target: 'awaitingChallenge', actions: 'requestChallenge' } } },
        awaitingChallenge: {
          on: {
            AppChallengeResult: [
              { guard: 'isRefused', target: 'failed', actions: 'noteRefusal' },
              { guard: 'hasNoChallenge', target: 'failed', actions: 'noteNonsense' },
              { target: 'awaitingLoginResult', actions: ['takeChallenge', 'answerChallenge'] },
            ],
          },
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
  output: ({ context: { credentials, error } }) =>
    error === undefined ? { ok: true, app: credentials.app } : { ok: false, error },
});
