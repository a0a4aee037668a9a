import type { ScenarioSettings } from './scenario.js';

/** Scenarios with a name, for `simulate --scenario NAME` and for tests: what differs from the default one. */
export const scenarios = {
  default: {},
  'two-factor': {
    description: 'A login with a password waits three seconds for its second factor, code 2011.',
    twoFactor: { delayMs: 3000 },
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
  'app-refused': {
    description: 'The PBX gives no login for Devices; Users works.',
    faults: [{ at: 'AppGetLogin', do: 'error', app: 'devices', error: 3, errorText: 'App not permitted' }],
  },
  'wrong-app-password': {
    description: 'Devices has another password than its App object, so it refuses every login; Users works.',
    apps: [
      {
        name: 'devices',
        title: 'Devices',
        path: '/sample.dom/devices',
        app: 'innovaphone-devices',
        password: 'ip411',
        instancePassword: 'ip411-changed',
      },
      {
        name: 'users',
        title: 'Users',
        path: '/sample.dom/users',
        app: 'innovaphone-users',
        password: 'ip411',
      },
      { name: 'pbxadminapi', title: 'PBX Admin API', path: '/PBX0/APPS/websocket', password: 'ip811' },
    ],
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
      {
        name: 'devices',
        title: 'Devices',
        path: '/sample.dom/devices',
        app: '$innovaphone-devices',
        password: 'ip411',
      },
      { name: 'users', title: 'Users', path: '/sample.dom/users', app: 'users', password: 'ip411' },
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
