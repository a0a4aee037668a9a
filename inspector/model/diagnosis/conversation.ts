/** A message that somebody must answer. */
export interface Request {
  readonly mt: string;
  readonly seq: number;
  readonly t: number;
  /** When it was last heard of: asked, or answered in part. */
  readonly lastT: number;
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
  /** Each AppGetLogin that is not answered yet, by `src`: several may go out before the first answer. */
  readonly openAsks: Map<string, Request>;
  /** The app of AppLogin, and whether its `info` says that the licence is missing. */
  app: string;
  isUnlicensed: boolean;
  devices: number;
  users: number;
  /** Texts that are no messages: of the peer, and of the client. */
  readonly nonsense: number[];
  readonly clientsNonsense: number[];
  lastSeq: number;
  /** Type of the last message. */
  lastMt: string;
  /** Who ended the connection, where the recording says so. */
  endedBy: 'client' | 'peer' | undefined;
  /** What the side that knows the password found wrong with the client's proof. */
  check: { readonly seq: number; readonly reason: string | undefined } | undefined;
  /** The record of a close right after a LoginResult that was a success: nobody went on with it. */
  leftSeq: number;
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
    openAsks: new Map(),
    app: '',
    isUnlicensed: false,
    devices: 0,
    users: 0,
    nonsense: [],
    clientsNonsense: [],
    lastSeq: 0,
    lastMt: '',
    endedBy: undefined,
    check: undefined,
    leftSeq: 0,
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

/** Most requests that are kept of one connection. */
const askLimit = 1000;

/** Takes note of a request. */
export function noteRequest(talk: Conversation, mt: string, src: string, seq: number, t: number): void {
  const request = { mt, seq, t, lastT: t, parts: 0 };
  talk.pending = request;
  if (mt === 'AppGetLogin' && talk.openAsks.size < askLimit) talk.openAsks.set(src, request);
}

/** Takes note that a message has been answered, in part or to the end. */
export function noteAnswer(talk: Conversation, mt: string, src: string, isPart: boolean, t: number): void {
  const { pending, openAsks } = talk;
  if (mt === 'AppGetLoginResult') {
    // A PBX that leaves `src` out answers the first.
    openAsks.delete(openAsks.has(src) ? src : (openAsks.keys().next().value ?? ''));
  }
  if (pending === undefined || requestOf.get(mt) !== pending.mt) return;
  if (isPart || parts.has(mt)) talk.pending = { ...pending, lastT: t, parts: pending.parts + 1 };
  else talk.pending = mt === 'AppGetLoginResult' ? [...openAsks.values()].at(-1) : undefined;
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
