import type { AnyStateMachine } from 'xstate';
import * as machines from '../../machines/index.js';
import { AppServiceSpec } from '../../protocol/app-service-spec.js';
import { LoginError } from '../../protocol/errors.js';
import { AppServiceCredentials } from '../../protocol/service-credentials.js';
import { messageCatalogue } from '../../protocol/messages/catalogue.js';
import { originsOf } from '../../runtime/automaton.js';
import { isReserved } from '../../runtime/state-path.js';
import type { Origin } from '../../runtime/events.js';
import type { UserAuthenticator } from '../../protocol/authenticators.js';
import { loginResultDigest } from '../../protocol/digests.js';
import { Secret } from '../../protocol/secret.js';
import { encryptSession } from '../../protocol/session-cipher.js';
import { AppUserCredentials } from '../../protocol/user-credentials.js';
import type { AnyMessage } from '../../runtime/message.js';
import * as given from '../support/login-messages.js';
import { PureAutomaton } from '../support/pure-automaton.js';

/** The data of the state tables: which automatons, how each gets into each of its phases, and what is sent to it. */

type Automaton = PureAutomaton<AnyStateMachine>;
type Way = (fresh: Automaton) => Automaton;

export interface TableSpec {
  readonly machine: AnyStateMachine;
  readonly input: unknown;
  /** The same, with credentials that find every digest right: so that what comes after the check is reached too. */
  readonly trustingInput?: unknown;
  /** By phase in which it can rest: the way there. */
  readonly phases: Readonly<Record<string, Way>>;
}

/** What must never be shown. */
export const secrets = {
  password: 'the password of ckl',
  session: 'the session password',
  app: 'the password of the app',
};
const nonces = ['00000000000000a1', '00000000000000b2'] as const;
const credentials = new AppUserCredentials('ckl', secrets.password, { userAgent: 'test' });
const loginResult = makeLoginResult();

function makeLoginResult(): AnyMessage {
  const password = new Secret(secrets.password, 'password');
  const plain = { usr: new Secret('0f'.repeat(16), 'session'), pwd: new Secret(secrets.session, 'session') };
  const user = { domain: 'sample.dom', sip: 'ckl' };
  const info = { user, session: encryptSession(plain, nonces[0], password) };
  const { domain, challenge } = given.authenticateUser;
  const attempt = {
    domain,
    challenge,
    username: 'ckl',
    password,
    nonce: nonces[0],
    info: JSON.stringify(info),
  };
  return { mt: 'LoginResult', info, digest: loginResultDigest(attempt) };
}

const trusting: UserAuthenticator = {
  ...credentials.toJSON(),
  answer: (question) => credentials.answer(question),
  checkLoginResult: () => ({ ok: true, form: 'exact', domain: 'sample.dom' }),
  decryptSession: (question) => credentials.decryptSession(question),
};

const appList = { UpdateAppsMsg: { mt: 'UpdateApps', apps: [given.devicesApp] } };
const need = { mt: 'UserPBXLoginNeedGetLogin', app: { name: 'devices' }, challenge: 'c' };
const grant = { app: 'innovaphone-devices', digest: 'd', info: {} };

const start: Way = (fresh) => fresh.start();
const asked: Way = (fresh) => start(fresh).wire(given.authenticateUser);
const inApps: Way = (fresh) => asked(fresh).wire(loginResult);
const pbxPhases = {
  'Initial.awaitingStart': (fresh: Automaton) => fresh,
  'Initial.awaitingAuthenticate': start,
  'Initial.awaitingLoginResult': asked,
  'Initial.awaitingConfirmation': (fresh: Automaton) => asked(fresh).wire({ mt: 'Authorize', code: 1 }),
  'Initial.awaitingApps': inApps,
  Dead: (fresh: Automaton) => start(fresh).close(),
};
const pbxInput = { credentials, nonces };
const trustingInput = { credentials: trusting, nonces };
const challenged: Way = (fresh) =>
  start(fresh).post({ mt: 'UserPBXLoginSuccess', results: appList }, 'UserPBXLogin');
const needing: Way = (fresh) => challenged(fresh).wire({ mt: 'AppChallengeResult', challenge: 'c' });
const forwarded: Way = (fresh) =>
  needing(fresh).post({ mt: 'GotAppGetLoginResult', ...grant }, 'UserPBXLogin');

export const tables: readonly TableSpec[] = [
  { machine: machines.UserPBXLoginAutomaton, input: pbxInput, trustingInput, phases: pbxPhases },
  {
    machine: machines.UserPBXLoginWithAppAutomaton,
    input: { ...pbxInput, clients: ['A', 'B'] },
    trustingInput: { ...trustingInput, clients: ['A', 'B'] },
    phases: {
      ...pbxPhases,
      'Initial.awaitingClients': (fresh) => inApps(fresh).wire({ mt: 'UpdateAppsComplete' }).post(need, 'A'),
    },
  },
  {
    machine: machines.AppLoginAutomaton,
    input: { credentials: new AppServiceCredentials('pbxadminapi', secrets.app) },
    phases: {
      'Initial.awaitingStart': (fresh) => fresh,
      'Initial.awaitingChallenge': start,
      'Initial.awaitingLoginResult': (fresh) =>
        start(fresh).wire({ mt: 'AppChallengeResult', challenge: 'c' }),
      Dead: (fresh) => fresh.close(),
    },
  },
  {
    machine: machines.AppLoginViaPBXAutomaton,
    input: {
      spec: new AppServiceSpec('innovaphone-devices'),
      pbxUrl: 'wss://pbx.sample.dom/PBX0/APPCLIENT/130000/websocket',
    },
    phases: {
      'Initial.awaitingPbxLogin': start,
      'Initial.awaitingChallenge': challenged,
      'Initial.awaitingGetLogin': needing,
      'Initial.awaitingLoginResult': forwarded,
      Dead: (fresh) => fresh.close(),
    },
  },
  {
    machine: machines.DeviceLister,
    input: undefined,
    phases: {
      'Initial.awaitingStart': (fresh) => fresh,
      'Initial.awaitingDevices': start,
      Dead: (fresh) => fresh.close(),
    },
  },
  {
    machine: machines.UserLister,
    input: { user: { sip: 'ckl', domain: 'sample.dom' } },
    phases: {
      'Initial.awaitingStart': (fresh) => fresh,
      'Initial.awaitingNumber': start,
      'Initial.awaitingUsers': (fresh) => start(fresh).wire({ mt: 'NumUsersResult', numUsers: 2 }),
      Dead: (fresh) => fresh.close(),
    },
  },
];

/** An automaton of the table in one of its phases. */
export function inPhase(spec: TableSpec, phase: string, input = spec.input): Automaton {
  const way = spec.phases[phase];
  if (way === undefined) throw new Error(`Nobody says how ${spec.machine.id} gets into ${phase}.`);
  return way(new PureAutomaton(spec.machine, input));
}

/** Samples of messages with members, in variants; others are sent without any. */
export const samples: Readonly<Record<string, Readonly<Record<string, AnyMessage>>>> = {
  Authenticate: {
    '': given.authenticateUser,
    'of another method': { ...given.authenticateUser, method: 'ntlm' },
  },
  Authorize: { '': { mt: 'Authorize', code: 4711 } },
  LoginResult: {
    '': loginResult,
    refused: given.authenticationFailed,
    'with a wrong digest': { ...loginResult, digest: '00' },
  },
  UpdateAppsInfo: {
    '': { mt: 'UpdateAppsInfo', app: given.devicesApp },
    'without app': { mt: 'UpdateAppsInfo' },
  },
  UpdateApps: { '': { mt: 'UpdateApps', apps: [given.devicesApp] }, 'without apps': { mt: 'UpdateApps' } },
  AppGetLoginResult: {
    '': { mt: 'AppGetLoginResult', src: 'A', ...grant },
    'for nobody': { mt: 'AppGetLoginResult', src: 'C', ...grant },
  },
  AppChallengeResult: {
    '': { mt: 'AppChallengeResult', challenge: 'c' },
    'without challenge': { mt: 'AppChallengeResult' },
  },
  AppLoginResult: { '': { mt: 'AppLoginResult', ok: true }, refused: { mt: 'AppLoginResult', ok: false } },
  GetDevicesResult: {
    '': { mt: 'GetDevicesResult', devices: [{ id: 1 }] },
    last: { mt: 'GetDevicesResult', devices: [{ id: 1 }], last: true },
    'with error': { mt: 'GetDevicesResult', error: 1 },
  },
  NumUsersResult: {
    '': { mt: 'NumUsersResult', numUsers: 2 },
    'of none': { mt: 'NumUsersResult', numUsers: 0 },
    'with error': { mt: 'NumUsersResult', error: 1 },
  },
  ReadUserInfo: { '': { mt: 'ReadUserInfo', id: 1 } },
  ReadUserResult: { '': { mt: 'ReadUserResult' }, 'with error': { mt: 'ReadUserResult', error: 1 } },
  UserPBXLoginSuccess: { '': { mt: 'UserPBXLoginSuccess', results: appList } },
  UserPBXLoginFailure: { '': { mt: 'UserPBXLoginFailure', error: LoginError.fakePbx('test') } },
  UserPBXLoginNeedGetLogin: { '': need },
  GotAppGetLoginResult: {
    '': { mt: 'GotAppGetLoginResult', ...grant },
    refused: { mt: 'GotAppGetLoginResult', error: 1 },
  },
  Open: { '': { mt: 'Open', url: 'wss://x' } },
  EOF: { '': { mt: 'EOF', code: 1006, reason: '' } },
};

const posts = [
  'UserPBXLoginSuccess',
  'UserPBXLoginFailure',
  'UserPBXLoginNeedGetLogin',
  'UserPBXLoginCancel',
  'GotAppGetLoginResult',
  'AppLoginSuccess',
  'AppLoginFailure',
];
const runtimeMessages = ['Start', 'Open', 'EOF', 'Timeout'];
/** Names that a hostile peer may hope mean something. */
const hostileNames = [
  'xstate.stop',
  'xstate.init',
  'xstate.done.state.UserPBXLoginAutomaton.Initial',
  'xstate.after.confirmTimeout.UserPBXLoginAutomaton.Initial.awaitingConfirmation',
  '*',
  '',
  'Dead',
  'Initial',
  'toString',
  'hasOwnProperty',
  'valueOf',
];
export const origins: readonly Origin[] = ['wire', 'post', 'runtime'];

/** Every message that an automaton may meet. */
export const names: readonly string[] = [
  ...new Set([...messageCatalogue.map(({ mt }) => mt), ...posts, ...runtimeMessages, ...hostileNames]),
];

/** Which deliveries reach the machine at all; docs/semantics.md, rule 7. */
export function isLetThrough(spec: TableSpec, mt: string, origin: Origin): boolean {
  if (isReserved(mt)) return false;
  if (runtimeMessages.includes(mt) || origin === 'runtime') {
    return runtimeMessages.includes(mt) && origin === 'runtime';
  }
  return originsOf(spec.machine)?.get(mt)?.has(origin) === true;
}
