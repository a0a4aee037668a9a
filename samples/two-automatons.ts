// Two automatons that run at once and talk by posts: PhoneFinder reads the devices, UserReader the users, and for
// each user UserReader asks PhoneFinder which phones bear the user's name.
import {
  AppServiceLogin,
  AppServiceSpec,
  Transitioner,
  notify,
  postEvent,
  sendMessage,
  setupAutomaton,
} from 'pbx-automata';
import type { Message, PbxUser } from 'pbx-automata';
import type {
  GetDevicesResultMessage,
  ReadUserInfoMessage,
  ReadUserMessage,
  ReadUserResultMessage,
} from 'pbx-automata/protocol';
import { assign } from 'xstate';
import { giveUp, pbxForUser } from './support/which-pbx.js';

// What the two say to each other. Posts never leave the program.
type DevicesKnown = Message<'DevicesKnown'>;
interface FindPhones extends Message<'FindPhones'> {
  readonly username: string;
}
interface PhonesFound extends Message<'PhonesFound'> {
  readonly username: string;
  readonly phones: readonly string[];
}
type NoMoreUsers = Message<'NoMoreUsers'>;

const findPhones = (username: string): FindPhones => ({ mt: 'FindPhones', username });
const phonesFound = (username: string, names: readonly string[]): PhonesFound => ({
  mt: 'PhonesFound',
  username,
  phones: names.filter((name) => name.startsWith(`${username}'`)),
});

const deviceNames = ({ devices = [] }: GetDevicesResultMessage): readonly string[] =>
  devices.map(({ name = '' }) => name);

const PhoneFinder = setupAutomaton({
  types: {
    context: {} as { readonly names: readonly string[] },
    messages: {} as GetDevicesResultMessage | FindPhones | NoMoreUsers,
    output: {} as { readonly ok: true },
  },
  // Requests are taken from automatons only: a service that sent FindPhones would be ignored.
  accepts: { GetDevicesResult: 'wire', FindPhones: 'post', NoMoreUsers: 'post' },
}).createMachine({
  id: 'PhoneFinder',
  initial: 'Initial',
  context: { names: [] },
  states: {
    Initial: {
      on: {
        Start: { actions: sendMessage({ mt: 'GetDevices' }) },
        GetDevicesResult: [
          {
            guard: ({ event }) => event.msg.last === true,
            target: 'Serving',
            actions: assign({ names: ({ context, event }) => [...context.names, ...deviceNames(event.msg)] }),
          },
          {
            actions: assign({ names: ({ context, event }) => [...context.names, ...deviceNames(event.msg)] }),
          },
        ],
      },
    },
    Serving: {
      on: {
        Start: {
          actions: [
            notify({ kind: 'moved' }),
            postEvent({ message: { mt: 'DevicesKnown' }, to: 'UserReader' }),
          ],
        },
        FindPhones: {
          actions: postEvent(({ context, event }) => ({
            message: phonesFound(event.msg.username, context.names),
            to: event.from,
          })),
        },
        NoMoreUsers: 'Dead',
      },
    },
    Dead: { type: 'final' },
  },
  output: { ok: true },
});

const UserReader = setupAutomaton({
  types: {
    context: {} as { readonly asker: PbxUser; readonly found: readonly PhonesFound[] },
    messages: {} as DevicesKnown | ReadUserInfoMessage | ReadUserResultMessage | PhonesFound,
    input: {} as { readonly asker: PbxUser },
    output: {} as { readonly ok: true; readonly found: readonly PhonesFound[] },
  },
  accepts: { DevicesKnown: 'post', PhonesFound: 'post', ReadUserInfo: 'wire', ReadUserResult: 'wire' },
}).createMachine({
  id: 'UserReader',
  initial: 'Initial',
  context: ({ input }) => ({ asker: input.asker, found: [] }),
  states: {
    Initial: { on: { DevicesKnown: 'Reading' } },
    Reading: {
      on: {
        Start: {
          actions: [notify({ kind: 'moved' }), sendMessage(({ context }) => readUsers(context.asker))],
        },
        ReadUserInfo: {
          actions: postEvent(({ event }) => ({
            message: findPhones(event.msg.username ?? ''),
            to: 'PhoneFinder',
          })),
        },
        PhonesFound: { actions: assign({ found: ({ context, event }) => [...context.found, event.msg] }) },
        // One page is enough here; UserLister shows how all are read.
        ReadUserResult: {
          target: 'Dead',
          actions: postEvent({ message: { mt: 'NoMoreUsers' }, to: 'PhoneFinder' }),
        },
      },
    },
    Dead: { type: 'final' },
  },
  output: ({ context }) => ({ ok: true, found: context.found }),
});

function readUsers({ sip = '', domain = '' }: PbxUser): ReadUserMessage {
  return { mt: 'ReadUser', username: '', user: sip, domain: `@${domain}`, offset: 0, filter: '%' };
}

const { pbx, credentials, options, close } = await pbxForUser();
const devicesSpec = new AppServiceSpec('innovaphone-devices');
const usersSpec = new AppServiceSpec('innovaphone-users');
const connector = new AppServiceLogin(pbx, credentials, [devicesSpec, usersSpec], options);
if (!(await connector.connect())) {
  giveUp([connector.getPbxA(), connector.getAppAutomaton(devicesSpec), connector.getAppAutomaton(usersSpec)]);
}

const asker = connector.getPbxA().getUser();
const transitioner = new Transitioner({ onNotice: showStates });
transitioner.add(PhoneFinder, { socket: connector.getAppWebSocket(devicesSpec) });
const reader = transitioner.add(UserReader, {
  socket: connector.getAppWebSocket(usersSpec),
  input: { asker },
});
showStates();
const { outcome } = await transitioner.run();
showStates();

console.log(`The run is over: ${outcome}`);
for (const { username, phones } of reader.output?.found ?? []) {
  console.log(`${username}: ${phones.length === 0 ? 'no phone' : phones.join(', ')}`);
}
connector.close();
await close();
if (outcome !== 'finished') process.exitCode = 1;

/** Each automaton's state at this moment; it can be asked before, during and after the run. */
function showStates(): void {
  const states = Object.values(transitioner.getSnapshot()).map(
    ({ nickname, state }) => `${nickname} is ${state}`,
  );
  console.log(states.join(', '));
}
