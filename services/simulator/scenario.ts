import type { Fault } from './faults.js';

/** A user of the simulated PBX. */
export interface ScenarioUser {
  /** SIP user name; what the user logs in with. */
  readonly sip: string;
  readonly password: string;
  /** Display name. */
  readonly dn: string;
  /** Long Name; default: the display name. */
  readonly cn?: string | undefined;
  /** Telephone number. */
  readonly num?: string | undefined;
  readonly email?: string | undefined;
  /** 32 hex digits; made up when absent. */
  readonly guid?: string | undefined;
  /** Names of the App objects this user may use. Default: all but the APIs of the PBX. */
  readonly apps?: readonly string[] | undefined;
}

/** What answers behind an App object. `none`: logins succeed, nothing else is answered. */
export type ServiceKind = 'devices' | 'users' | 'pbxAdminApi' | 'none';

/** An App object of the simulated PBX, together with the App Service it points to. */
export interface ScenarioApp {
  /** Name of the App object: the `app` of AppGetLogin. */
  readonly name: string;
  readonly title?: string | undefined;
  /** Description. */
  readonly text?: string | undefined;
  /** Where the service listens: `/sample.dom/devices`, or `/PBX0/APPS/websocket` for an API of the PBX. */
  readonly path: string;
  /** Last component of the app's URL, the name of the App; default: the name of the App object. */
  readonly app?: string | undefined;
  /** Password of the App object, with which the PBX computes digests. */
  readonly password: string;
  /** Password of the service itself; another than `password` makes every login fail. Default: `password`. */
  readonly instancePassword?: string | undefined;
  /** Default: by `app` or path, where these are the well-known ones, else `none`. */
  readonly service?: ServiceKind | undefined;
  /** Announced instead of the simulator's own address, for example `../../APPS/chat/chat`. Empty: no URL. */
  readonly url?: string | undefined;
  /** A plain web site: no login messages. */
  readonly website?: boolean | undefined;
  readonly hidden?: boolean | undefined;
  /** The PBX has no licence for it and says so in the login's `info`. */
  readonly unlicensed?: boolean | undefined;
}

/** Two-factor authentication of logins with a user's password. */
export interface TwoFactor {
  /** Until the user "confirms", in milliseconds. Absent: only when another session sends AuthorizeSession. */
  readonly delayMs?: number | undefined;
  /** The number shown to the user. Default 2011. */
  readonly code?: number | undefined;
  /** Sends the code as text, as some documents show it. */
  readonly codeAsString?: boolean | undefined;
  /** The user refuses instead. */
  readonly refuse?: boolean | undefined;
}

/** What GetStun answers. */
export interface StunSettings {
  readonly stun: string;
  readonly turn?: string | undefined;
  readonly turnUsr?: string | undefined;
  readonly turnPwd?: string | undefined;
}

/** Everything about the PBX, Users and Devices that the simulator plays. All members have defaults. */
export interface Scenario {
  /** One sentence for people. */
  readonly description: string;
  /** The PBX's domain ("system name"). */
  readonly domain: string;
  /** Name of the PBX. */
  readonly pbx: string;
  /** Firmware, as CheckBuildResult tells it. */
  readonly version: string;
  /** Build number, as CheckBuildResult tells it; hex digits. */
  readonly build: string;
  /** Standby PBX for HTTPS (`alt`) and HTTP (`altHttp`), `host[:port]/module`; empty: none. */
  readonly alt: string;
  readonly altHttp: string;
  readonly users: readonly ScenarioUser[];
  readonly apps: readonly ScenarioApp[];
  /** Devices that the Devices service lists. */
  readonly deviceCount: number;
  /** Devices per GetDevicesResult. */
  readonly chunkSize: number;
  /** Added to the device ids 1, 2, 3… as decimal digits; `9007199254740992` shows ids beyond 2^53. */
  readonly deviceIdOffset: string;
  /** What a device's domain id is called: `domainId`, or `domain` as in 2018. */
  readonly domainMember: 'domainId' | 'domain';
  /** Users that the Users service lists; the first ones are `users`, the others made up. */
  readonly userCount: number;
  /** Rows per ReadUser; 0: all at once. */
  readonly userPageSize: number;
  /** Added to `numUsers`: a real service may count other rows than it returns. */
  readonly countOffset: number;
  readonly twoFactor?: TwoFactor | undefined;
  /** Sessions kept per user; one more drops the oldest. */
  readonly sessionLimit: number;
  /** `info`: UpdateAppsInfo… UpdateAppsComplete, as real PBXs; `single`: one UpdateApps, as documented. */
  readonly appListForm: 'info' | 'single';
  /** How AppChallengeResult carries its challenge; `number` as around 2018. */
  readonly challengeType: 'string' | 'number';
  readonly stun: StunSettings;
  /** Every answer comes so much later, in milliseconds. */
  readonly responseDelayMs: number;
  /** Messages longer than this many bytes are sent in several frames; 0: never. */
  readonly fragmentSize: number;
  readonly faults: readonly Fault[];
}

/** What a user of the simulator sets; the rest keeps its default. Lists replace the default's lists. */
export type ScenarioSettings = { readonly [M in keyof Scenario]?: Scenario[M] | undefined };

/** How many devices and users there may be. */
export const listLimit = 10_000_000;

/** The PBX of the how-to: users ckl and jdo, the App Services Devices and Users, one App object for PBX APIs. */
export const defaultScenario: Scenario = {
  description: 'Two users, Devices with 12 devices, Users with 8 users; everything works.',
  domain: 'sample.dom',
  pbx: 'master',
  version: '13r3',
  build: '137934',
  alt: '',
  altHttp: '',
  users: [
    {
      sip: 'ckl',
      password: 'pwd',
      dn: 'Jörg Müller',
      num: '22',
      email: 'ckl@sample.dom',
      guid: '2c4a96f920ad5e01241c00505600a2cd',
    },
    {
      sip: 'jdo',
      password: 'pwd2',
      dn: 'John Doe',
      num: '132',
      email: 'jdo@sample.dom',
      guid: '9f7b5d1fef717f4eb61e06167d42179a',
      apps: ['users'],
    },
  ],
  apps: [
    {
      name: 'devices',
      title: 'Devices',
      path: '/sample.dom/devices',
      app: 'innovaphone-devices',
      password: 'ip411',
    },
    { name: 'users', title: 'Users', path: '/sample.dom/users', app: 'innovaphone-users', password: 'ip411' },
    { name: 'pbxadminapi', title: 'PBX Admin API', path: '/PBX0/APPS/websocket', password: 'ip811' },
  ],
  deviceCount: 12,
  chunkSize: 5,
  deviceIdOffset: '0',
  domainMember: 'domainId',
  userCount: 8,
  userPageSize: 0,
  countOffset: 0,
  sessionLimit: 8,
  appListForm: 'info',
  challengeType: 'string',
  stun: { stun: 'stun.sample.dom', turn: 'turn.sample.dom', turnUsr: 'u', turnPwd: 'p' },
  responseDelayMs: 0,
  fragmentSize: 0,
  faults: [],
};
