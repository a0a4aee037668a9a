import type { MemoryPeer } from '../../runtime/memory-socket.js';
import type { AnyMessage } from '../../runtime/message.js';
import type { Step, Tamper } from '../support/small-pbx.js';

/** What can go wrong with the answer to a step. Add a fault here, and its outcomes below. */
export const faults = {
  refused: (answer, peer) => {
    const { mt, src } = last(answer);
    peer.send({
      mt: mt === 'Authenticate' ? 'LoginResult' : mt,
      src,
      error: 2,
      errorText: 'no',
    } as AnyMessage);
  },
  expired: (answer, peer) => {
    const { mt, src } = last(answer);
    peer.send({
      mt: mt === 'Authenticate' ? 'LoginResult' : mt,
      src,
      error: 5,
      errorText: 'old',
    } as AnyMessage);
  },
  'wrong digest': (answer, peer) => {
    for (const text of answer) peer.send(text.replace(/"digest":"[^"]*"/, `"digest":"${'0'.repeat(64)}"`));
  },
  close: (_answer, peer) => {
    peer.close(1011, 'going down');
  },
  'answer, then close': (answer, peer) => {
    sendAll(answer, peer);
    peer.close(1001, 'going away');
  },
  silence: () => undefined,
  'nonsense, then silence': (_answer, peer) => {
    peer.send('<html>502</html>');
  },
  'nonsense, then the answer': (answer, peer) => {
    const nonsense = ['', '<html>', '{"mt":', '[1]', '"x"', '5', 'null', '{}', '{"mt":5}', '{"mt":null}'];
    const harmful = ['{"mt":"LoginResult","__proto__":{"error":0}}', '{"mt":"Error","constructor":{}}'];
    sendAll([...nonsense, ...harmful], peer);
    peer.sendBinary(100);
    sendAll(answer, peer);
  },
  'hostile mt, then the answer': (answer, peer) => {
    for (const mt of hostileTypes) peer.send({ mt, error: 1, src: 'INNOVAPHONE-DEVICES--A' } as AnyMessage);
    sendAll(answer, peer);
  },
  'answers of other steps, then the answer': (answer, peer) => {
    const own = answer.map((text) => (JSON.parse(text) as AnyMessage).mt);
    sendAll(
      elsewhere.filter((text) => !own.includes((JSON.parse(text) as AnyMessage).mt)),
      peer,
    );
    sendAll(answer, peer);
  },
  'answer twice': (answer, peer) => {
    for (const text of answer) sendAll([text, text], peer);
  },
  'answer backwards': (answer, peer) => {
    sendAll([...answer].reverse(), peer);
  },
  'odd members': (answer, peer) => {
    for (const text of answer) {
      const { mt, src, ...rest } = JSON.parse(text) as AnyMessage;
      const odd = Object.keys(rest).map((name) => [name, { toString: 1 }] as const);
      peer.send({ ...Object.fromEntries(odd), mt, src } as AnyMessage);
    }
  },
  'no members': (answer, peer) => {
    for (const text of answer) {
      const { mt, src } = JSON.parse(text) as AnyMessage;
      peer.send({ mt, src } as AnyMessage);
    }
  },
} satisfies Record<string, Tamper>;
export type Fault = keyof typeof faults;

const hostileTypes = [
  ...[
    'Start',
    'Open',
    'EOF',
    'Timeout',
    'xstate.stop',
    'xstate.init',
    '*',
    '',
    'Dead',
    'toString',
    '__proto__',
  ],
  ...['UserPBXLoginSuccess', 'UserPBXLoginFailure', 'UserPBXLoginCancel', 'UserPBXLoginNeedGetLogin'],
  ...['GotAppGetLoginResult', 'AppLoginSuccess', 'AppLoginFailure', 'Nonsense', 'Error', 'CheckBuildResult'],
];

const elsewhere = [
  '{"mt":"Authenticate","type":"user","method":"digest","domain":"evil.dom","challenge":"1"}',
  '{"mt":"LoginResult","info":{"user":{"sip":"evil"}},"digest":"0"}',
  '{"mt":"UpdateAppsComplete"}',
  '{"mt":"AppGetLoginResult","src":"INNOVAPHONE-USERS--A","app":"evil","digest":"0"}',
  '{"mt":"AppChallengeResult","challenge":"evil"}',
  '{"mt":"AppLoginResult","ok":true}',
  '{"mt":"GetDevicesResult","devices":[{"id":666}],"last":true}',
  '{"mt":"NumUsersResult","numUsers":0}',
  '{"mt":"ReadUserInfo","id":666}',
  '{"mt":"ReadUserResult"}',
];

const last = (answer: readonly string[]): AnyMessage =>
  JSON.parse(answer.at(-1) ?? '{"mt":""}') as AnyMessage;

function sendAll(texts: readonly string[], peer: MemoryPeer): void {
  for (const text of texts) peer.send(text);
}

/** Everything succeeds in spite of the fault. */
export const fine = 'fine';

const pbx = 'UserPBXLogin';
const devices = 'INNOVAPHONE-DEVICES--A';
const users = 'INNOVAPHONE-USERS--A';

/** The PBX login ends with this error, and the App Services' logins with it. */
const nobodyLogsIn = (code: string, afterMs = 0): string =>
  `finished after ${afterMs} ms; ${pbx} ${code}; ${devices} PBX_LOGIN_FAILED; ${users} PBX_LOGIN_FAILED`;
/** The PBX is silent, until the run ends for want of messages. */
const allWait = (phase: string): string => {
  const clients = `${devices} left in Initial.awaitingPbxLogin (timeout); ${users} left in Initial.awaitingPbxLogin (timeout)`;
  return `timeout after 5000 ms; ${pbx} left in Initial.${phase} (timeout); ${clients}`;
};
/** The login to Devices fails, the one to Users succeeds. */
const onlyDevicesFails = (code: string): string => `finished after 0 ms; ${devices} ${code}`;
/** The service is silent; the PBX automaton is through at `Timeout`, its client is left behind. */
const devicesWaits = (phase: string): string =>
  `timeout after 5000 ms; ${devices} left in Initial.${phase} (timeout)`;
const listFails = (lister: string, code: string): string => `finished after 0 ms; ${lister} ${code}`;
const listWaits = (lister: string, phase: string): string =>
  `timeout after 5000 ms; ${lister} left in Initial.${phase} (timeout)`;

type Outcomes = Readonly<Partial<Record<Fault, string>>>;

/**
 * For each step: what each fault comes to. What is not named is `fine`. An outcome says how the run ended and after
 * how long, then for each automaton that did not succeed its error's code, or where it was left.
 */
export const expectedOutcomes: Readonly<Record<Step, Outcomes>> = {
  'Login #1': {
    refused: nobodyLogsIn('AUTHENTICATION_FAILED'),
    expired: nobodyLogsIn('SESSION_EXPIRED'),
    close: nobodyLogsIn('LOGIN_CONNECTION_CLOSED'),
    'answer, then close': nobodyLogsIn('LOGIN_CONNECTION_CLOSED'),
    silence: allWait('awaitingAuthenticate'),
    'nonsense, then silence': allWait('awaitingAuthenticate'),
    'odd members': nobodyLogsIn('LOGIN_MESSAGE_INVALID'),
    'no members': nobodyLogsIn('METHOD_NOT_SUPPORTED'),
  },
  'Login #2': {
    refused: nobodyLogsIn('AUTHENTICATION_FAILED'),
    expired: nobodyLogsIn('SESSION_EXPIRED'),
    'wrong digest': nobodyLogsIn('FAKE_PBX'),
    close: nobodyLogsIn('LOGIN_CONNECTION_CLOSED'),
    'answer, then close': nobodyLogsIn('LOGIN_CONNECTION_CLOSED'),
    silence: allWait('awaitingLoginResult'),
    'nonsense, then silence': allWait('awaitingLoginResult'),
    'odd members': nobodyLogsIn('LOGIN_MESSAGE_INVALID'),
    'no members': nobodyLogsIn('LOGIN_MESSAGE_INVALID'),
  },
  Authorize: {
    refused: nobodyLogsIn('AUTHENTICATION_FAILED', 6_500),
    expired: nobodyLogsIn('SESSION_EXPIRED', 6_500),
    'wrong digest': nobodyLogsIn('FAKE_PBX', 6_500),
    close: nobodyLogsIn('LOGIN_CONNECTION_CLOSED', 6_500),
    'answer, then close': nobodyLogsIn('LOGIN_CONNECTION_CLOSED', 6_500),
    silence: nobodyLogsIn('CONFIRMATION_TIMEOUT', 300_000),
    'nonsense, then silence': nobodyLogsIn('CONFIRMATION_TIMEOUT', 300_000),
    'odd members': nobodyLogsIn('LOGIN_MESSAGE_INVALID', 6_500),
    'no members': nobodyLogsIn('LOGIN_MESSAGE_INVALID', 6_500),
  },
  SubscribeApps: {
    refused: nobodyLogsIn('APPS_MESSAGE_INVALID'),
    expired: nobodyLogsIn('APPS_MESSAGE_INVALID'),
    close: nobodyLogsIn('LOGIN_CONNECTION_CLOSED'),
    'answer, then close': nobodyLogsIn('LOGIN_CONNECTION_CLOSED'),
    silence: allWait('awaitingApps'),
    'nonsense, then silence': allWait('awaitingApps'),
    'answer backwards':
      'finished after 0 ms; INNOVAPHONE-DEVICES--A APP_NOT_FOUND; INNOVAPHONE-USERS--A APP_NOT_FOUND',
    'odd members': nobodyLogsIn('APPS_MESSAGE_INVALID'),
    'no members': nobodyLogsIn('APPS_MESSAGE_INVALID'),
  },
  AppChallenge: {
    refused: onlyDevicesFails('APP_LOGIN_REFUSED'),
    expired: onlyDevicesFails('APP_LOGIN_REFUSED'),
    close: onlyDevicesFails('APP_CONNECTION_CLOSED'),
    'answer, then close': onlyDevicesFails('APP_CONNECTION_CLOSED'),
    silence: devicesWaits('awaitingChallenge'),
    'nonsense, then silence': devicesWaits('awaitingChallenge'),
    'odd members': onlyDevicesFails('APP_MESSAGE_INVALID'),
    'no members': onlyDevicesFails('APP_MESSAGE_INVALID'),
  },
  AppGetLogin: {
    refused: onlyDevicesFails('APP_NOT_GRANTED'),
    expired: onlyDevicesFails('APP_NOT_GRANTED'),
    'wrong digest': onlyDevicesFails('APP_LOGIN_REFUSED'),
    close: nobodyLogsIn('LOGIN_CONNECTION_CLOSED'),
    'answer, then close':
      'finished after 0 ms; UserPBXLogin LOGIN_CONNECTION_CLOSED; INNOVAPHONE-USERS--A PBX_LOGIN_FAILED',
    silence: devicesWaits('awaitingGetLogin'),
    'nonsense, then silence': devicesWaits('awaitingGetLogin'),
    'odd members': onlyDevicesFails('APP_MESSAGE_INVALID'),
    'no members': onlyDevicesFails('APP_MESSAGE_INVALID'),
  },
  AppLogin: {
    refused: onlyDevicesFails('APP_LOGIN_REFUSED'),
    expired: onlyDevicesFails('APP_LOGIN_REFUSED'),
    close: onlyDevicesFails('APP_CONNECTION_CLOSED'),
    'answer, then close': listFails('DeviceLister', 'LIST_CONNECTION_CLOSED'),
    silence: 'timeout after 5000 ms; INNOVAPHONE-DEVICES--A left in Initial.awaitingLoginResult (timeout)',
    'nonsense, then silence':
      'timeout after 5000 ms; INNOVAPHONE-DEVICES--A left in Initial.awaitingLoginResult (timeout)',
    'odd members': onlyDevicesFails('APP_LOGIN_REFUSED'),
    'no members': onlyDevicesFails('APP_LOGIN_REFUSED'),
  },
  GetDevices: {
    refused: listFails('DeviceLister', 'LIST_REFUSED'),
    expired: listFails('DeviceLister', 'LIST_REFUSED'),
    close: listFails('DeviceLister', 'LIST_CONNECTION_CLOSED'),
    silence: listWaits('DeviceLister', 'awaitingDevices'),
    'nonsense, then silence': listWaits('DeviceLister', 'awaitingDevices'),
    'answer twice': 'finished after 0 ms; 3 devices',
    'answer backwards': 'finished after 0 ms; 1 devices',
    'odd members': listFails('DeviceLister', 'LIST_MESSAGE_INVALID'),
    'no members': listFails('DeviceLister', 'LIST_MESSAGE_INVALID'),
  },
  NumUsers: {
    refused: listFails('UserLister', 'LIST_REFUSED'),
    expired: listFails('UserLister', 'LIST_REFUSED'),
    close: listFails('UserLister', 'LIST_CONNECTION_CLOSED'),
    'answer, then close': listFails('UserLister', 'LIST_CONNECTION_CLOSED'),
    silence: listWaits('UserLister', 'awaitingNumber'),
    'nonsense, then silence': listWaits('UserLister', 'awaitingNumber'),
    'odd members': listFails('UserLister', 'LIST_MESSAGE_INVALID'),
    'no members': listFails('UserLister', 'LIST_MESSAGE_INVALID'),
  },
  ReadUser: {
    refused: listFails('UserLister', 'LIST_REFUSED'),
    expired: listFails('UserLister', 'LIST_REFUSED'),
    close: listFails('UserLister', 'LIST_CONNECTION_CLOSED'),
    silence: listWaits('UserLister', 'awaitingUsers'),
    'nonsense, then silence': listWaits('UserLister', 'awaitingUsers'),
    'answer twice': 'finished after 0 ms; 4 users',
    'answer backwards': 'finished after 0 ms; 0 users',
  },
  'session Login #1': {
    close: nobodyLogsIn('LOGIN_CONNECTION_CLOSED'),
    'answer, then close': nobodyLogsIn('LOGIN_CONNECTION_CLOSED'),
    silence: allWait('awaitingAuthenticate'),
    'nonsense, then silence': allWait('awaitingAuthenticate'),
    'odd members': nobodyLogsIn('LOGIN_MESSAGE_INVALID'),
    'no members': nobodyLogsIn('METHOD_NOT_SUPPORTED'),
  },
  'session Login #2': {
    'wrong digest': nobodyLogsIn('FAKE_PBX'),
    close: nobodyLogsIn('LOGIN_CONNECTION_CLOSED'),
    'answer, then close': nobodyLogsIn('LOGIN_CONNECTION_CLOSED'),
    silence: allWait('awaitingLoginResult'),
    'nonsense, then silence': allWait('awaitingLoginResult'),
    'odd members': nobodyLogsIn('LOGIN_MESSAGE_INVALID'),
    'no members': nobodyLogsIn('LOGIN_MESSAGE_INVALID'),
  },
};
