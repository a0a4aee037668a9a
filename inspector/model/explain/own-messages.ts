import type { Knowledge } from './knowledge.js';
import { nobody } from './knowledge.js';

const source = 'protocol.md, "AppGetLogin"';
const login = 'protocol.md, "myApps login"';

/** What automatons post to each other, by type. */
export const posts: Readonly<Record<string, Knowledge>> = {
  LoginResult: {
    title: 'Post LoginResult',
    purpose: 'The automaton of the PBX login shows the others the LoginResult whose digest was right.',
    answeredBy: nobody,
    expected: ['UserPBXLoginSuccess'],
    members: { info: 'The user.', digest: 'The proof that was checked.' },
    source: login,
  },
  UserPBXLoginSuccess: {
    purpose: 'The login to the PBX is done: the automatons of the App Services may begin.',
    answeredBy: 'Each automaton of an App Service: chooses its app from the list and connects to its URL.',
    expected: ['AppChallenge'],
    members: {
      results: 'The first Login, the LoginResult, the list of apps, and the message that ended it.',
    },
    source: login,
  },
  UserPBXLoginFailure: {
    purpose: 'The login to the PBX has failed: nobody need wait for it.',
    answeredBy: 'Each automaton of an App Service ends, with the same reason.',
    expected: ['AppLoginFailure'],
    members: { error: 'Why; code and sentence are in docs/errors.md.' },
    source: login,
  },
  UserPBXLoginNeedGetLogin: {
    purpose: 'The automaton of an App Service has a challenge and asks for a login to answer it with.',
    answeredBy:
      'The automaton of the PBX login: sends AppGetLogin, and posts the answer as GotAppGetLoginResult.',
    expected: ['AppGetLogin', 'GotAppGetLoginResult'],
    members: { app: '`name` of the App object.', challenge: 'From AppChallengeResult.' },
    source,
  },
  GotAppGetLoginResult: {
    purpose: "The PBX's answer to AppGetLogin, for the automaton that asked; info is as it arrived.",
    answeredBy: 'The automaton of the App Service: sends AppLogin, or ends when the PBX refused.',
    expected: ['AppLogin'],
    members: {
      info: 'What the app may know, byte for byte.',
      digest: 'The proof for the App Service.',
      error: 'Why the PBX refused.',
      errorText: 'The same in words.',
    },
    source,
  },
  UserPBXLoginCancel: {
    purpose: 'Ends a PBX login that serves App Services.',
    answeredBy: 'The automaton of the PBX login: ends with LOGIN_CANCELLED.',
    expected: ['UserPBXLoginFailure'],
    members: {},
    source: login,
  },
  AppLoginSuccess: {
    purpose: 'The login to an App Service is done; it needs nothing more from the PBX.',
    answeredBy: 'Nobody; the automaton of the PBX login ends when it serves nobody any more.',
    expected: [],
    members: { app: 'The app.' },
    source: 'protocol.md, "AppWebsocket login"',
  },
  AppLoginFailure: {
    purpose: 'The login to an App Service has failed; the logins to others go on.',
    answeredBy: 'Nobody; the automaton of the PBX login ends when it serves nobody any more.',
    expected: [],
    members: { app: 'The app.', error: 'Why; code and sentence are in docs/errors.md.' },
    source: 'protocol.md, "AppWebsocket login"',
  },
};

/** What the engine delivers itself, by type; no peer and no automaton can send these. */
export const engineMessages: Readonly<Record<string, Knowledge>> = {
  Start: {
    purpose: 'The automaton is in a new state (not phase), or begins: it may send its first message.',
    answeredBy: 'The automaton, with whatever its state does at the beginning.',
    expected: [],
    members: {},
    source: 'semantics.md, "The rules"',
  },
  Open: {
    purpose: 'The connection is there. What was sent before goes out now, in order.',
    answeredBy: 'The automaton, if it declares it.',
    expected: [],
    members: {},
    source: 'semantics.md, "The rules"',
  },
  EOF: {
    purpose: 'The connection has ended, or could not be made.',
    answeredBy:
      'The automaton: one that does not ask for another connection in this step stops as disconnected.',
    expected: [],
    members: { code: 'Close code of the WebSocket.', reason: "The peer's reason.", error: 'What broke it.' },
    source: 'semantics.md, "The rules"',
  },
  Timeout: {
    purpose: 'No message has come on any socket for the idle timeout.',
    answeredBy:
      'An automaton whose state has the tag waits keeps the run alive; when none has, the run ends.',
    expected: [],
    timeout: '5 s unless told otherwise (idleTimeoutMs, --timeout).',
    members: {},
    source: 'semantics.md, "The rules"',
  },
};
