import { initialLogin, loginOutput } from './pbx-login-context.js';
import { loginPhases, pbxLogin } from './pbx-login.js';

/**
 * Logs in to a PBX as a user and learns the user's apps: with a stored session first, else, or when that is
 * refused, with the password. Posts `LoginResult` and `UserPBXLoginSuccess`, or `UserPBXLoginFailure`.
 * Source: docs/protocol.md, "Login".
 */
export const UserPBXLoginAutomaton = pbxLogin.createMachine({
  id: 'UserPBXLoginAutomaton',
  initial: 'Initial',
  context: ({ input }) => initialLogin(input),
  states: {
    Initial: {
      initial: 'awaitingStart',
      states: { ...loginPhases, loggedIn: { type: 'final' } },
      on: { EOF: { target: '.failed', actions: 'noteEnd' } },
      onDone: 'Dead',
    },
    Dead: { type: 'final' },
  },
  output: ({ context }) => loginOutput(context),
});
