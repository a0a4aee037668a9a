// Logs in with the password of an App object, without any user, and asks an API of the PBX a question.
import { AutomataError, PbxAppLogin, Transitioner, sendMessage, setupAutomaton } from 'pbx-automata';
import type { GetStunMessage, GetStunResultMessage } from 'pbx-automata/protocol';
import { assign } from 'xstate';
import { pbxForApp } from './support/which-pbx.js';

const request: GetStunMessage = { mt: 'GetStun', api: 'PbxAdminApi' };

/** Asks the PBX for its STUN server. */
const StunAsker = setupAutomaton({
  types: {
    context: {} as { readonly answer: GetStunResultMessage | undefined },
    messages: {} as GetStunResultMessage,
    output: {} as
      { readonly ok: true; readonly stun: string } | { readonly ok: false; readonly error: Error },
  },
  accepts: { GetStunResult: 'wire' },
}).createMachine({
  id: 'StunAsker',
  initial: 'Initial',
  context: { answer: undefined },
  states: {
    Initial: {
      on: {
        Start: { actions: sendMessage(request) },
        GetStunResult: { target: 'Dead', actions: assign({ answer: ({ event }) => event.msg }) },
      },
    },
    Dead: { type: 'final' },
  },
  output: ({ context: { answer } }) =>
    answer?.stun === undefined
      ? { ok: false, error: new Error(answer?.errorText ?? 'The PBX named no STUN server.') }
      : { ok: true, stun: answer.stun },
});

const { pbx, credentials, options, close } = await pbxForApp();
const login = new PbxAppLogin(pbx, credentials, options);
if (await login.connect()) {
  console.log(`Logged in as app ${credentials.app}`);
  const transitioner = new Transitioner();
  const asker = transitioner.add(StunAsker, { socket: login.getWs() });
  await transitioner.run();
  if (asker.output?.ok === true) console.log(`STUN server: ${asker.output.stun}`);
  else process.exitCode = 1;
} else {
  const error = login.getAutomaton().getError();
  console.error(error instanceof AutomataError ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
login.close();
await close();
