/** What the logins of the library post, and no peer ever sends: by one of these a peer could feign a login. */
export const libraryPosts: readonly string[] = [
  'AppLoginFailure',
  'AppLoginSuccess',
  'GotAppGetLoginResult',
  'UserPBXLoginCancel',
  'UserPBXLoginFailure',
  'UserPBXLoginNeedGetLogin',
  'UserPBXLoginSuccess',
];
