import { assign } from 'xstate';
import { ListError } from '../protocol/errors.js';
import type { PbxUser } from '../protocol/messages/myapps.js';
import type {
  NumUsersMessage,
  NumUsersResultMessage,
  ReadUserInfoMessage,
  ReadUserMessage,
  ReadUserResultMessage,
} from '../protocol/messages/users.js';
import { notify, sendMessage, writeLog } from '../runtime/actions.js';
import { setupAutomaton } from '../runtime/automaton.js';
import { messageOf } from '../runtime/events.js';
import { encode } from '../runtime/exact-json.js';
import type { Message } from '../runtime/message.js';
import type { Chain } from './chain.js';
import { append, flatten } from './chain.js';
import type { ProgressNotice } from './notices.js';
import { isRefusal } from './refusal.js';

/** A row of the list: what ReadUserInfo carries besides its type and `src`. */
export type UserRow = Omit<ReadUserInfoMessage, 'mt' | 'src'>;

export interface UserListerInput {
  /** The user who logged in: `info.user` of LoginResult. */
  readonly user: PbxUser;
}

interface Context {
  /** Who asks: own SIP name, and own domain with an `@` before it. */
  readonly asker: { readonly user: string; readonly domain: string };
  readonly users: Chain<UserRow> | undefined;
  /** What NumUsersResult said; a service may count other rows than it returns. */
  readonly numUsers: number;
  /** How many rows there were when the present page was asked for. */
  readonly pageStart: number;
  /** The first row of all, by which a service that ignores `offset` is found out. */
  readonly firstRow: UserRow | undefined;
  /** The present page begins with the first row again. */
  readonly isRepeating: boolean;
  readonly error: ListError | undefined;
}

export type UserListerOutput =
  | { readonly ok: true; readonly users: readonly UserRow[] }
  | { readonly ok: false; readonly error: ListError; readonly users: readonly UserRow[] };

const count = (context: Context): number => context.users?.length ?? 0;

const numUsersRequest = ({ asker }: Context): NumUsersMessage => ({
  mt: 'NumUsers',
  ...asker,
  visible: true,
  filter: '%',
});

const readUserRequest = (context: Context): ReadUserMessage => ({
  mt: 'ReadUser',
  username: '',
  ...context.asker,
  offset: count(context),
  filter: '%',
});

/** Rows are told apart by `id`, by `username` where a service has none, else by all they have. */
const keyOf = (row: UserRow): string => encode(row.id ?? row.username ?? row);

function addRow(context: Context, msg: ReadUserInfoMessage): Partial<Context> {
  if (context.isRepeating) return {};
  const { mt: _mt, src: _src, ...row } = msg;
  const { firstRow } = context;
  const isPageStart = count(context) === context.pageStart;
  if (isPageStart && firstRow !== undefined && keyOf(firstRow) === keyOf(row)) return { isRepeating: true };
  return { users: append(context.users, [row]), firstRow: firstRow ?? row };
}

/** Whether the present page brought rows that were not there before. */
const hasGrown = (context: Context): boolean => !context.isRepeating && count(context) > context.pageStart;

const progress = (context: Context): ProgressNotice => ({
  kind: 'progress',
  list: 'users',
  count: count(context),
  total: context.numUsers,
});

/** For the log; a service may count other rows than it returns, but the reader should know. */
function ending(context: Context): string {
  const users = `got End of User Info, ${count(context)} users in all`;
  return count(context) === context.numUsers
    ? users
    : `${users}, though the service counts ${context.numUsers}`;
}

function refusedBy(msg: Message & { readonly error?: unknown; readonly errorText?: unknown }): ListError {
  return ListError.refused('user', msg.error, msg.errorText);
}

function numberOf({ numUsers }: NumUsersResultMessage): number | undefined {
  const number = typeof numUsers === 'string' && /^\d+$/.test(numUsers) ? Number(numUsers) : numUsers;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/**
 * Lists all users of the Users service whose authenticated socket it is given: asks how many there are, then
 * reads page by page until their number is reached or nothing new arrives. Source: docs/protocol.md, "User
 * list"; the vendor documents none of these messages.
 */
export const UserLister = setupAutomaton({
  types: {
    context: {} as Context,
    messages: {} as NumUsersResultMessage | ReadUserInfoMessage | ReadUserResultMessage,
    input: {} as UserListerInput,
    output: {} as UserListerOutput,
  },
  accepts: { NumUsersResult: 'wire', ReadUserInfo: 'wire', ReadUserResult: 'wire' },
  guards: {
    isRefused: ({ event: { msg } }) => isRefusal(msg),
    isUnreadable: ({ event }) => numberOf(messageOf(event, 'NumUsersResult')) === undefined,
    hasNoUsers: ({ event }) => numberOf(messageOf(event, 'NumUsersResult')) === 0,
    mayHaveMore: ({ context }) => hasGrown(context) && count(context) !== context.numUsers,
  },
  actions: {
    requestNumber: sendMessage(({ context }) => numUsersRequest(context)),
    requestPage: sendMessage(({ context }) => readUserRequest(context)),
    takeNumber: assign(({ event }) => ({ numUsers: numberOf(messageOf(event, 'NumUsersResult')) ?? 0 })),
    addUser: assign(({ context, event }) => addRow(context, messageOf(event, 'ReadUserInfo'))),
    beginPage: assign(({ context }) => ({ pageStart: count(context) })),
    reportProgress: notify(({ context }) => progress(context)),
    noteRefusal: assign(({ event: { msg } }) => ({ error: refusedBy(msg) })),
    noteNonsense: assign({
      error: () => ListError.messageInvalid('user', 'NumUsersResult', 'has no numUsers'),
    }),
    noteEnd: assign(({ event }) => ({ error: ListError.connectionClosed('user', messageOf(event, 'EOF')) })),
  },
}).createMachine({
  id: 'UserLister',
  initial: 'Initial',
  context: ({ input: { user } }) => ({
    asker: { user: user.sip ?? '', domain: `@${user.domain ?? ''}` },
    users: undefined,
    numUsers: 0,
    pageStart: 0,
    firstRow: undefined,
    isRepeating: false,
    error: undefined,
  }),
  states: {
    Initial: {
      initial: 'awaitingStart',
      states: {
        awaitingStart: {
          on: {
            Start: { target: 'awaitingNumber', actions: [writeLog('Requesting User List'), 'requestNumber'] },
          },
        },
        awaitingNumber: {
          on: {
            NumUsersResult: [
              { guard: 'isRefused', target: '#UserLister.Dead', actions: 'noteRefusal' },
              { guard: 'isUnreadable', target: '#UserLister.Dead', actions: 'noteNonsense' },
              // Differs from the original, which hangs until the timeout when there are no users.
              { guard: 'hasNoUsers', target: '#UserLister.Dead', actions: 'reportProgress' },
              { target: 'awaitingUsers', actions: ['takeNumber', 'requestPage'] },
            ],
          },
        },
        awaitingUsers: {
          on: {
            ReadUserInfo: { actions: ['addUser', 'reportProgress'] },
            ReadUserResult: [
              { guard: 'isRefused', target: '#UserLister.Dead', actions: 'noteRefusal' },
              // Differs from the original, which stops after the first page.
              { guard: 'mayHaveMore', actions: ['beginPage', 'requestPage'] },
              { target: '#UserLister.Dead', actions: writeLog(({ context }) => ending(context)) },
            ],
          },
        },
      },
      on: { EOF: { target: 'Dead', actions: 'noteEnd' } },
    },
    Dead: { type: 'final' },
  },
  output: ({ context: { users, error } }) =>
    error === undefined ? { ok: true, users: flatten(users) } : { ok: false, error, users: flatten(users) },
});
