/** A message that somebody must answer. */
export interface Request {
  readonly mt: string;
  readonly seq: number;
  readonly t: number;
  /** Messages of the answer that have come, of an answer in several. */
  readonly parts: number;
}

/** Where the talk on one socket stands, by its messages alone. */
export interface Conversation {
  readonly lane: string;
  url: string;
  /** Last record about the socket itself. */
  socketSeq: number;
  isOpen: boolean;
  isConnecting: boolean;
  /** The request that is not answered yet. */
  pending: Request | undefined;
  loginType: string;
  username: string;
  domain: string;
  /** The LoginResult or AppLoginResult that was a success. */
  successSeq: number;
  authorizeSeq: number;
  code: string;
  /** Apps that the PBX has announced, by name, with the record. */
  readonly apps: Map<string, { readonly seq: number; readonly isWebsite: boolean }>;
  /** The app of each AppGetLogin, by `src`. */
  readonly asked: Map<string, string>;
  /** The app of AppLogin, and whether its `info` says that the licence is missing. */
  app: string;
  isUnlicensed: boolean;
  devices: number;
  users: number;
  /** Texts that are no messages. */
  readonly nonsense: number[];
  lastSeq: number;
}

export function newConversation(lane: string): Conversation {
  return {
    lane,
    url: '',
    socketSeq: 0,
    isOpen: false,
    isConnecting: false,
    pending: undefined,
    loginType: '',
    username: '',
    domain: '',
    successSeq: 0,
    authorizeSeq: 0,
    code: '',
    apps: new Map(),
    asked: new Map(),
    app: '',
    isUnlicensed: false,
    devices: 0,
    users: 0,
    nonsense: [],
    lastSeq: 0,
  };
}

/** What answers a request. Source: docs/protocol.md. */
const answers: Readonly<Record<string, readonly string[]>> = {
  Login: ['Authenticate', 'LoginResult', 'Authorize'],
  SubscribeApps: ['UpdateAppsInfo', 'UpdateAppsComplete', 'UpdateApps'],
  AppGetLogin: ['AppGetLoginResult'],
  AppChallenge: ['AppChallengeResult'],
  AppLogin: ['AppLoginResult'],
  GetDevices: ['GetDevicesResult'],
  NumUsers: ['NumUsersResult'],
  ReadUser: ['ReadUserInfo', 'ReadUserResult'],
  GetStun: ['GetStunResult'],
};

/** Answers that are not the last of theirs. */
const parts: ReadonlySet<string> = new Set(['Authorize', 'UpdateAppsInfo', 'ReadUserInfo']);

const requestOf = new Map(
  Object.entries(answers).flatMap(([request, all]) => all.map((answer) => [answer, request] as const)),
);

/** Types of the messages that answer a request; none for what is no request. */
export function answersTo(mt: string): readonly string[] {
  return Object.hasOwn(answers, mt) ? (answers[mt] ?? []) : [];
}

/** Whether a message asks for an answer. */
export function isRequest(mt: string): boolean {
  return Object.hasOwn(answers, mt);
}

/** Takes note that a message has been answered, in part or to the end. */
export function noteAnswer(talk: Conversation, mt: string, isPart: boolean): void {
  const { pending } = talk;
  if (pending === undefined || requestOf.get(mt) !== pending.mt) return;
  talk.pending = isPart || parts.has(mt) ? { ...pending, parts: pending.parts + 1 } : undefined;
}

const pbxMessages: ReadonlySet<string> = new Set([
  'Login',
  'Authenticate',
  'Authorize',
  'LoginResult',
  'SubscribeApps',
  'UpdateAppsInfo',
  'UpdateAppsComplete',
  'UpdateApps',
  'AppGetLogin',
  'AppGetLoginResult',
]);

/** Who is at the other end, judged by a message: `the PBX at HOST`, `the App Service at HOST/PATH`. */
export function peerOf(mt: string, lane: string, url: string): string {
  const [, place = ''] = /^[a-z]+:\/\/(.*)$/i.exec(url) ?? [];
  if (pbxMessages.has(mt)) return place === '' ? 'the PBX' : `the PBX at ${place.replace(/\/.*$/, '')}`;
  if (!requestOf.has(mt) && !isRequest(mt)) return `the peer on ${lane}`;
  return place === '' ? `the App Service on ${lane}` : `the App Service at ${place}`;
}
