import type { ScenarioApp, ScenarioSettings } from './scenario.js';

const devices = {
  name: 'devices',
  title: 'Devices',
  path: '/sample.dom/devices',
  app: 'innovaphone-devices',
  password: 'ip411',
} as const satisfies ScenarioApp;

const users = {
  name: 'users',
  title: 'Users',
  path: '/sample.dom/users',
  app: 'innovaphone-users',
  password: 'ip411',
} as const satisfies ScenarioApp;

const pbxAdminApi = {
  name: 'pbxadminapi',
  title: 'PBX Admin API',
  path: '/PBX0/APPS/websocket',
  password: 'ip811',
} as const satisfies ScenarioApp;

/** Scenarios with a name, for `simulate --scenario NAME` and for tests: what differs from the default one. */
export const scenarios = {
  default: {},
  'two-factor': {
    description: 'A login with a password waits three seconds for its second factor, code 2011.',
    twoFactor: { delayMs: 3000 },
  },
  'wrong-password': {
    description: 'The PBX refuses every password as wrong, also the right one.',
    faults: [{ at: 'LoginResult', do: 'error', type: 'user', error: 2, errorText: 'Authentication failed' }],
  },
  'login-refused': {
    description: 'The PBX refuses the login with an error that nobody documents.',
    faults: [{ at: 'LoginResult', do: 'error', error: 7, errorText: 'Not allowed from here' }],
  },
  'other-login-method': {
    description: 'The PBX wants a login by NTLM.',
    faults: [
      {
        at: 'Login',
        do: 'nonsense',
        text: '{"mt":"Authenticate","type":"user","method":"ntlm","domain":"sample.dom"}',
      },
    ],
  },
  'two-factor-unconfirmed': {
    description: 'A login with a password waits for a second factor that nobody ever confirms, code 2011.',
    twoFactor: {},
  },
  'two-factor-refused': {
    description: 'The user refuses the second factor after one second.',
    twoFactor: { delayMs: 1000, refuse: true },
  },
  'wrong-digest': {
    description: 'The PBX does not know the password: its LoginResult has a digest that does not fit.',
    faults: [{ at: 'LoginResult', do: 'wrongDigest' }],
  },
  'session-expired': {
    description: 'Every stored session has expired; passwords work.',
    faults: [{ at: 'LoginResult', do: 'error', type: 'session', error: 5, errorText: 'Session expired' }],
  },
  'session-evicted': {
    description:
      'The PBX keeps one session per user: another login with the password makes a stored one worthless.',
    sessionLimit: 1,
  },
  'app-missing': {
    description: 'The PBX does not offer Devices to the user; Users works.',
    apps: [users, pbxAdminApi],
  },
  'app-refused': {
    description: 'The PBX gives no login for Devices; Users works.',
    faults: [{ at: 'AppGetLogin', do: 'error', app: 'devices', error: 3, errorText: 'App not permitted' }],
  },
  'wrong-app-password': {
    description: 'Devices has another password than its App object, so it refuses every login; Users works.',
    apps: [{ ...devices, instancePassword: 'ip411-changed' }, users, pbxAdminApi],
  },
  website: {
    description: 'Devices is a plain web site, to which there is no login; Users works.',
    apps: [{ ...devices, website: true }, users, pbxAdminApi],
  },
  unlicensed: {
    description: 'Devices has no licence and refuses the login; Users works.',
    apps: [{ ...devices, unlicensed: true }, users, pbxAdminApi],
    faults: [{ at: 'AppLogin', do: 'error', app: 'devices', error: 'No license' }],
  },
  'unknown-app-host': {
    description: 'The URL of Devices names a host that does not exist; Users works.',
    apps: [
      { ...devices, url: 'https://apps.invalid/sample.dom/devices/innovaphone-devices' },
      users,
      pbxAdminApi,
    ],
  },
  'app-down': {
    description: 'Nothing listens at the URL of Devices; Users works.',
    apps: [
      { ...devices, url: 'http://127.0.0.1:1/sample.dom/devices/innovaphone-devices' },
      users,
      pbxAdminApi,
    ],
  },
  'wrong-app-url': {
    description: 'At the URL of Devices is no App Service; Users works.',
    apps: [{ ...devices, url: '../../APPS/nothing/innovaphone-devices' }, users, pbxAdminApi],
  },
  'single-update-apps': {
    description: 'The app list comes in one UpdateApps.',
    appListForm: 'single',
  },
  'old-firmware': {
    description: 'As in 2018: challenges of App Services are numbers, devices have domain for domainId.',
    version: '13r1',
    build: '131133',
    appListForm: 'single',
    challengeType: 'number',
    domainMember: 'domain',
  },
  'old-names': {
    description: 'The apps have their historic names, $innovaphone-devices and users.',
    apps: [
      { ...devices, app: '$innovaphone-devices' },
      { ...users, app: 'users' },
    ],
  },
  'no-users': {
    description: 'The Users service has no users.',
    userCount: 0,
  },
  empty: {
    description: 'The Users service has no users, Devices no devices.',
    userCount: 0,
    deviceCount: 0,
  },
  'uncounted-users': {
    description: 'NumUsers counts three rows more than ReadUser returns, in pages of three.',
    userPageSize: 3,
    countOffset: 3,
  },
  'large-ids': {
    description: 'Device ids beyond 2^53.',
    deviceIdOffset: '9007199254740992',
  },
  'escaped-slashes': {
    description: 'The info of both logins comes with escaped slashes; the digests are right.',
    faults: [
      { at: 'LoginResult', do: 'escapedSlashes' },
      { at: 'AppGetLogin', do: 'escapedSlashes' },
    ],
  },
  fragmented: {
    description: 'Messages of more than 100 bytes come in several frames.',
    fragmentSize: 100,
  },
  slow: {
    description: 'Every answer comes 400 ms later, to watch a login.',
    responseDelayMs: 400,
  },
  silent: {
    description: 'The PBX takes the connection and never says a word.',
    faults: [{ at: 'Login', do: 'silence' }],
  },
  'silent-devices': {
    description: 'Devices stops in the middle of its list.',
    faults: [{ at: 'GetDevices', do: 'silence', after: 1 }],
  },
  'list-refused': {
    description: 'Devices refuses its list; Users works.',
    faults: [{ at: 'GetDevices', do: 'error', error: 'No permission' }],
  },
  'list-broken': {
    description: 'Devices closes the connection in the middle of its list.',
    faults: [{ at: 'GetDevices', do: 'close', after: 1 }],
  },
  'too-early': {
    description: 'Devices sends AppLoginResult before AppLogin, and nothing when it is due; Users works.',
    faults: [
      {
        at: 'AppChallenge',
        do: 'nonsense',
        app: 'devices',
        text: '{"mt":"AppLoginResult","ok":true}',
        thenAnswer: true,
      },
      { at: 'AppLogin', do: 'silence', app: 'devices' },
    ],
  },
  nonsense: {
    description: 'The PBX answers the password with a text that is no message.',
    faults: [{ at: 'LoginResult', do: 'nonsense' }],
  },
  senseless: {
    description: 'Devices sends an AppChallengeResult without a challenge; Users works.',
    faults: [{ at: 'AppChallenge', do: 'nonsense', app: 'devices', text: '{"mt":"AppChallengeResult"}' }],
  },
  closing: {
    description: 'The PBX closes the connection instead of answering the password.',
    faults: [{ at: 'LoginResult', do: 'close' }],
  },
  large: {
    description: '100,000 devices in 1,000 chunks and 50,000 users in pages of 1,000.',
    deviceCount: 100_000,
    chunkSize: 100,
    userCount: 50_000,
    userPageSize: 1000,
  },
} as const satisfies Readonly<Record<string, ScenarioSettings>>;

export type ScenarioName = keyof typeof scenarios;
