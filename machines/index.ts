/** The automatons: pure XState machines, one file each, to be run by a Transitioner. */
export type { AppLoginInput, AppLoginOutput } from './app-login.js';
export { AppLoginAutomaton } from './app-login.js';
export type { AppLoginViaPBXInput, AppLoginViaPBXOutput } from './app-login-via-pbx.js';
export { AppLoginViaPBXAutomaton } from './app-login-via-pbx.js';
export type { Chain } from './chain.js';
export { append, flatten } from './chain.js';
export type { DeviceListerOutput } from './device-lister.js';
export { DeviceLister } from './device-lister.js';
export type {
  AuthorizeCodeNotice,
  MachineNotice,
  ProgressNotice,
  SessionNotice,
  SessionRefusedNotice,
  VerdictNotice,
} from './notices.js';
export type { PbxLoginInput, PbxLoginOutput } from './pbx-login-context.js';
export type {
  AppLoginFailure,
  AppLoginSuccess,
  GotAppGetLoginResult,
  LoginResults,
  UserPBXLoginCancel,
  UserPBXLoginFailure,
  UserPBXLoginNeedGetLogin,
  UserPBXLoginSuccess,
} from './posts.js';
export { UserPBXLoginAutomaton } from './user-pbx-login.js';
export { UserPBXLoginWithAppAutomaton } from './user-pbx-login-with-app.js';
export type { UserListerInput, UserListerOutput, UserRow } from './user-lister.js';
export { UserLister } from './user-lister.js';
