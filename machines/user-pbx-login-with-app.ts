import { assign } from 'xstate';
import { LoginError } from '../protocol/errors.js';
import type { AppGetLoginMessage, AppGetLoginResultMessage } from '../protocol/messages/myapps.js';
import { postEvent, sendMessage } from '../runtime/actions.js';
import type { DeliveryEvent } from '../runtime/events.js';
import { RawJson } from '../runtime/exact-json.js';
import type { AnyMessage } from '../runtime/message.js';
import { rawMember } from '../runtime/message.js';
import type { PbxLoginContext } from './pbx-login-context.js';
import { initialLogin, loginOutput } from './pbx-login-context.js';
import { loginPhases, pbxLogin } from './pbx-login.js';
import { isNeedGetLogin } from './posts.js';

/**
 * For which automaton an AppGetLoginResult is: the one that `src` names, or the only one that has asked, for a
 * PBX that leaves `src` out. Undefined when nobody asked for it. Source: docs/protocol.md, "AppGetLogin".
 */
function askerOf({ asked }: PbxLoginContext, { src }: AppGetLoginResultMessage): string | undefined {
  if (src === undefined) return asked.length === 1 ? asked[0] : undefined;
  return asked.find((nickname) => nickname === src);
}

/** The PBX's answer as a post; `info` stays as it arrived, for the App Service hashes its bytes. */
function asPost(received: DeliveryEvent<AppGetLoginResultMessage>): AnyMessage {
  const info = rawMember(received, 'info');
  const members = { ...received.msg, mt: 'GotAppGetLoginResult' };
  return info === undefined ? members : { ...members, info: new RawJson(info) };
}

const without = (nicknames: readonly string[], nickname: string | undefined): readonly string[] =>
  nicknames.filter((other) => other !== nickname);

/** Somebody asks for a login; one who was not announced is served as well. */
const admit = ({ clients, asked }: PbxLoginContext, nickname: string): Partial<PbxLoginContext> => ({
  clients: [...without(clients, nickname), nickname],
  asked: [...without(asked, nickname), nickname],
});

/** One of those it serves needs nothing more from the PBX. */
const release = (
  { clients, asked }: PbxLoginContext,
  nickname: string | undefined,
): Partial<PbxLoginContext> => ({
  clients: without(clients, nickname),
  asked: without(asked, nickname),
});

/**
 * Logs in to a PBX as UserPBXLoginAutomaton does, then gets logins for App Services: it works in tandem with one
 * AppLoginViaPBXAutomaton for each of `clients`, by posts. Dead when each of them has its login or has failed, or
 * when nothing is heard any more: a client whose App Service is silent does not undo this login.
 * Source: docs/protocol.md, "Login" and "AppGetLogin".
 */
export const UserPBXLoginWithAppAutomaton = pbxLogin.createMachine({
  id: 'UserPBXLoginWithAppAutomaton',
  initial: 'Initial',
  context: ({ input }) => initialLogin(input, input.clients),
  states: {
    Initial: {
      initial: 'awaitingStart',
      states: {
        ...loginPhases,
        loggedIn: { always: 'awaitingClients' },
        awaitingClients: {
          always: { guard: ({ context }) => context.clients.length === 0, target: 'finished' },
          on: {
            UserPBXLoginNeedGetLogin: {
              guard: ({ event }) => isNeedGetLogin(event.msg),
              actions: [
                assign(({ context, event }) => admit(context, event.from)),
                sendMessage(({ event: { msg, from } }): AppGetLoginMessage => ({
                  mt: 'AppGetLogin',
                  app: msg.app.name,
                  challenge: msg.challenge,
                  src: from,
                })),
              ],
            },
            AppGetLoginResult: {
              guard: ({ context, event }) => askerOf(context, event.msg) !== undefined,
              actions: [
                postEvent(({ context, event }) => ({
                  message: asPost(event),
                  to: askerOf(context, event.msg),
                })),
                assign(({ context, event }) => release(context, askerOf(context, event.msg))),
              ],
            },
            // The list may change at any time; docs/protocol.md, "App list".
            UpdateAppsInfo: { guard: 'hasGoodApps', actions: 'takeApp' },
            UpdateApps: { guard: 'hasGoodApps', actions: 'takeAllApps' },
            // This login is done, whoever is still silent: only those that wait for an answer are left behind.
            Timeout: 'finished',
          },
        },
        finished: { type: 'final' },
      },
      on: {
        EOF: { target: '.failed', actions: 'noteEnd' },
        // Differs from the original, where one App Service that fails ends the login of all. One whose socket
        // breaks may fail before this login is done.
        AppLoginFailure: { actions: assign(({ context, event }) => release(context, event.from)) },
        AppLoginSuccess: { actions: assign(({ context, event }) => release(context, event.from)) },
        UserPBXLoginCancel: {
          target: '.failed',
          actions: assign({ error: ({ event }) => LoginError.cancelled(event.from) }),
        },
      },
      onDone: 'Dead',
    },
    Dead: { type: 'final' },
  },
  output: ({ context }) => loginOutput(context),
});
