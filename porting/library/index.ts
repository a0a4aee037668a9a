/** The classes of the PHP library in PHP's shape: for ported programs, see docs/porting.md. */
export { exportSession } from '../../protocol/credentials.js';
export { AppLoginAutomaton } from './app-login.js';
export { AppLoginViaPBXAutomaton } from './app-login-via-pbx-automaton.js';
export type { ConnectorOptions } from './app-service-login.js';
export { AppServiceLogin } from './app-service-login.js';
export {
  AppServiceCredentials,
  AppServiceSpec,
  AppUserCredentials,
  AppUserSessionCredentials,
} from './credentials.js';
export { Log } from './log.js';
export { DevicesGetAdminAccess, ManagerDumpAppService, Pbx2AppAuthenticator } from './not-built.js';
export { PbxAppLoginAutomaton } from './pbx-app-login-automaton.js';
export { stdClass } from './std-class.js';
export { UserPBXLogin } from './user-pbx-login.js';
export { UserPBXLoginAutomaton } from './user-pbx-login-automaton.js';
export { UserPBXLoginWithAppAutomaton } from './user-pbx-login-with-app-automaton.js';
export { WSClient } from './ws-client.js';
