import { assign } from 'xstate';
import type { AppAuthenticator } from '../protocol/authenticators.js';
import { AppLoginError } from '../protocol/errors.js';
import type {
  AppChallengeResultMessage,
  AppLoginMessage,
  AppLoginResultMessage,
} from '../protocol/messages/app-websocket.js';
import { isAppLoginOk } from '../protocol/messages/app-websocket.js';
import { challengeText } from '../protocol/messages/values.js';
import { postEvent, sendMessage, writeLog } from '../runtime/actions.js';
import { setupAutomaton } from '../runtime/automaton.js';
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
}).createMachine({
  id: 'AppLoginAutomaton',
  initial: 'Initial',
  context: ({ input: { credentials } }) => ({ credentials, challenge: '', error: undefined }),
  states: {
    Initial: {
      initial: 'awaitingStart',
      states: {
        awaitingStart: {
          on: { Start: { target: 'awaitingChallenge', actions: sendMessage({ mt: 'AppChallenge' }) } },
        },
        awaitingChallenge: {
          on: {
            AppChallengeResult: [
              {
                guard: ({ event }) => isRefusal(event.msg),
                target: 'failed',
                actions: assign({
                  error: ({ context, event: { msg } }) =>
                    AppLoginError.refused(context.credentials.app, msg.error, msg.errorText),
                }),
              },
              {
                guard: ({ event }) => challengeText(event.msg.challenge) === undefined,
                target: 'failed',
                actions: assign({
                  error: ({ context, event }) =>
                    AppLoginError.messageInvalid(context.credentials.app, event.type, 'has no challenge'),
                }),
              },
              {
                target: 'awaitingLoginResult',
                actions: [
                  assign({ challenge: ({ event }) => challengeText(event.msg.challenge) ?? '' }),
                  sendMessage(({ context }) => answer(context)),
                ],
              },
            ],
          },
        },
        awaitingLoginResult: {
          on: {
            AppLoginResult: [
              {
                guard: ({ event }) => isAppLoginOk(event.msg),
                target: 'loggedIn',
                actions: [
                  writeLog('successfully logged in'),
                  postEvent(({ context }) => ({ ...answer(context), mt: 'AppLoginSuccess' })),
                ],
              },
              {
                target: 'failed',
                actions: assign({
                  error: ({ context, event: { msg } }) =>
                    AppLoginError.refused(context.credentials.app, msg.error, msg.errorText),
                }),
              },
            ],
          },
        },
        loggedIn: { type: 'final' },
        failed: {
          type: 'final',
          entry: [
            postEvent(({ context }) => ({
              ...(context.challenge !== '' && answer(context)),
              mt: 'AppLoginFailure',
              error: context.error,
            })),
            writeLog(({ context }) => `Login failed: ${context.error?.message ?? ''}`),
          ],
        },
      },
      on: {
        EOF: {
          target: '.failed',
          actions: assign({
            error: ({ context, event }) => AppLoginError.connectionClosed(context.credentials.app, event.msg),
          }),
        },
      },
      onDone: 'Dead',
    },
    Dead: { type: 'final' },
  },
  output: ({ context: { credentials, error } }) =>
    error === undefined ? { ok: true, app: credentials.app } : { ok: false, error },
});
