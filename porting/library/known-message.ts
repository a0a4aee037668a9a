import type {
  UserPBXLoginFailure,
  UserPBXLoginNeedGetLogin,
  UserPBXLoginSuccess,
} from '../../machines/posts.js';
import type {
  AppChallengeResultMessage,
  AppLoginResultMessage,
} from '../../protocol/messages/app-websocket.js';
import type {
  AppGetLoginResultMessage,
  AuthenticateMessage,
  AuthorizeMessage,
  LoginResultMessage,
  UpdateAppsInfoMessage,
  UpdateAppsMessage,
} from '../../protocol/messages/myapps.js';
import type { Message } from '../classes/message.js';

interface KnownMessages {
  AppChallengeResult: AppChallengeResultMessage;
  AppLoginResult: AppLoginResultMessage;
  AppGetLoginResult: AppGetLoginResultMessage;
  Authenticate: AuthenticateMessage;
  Authorize: AuthorizeMessage;
  LoginResult: LoginResultMessage;
  UpdateApps: UpdateAppsMessage;
  UpdateAppsInfo: UpdateAppsInfoMessage;
  UserPBXLoginFailure: UserPBXLoginFailure;
  UserPBXLoginNeedGetLogin: UserPBXLoginNeedGetLogin;
  UserPBXLoginSuccess: UserPBXLoginSuccess;
}

/**
 * The same message, with the members that its type has by the protocol; nobody has checked them.
 * @param mt the type that the handler is called for
 * @throws TypeError when a handler is called with another message
 */
export function known<Mt extends keyof KnownMessages>(msg: Message, mt: Mt): KnownMessages[Mt] {
  if (msg.mt !== mt) throw new TypeError(`Expected ${mt}, not ${msg.mt}.`);
  return msg as object as KnownMessages[Mt];
}
