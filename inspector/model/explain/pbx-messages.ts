import type { Knowledge } from './knowledge.js';
import { idleLimit, nobody, refusalMembers, src } from './knowledge.js';

const userAgent = 'Any text; the user sees it in the list of sessions.';
const appMembers = {
  app: 'One app: `name` of the App object, `title`, `url` of its page without .htm, `website` for a plain web site.',
  apps: 'All apps of the user, each with `name`, `title`, `url`, and `website` for a plain web site.',
  deviceApps: 'Apps that run on devices.',
  selected: 'Names of the apps that the user has chosen, with commas between.',
} as const;

function further(purpose: string, members: Readonly<Record<string, string>> = {}): Knowledge {
  const source = 'protocol.md, "Further messages after login"';
  return { purpose, answeredBy: nobody, expected: [], members, source };
}

/** The second Login; it has the same type as the first. */
export const loginResponse: Knowledge = {
  title: 'Login, the proof',
  purpose:
    'Says who logs in and proves, by a digest, that the password is known; the password itself is never sent.',
  answeredBy:
    'The PBX: LoginResult, or Authorize when the user has to confirm the login on a second channel first.',
  expected: ['LoginResult', 'Authorize'],
  timeout: idleLimit,
  members: {
    method: 'As in Authenticate.',
    type: 'As in Authenticate: user or session.',
    username: "The user's name as typed, or the session's id (a secret).",
    nonce: '16 hex digits, drawn anew for every attempt.',
    userAgent,
    response: 'The proof; see the formula.',
  },
  source: 'protocol.md, "Digest response"',
};

/** The messages of the myApps login, by type. */
export const pbxMessages: Readonly<Record<string, Knowledge>> = {
  Login: {
    title: 'Login, the wish',
    purpose:
      'Opens the login: says whether it is to be by password (user) or by the credentials of an earlier login (session).',
    answeredBy: 'The PBX, with Authenticate; or with LoginResult when it refuses at once.',
    expected: ['Authenticate', 'LoginResult'],
    timeout: idleLimit,
    members: {
      type: 'user: with name and password, makes a new session. session: with the credentials of an earlier login.',
      userAgent,
    },
    source: 'protocol.md, "Login"',
  },
  Authenticate: {
    purpose: "The PBX's question: a challenge, which only somebody who knows the password can answer.",
    answeredBy: 'Who logs in, with the second Login.',
    expected: ['Login'],
    members: {
      type: 'As in the first Login.',
      method: 'How the proof is to be made: digest, ntlm or oauth2. Automatons know digest.',
      domain: "The PBX's domain; part of both digests.",
      challenge: 'Drawn anew for every attempt; an answer to an old one is wrong.',
    },
    source: 'protocol.md, "Authenticate"',
  },
  Authorize: {
    purpose:
      'The password was right, and now the user has to confirm this login on a second channel: another session, or the link in an e-mail.',
    answeredBy: 'The user, elsewhere. Then the PBX sends LoginResult.',
    expected: ['LoginResult'],
    timeout:
      'A limit of the automaton, 300 s unless told otherwise (confirmTimeoutMs); how long the PBX waits is not documented.',
    members: { code: 'The number that is shown in both places, so that the user can compare. No secret.' },
    source: 'protocol.md, "Two-factor authentication"',
  },
  LoginResult: {
    purpose:
      'The outcome of the login. A success proves in its turn, by a digest, that the PBX knows the password.',
    answeredBy:
      'Who logs in: checks the digest, then asks for the apps with SubscribeApps. After a refused session, with a new Login.',
    expected: ['SubscribeApps', 'Login'],
    members: {
      info: 'The user (`user`), and encrypted credentials of a new session (`session`). The digest covers its exact text.',
      digest: "The PBX's proof; see the formula.",
      error:
        '1: incomplete or malformed. 2: name, password or second factor wrong. 5: session expired. Others are not documented.',
      errorText: 'The same in words.',
    },
    source: 'protocol.md, "LoginResult"',
  },
  Redirect: {
    purpose: 'Comes in place of LoginResult and sends the user to the PBX that the user belongs to.',
    answeredBy: 'Who logs in, by a login there. Automatons do not follow it yet.',
    expected: [],
    members: {
      info: 'host, mod (module) and session of the other PBX.',
      digest: "The PBX's proof; see the formula.",
    },
    source: 'protocol.md, "Redirect"',
  },
  SubscribeApps: {
    purpose: "Asks for the user's apps, and for news of them.",
    answeredBy:
      'The PBX, with one UpdateAppsInfo for each app and then UpdateAppsComplete, or with one UpdateApps.',
    expected: ['UpdateAppsInfo', 'UpdateAppsComplete', 'UpdateApps'],
    timeout: idleLimit,
    members: {},
    source: 'protocol.md, "App list"',
  },
  UpdateAppsInfo: {
    purpose: 'One app of the user, new or changed.',
    answeredBy: nobody,
    expected: ['UpdateAppsInfo', 'UpdateAppsComplete'],
    timeout: idleLimit,
    members: appMembers,
    source: 'protocol.md, "App list"',
  },
  UpdateAppsComplete: {
    purpose: 'All apps have been sent: the login to the PBX is done, those to the App Services may begin.',
    answeredBy: 'Nobody directly; the automatons of the App Services connect and send AppChallenge.',
    expected: ['AppChallenge'],
    members: appMembers,
    source: 'protocol.md, "App list"',
  },
  UpdateApps: {
    purpose: 'The whole list of apps in one message, the form that the vendor documents.',
    answeredBy: 'Nobody directly; the automatons of the App Services connect and send AppChallenge.',
    expected: ['AppChallenge'],
    members: appMembers,
    source: 'protocol.md, "App list"',
  },
  AppGetLogin: {
    purpose:
      'Asks the PBX to vouch for the user at an App Service: to answer its challenge with the password of the App object.',
    answeredBy: 'The PBX, with AppGetLoginResult.',
    expected: ['AppGetLoginResult'],
    timeout: idleLimit,
    members: {
      app: '`name` of the App object, from the app list.',
      challenge: 'From AppChallengeResult of the App Service; always a string.',
      src: 'Nickname of the automaton that logs in; the answer carries the same.',
    },
    source: 'protocol.md, "AppGetLogin"',
  },
  AppGetLoginResult: {
    purpose:
      'The login that the PBX has made for the App Service, or why there is none: no such app, or the user may not use it.',
    answeredBy:
      'The automaton of the App Service: passes everything but mt, src, key and salt on as AppLogin, info byte for byte.',
    expected: ['AppLogin'],
    members: {
      src: 'As in AppGetLogin.',
      domain: 'Of the user.',
      sip: 'Name of the user.',
      guid: 'Of the user.',
      dn: 'Display name of the user.',
      app: 'Name of the HTML file of the app.',
      pbxObj: 'Name of the App object.',
      info: 'What the app may know. The digest covers its exact text.',
      digest: 'The proof for the App Service; see the formula.',
      key: 'The session key in clear, a secret.',
      salt: 'Belongs to the session key.',
      ...refusalMembers,
    },
    source: 'protocol.md, "AppGetLogin"',
  },
  CheckBuild: {
    purpose: 'Asks whether an HTML page is up to date; works before any login.',
    answeredBy: 'The PBX or App Service, with CheckBuildResult.',
    expected: ['CheckBuildResult'],
    members: { url: 'The page.', always: 'Answer with a URL in any case.' },
    source: 'protocol.md, "CheckBuild"',
  },
  CheckBuildResult: {
    purpose: 'Tells the build and version, and where the page is now.',
    answeredBy: nobody,
    expected: [],
    members: {
      url: 'Where the page is, if elsewhere.',
      build: 'Build number, hex.',
      version: 'Version of the firmware.',
    },
    source: 'protocol.md, "CheckBuild"',
  },
  Logout: {
    purpose: 'Deletes this session. Automatons do not send it: it would throw away the stored session.',
    answeredBy: 'The PBX, with LogoutResult.',
    expected: ['LogoutResult'],
    members: {},
    source: 'protocol.md, "Ending a session"',
  },
  LogoutResult: {
    purpose:
      'The session is gone, as the answer to Logout or unasked, when it was deleted elsewhere; a stored pair is worthless now.',
    answeredBy: nobody,
    expected: [],
    members: {},
    source: 'protocol.md, "Ending a session"',
  },
  StandbyBack: {
    purpose: 'The primary PBX is back, this one closes the connection; the session stays valid.',
    answeredBy: nobody,
    expected: ['EOF'],
    members: {},
    source: 'protocol.md, "Ending a session"',
  },
  Disconnect: {
    purpose: 'The PBX shuts down and closes the connection; the session stays valid.',
    answeredBy: nobody,
    expected: ['EOF'],
    members: {},
    source: 'protocol.md, "Ending a session"',
  },
  SubscribeRegister: {
    ...further('The myApps client asks how its registration stands; automatons do not send it.'),
    answeredBy: 'The PBX, with UpdateRegister.',
    expected: ['UpdateRegister'],
  },
  UpdateRegister: further('News of a registration; passed over.'),
  LoginInfo: {
    ...further('The myApps client asks which login methods there are; automatons do not send it.'),
    answeredBy: 'The PBX, with LoginInfoResult.',
    expected: ['LoginInfoResult'],
  },
  LoginInfoResult: further('Which login methods the PBX offers, by type of login; passed over.', {
    user: 'Methods for a login with the password.',
    session: 'Methods for a login with a session.',
  }),
  UpdateUser: further("News of the user's own data; passed over."),
  SessionAdded: further(
    'The user has logged in elsewhere: one more of the at most eight sessions; passed over.',
    {
      id: 'Of the session, a secret.',
      info: 'userAgent and time of that login; code when it waits for its second factor.',
    },
  ),
  SessionUpdated: further('One of the sessions of the user has changed; passed over.', {
    id: 'Of the session, a secret.',
  }),
  SessionDeleted: further('One of the sessions of the user is gone; passed over.', {
    id: 'Of the session, a secret.',
  }),
  AuthorizeSession: {
    purpose: 'Another session of the user confirms a login that waits for its second factor.',
    answeredBy: 'The PBX, with LoginResult to the login that waits.',
    expected: ['LoginResult'],
    members: { id: 'Of the session that waits, a secret.' },
    source: 'protocol.md, "Two-factor authentication"',
  },
  DeleteSession: {
    purpose: 'Another session of the user refuses a login that waits, or ends a session.',
    answeredBy: 'The PBX, to the session concerned: LoginResult with an error, or LogoutResult.',
    expected: ['LoginResult', 'LogoutResult'],
    members: { id: 'Of the session concerned, a secret.' },
    source: 'protocol.md, "Two-factor authentication"',
  },
  UpdateOwnPresence: further("The user's own presence; passed over."),
  UpdatePresence: further('The presence of somebody else; passed over.'),
  DialogInfo: further('A call of the user has changed; passed over.'),
  Wake: further('The client is to wake up; passed over.'),
  Error: further('The answer to nonsense; passed over.', refusalMembers),
  GetStun: {
    purpose: 'Asks the PBX for its STUN and TURN servers.',
    answeredBy: 'The PBX, with GetStunResult.',
    expected: ['GetStunResult'],
    timeout: idleLimit,
    members: { api: 'PbxAdminApi.', src },
    source: 'protocol.md, "PbxAdminApi"',
  },
  GetStunResult: {
    purpose: 'The STUN and TURN servers.',
    answeredBy: nobody,
    expected: [],
    members: {
      stun: 'STUN server.',
      stunSlow: 'The STUN server answers slowly.',
      turn: 'TURN server.',
      turnUsr: 'User there.',
      turnPwd: 'Password there, a secret.',
      src,
      ...refusalMembers,
    },
    source: 'protocol.md, "PbxAdminApi"',
  },
};
