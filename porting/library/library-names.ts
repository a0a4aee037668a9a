/** A handler of the library: the message that it takes in a state. */
export interface LibraryHandler {
  readonly state: string;
  readonly mt: string;
}

/** What is known of a class of the PHP library without loading it. */
export interface LibraryClass {
  /** As it is exported here and written in PHP. */
  readonly name: string;
  /** Name of the library's class that it extends; undefined: none. */
  readonly parent: string | undefined;
  /** Whether it descends from `FinitStateAutomaton`, itself included. */
  readonly isAutomaton: boolean;
  /** States that its handlers are for and that they return, inherited ones included. */
  readonly states: readonly string[];
  /** What it handles, inherited handlers included. */
  readonly handlers: readonly LibraryHandler[];
  /** `false`: the name is there, and using it throws `LIBRARY_NOT_BUILT`. */
  readonly isBuilt: boolean;
  /** Methods that block in PHP and return a promise here, inherited ones included. */
  readonly asyncMethods: readonly string[];
  /** All methods that a program may call or override, inherited ones included, in the library's spelling: PHP ignores case. */
  readonly methods: readonly string[];
}

interface Entry {
  readonly name: string;
  readonly parent?: string;
  readonly isAutomaton?: boolean;
  readonly states?: readonly string[];
  /** Messages that are handled in `Initial`: the library's automatons have no other state that handles anything. */
  readonly handles?: readonly string[];
  readonly isBuilt?: boolean;
  readonly asyncMethods?: readonly string[];
  readonly methods?: readonly string[];
}

const automatonMethods = [
  'sendMessage',
  'postEvent',
  'getWs',
  'getTrans',
  'getTransitioner',
  'getNickname',
  'getShortNickname',
  'log',
  'timeout',
  'run',
  'setUseWS',
  'getUseWS',
  'makeWebSocketUri',
  'raw_json_encode',
  'reconnect',
] as const;

/** Parents before their children; what a parent has is not said again. */
const entries: readonly Entry[] = [
  { name: 'Message', methods: ['getMt', 'setMt', 'fromJSON'] },
  {
    name: 'FinitStateAutomaton',
    isAutomaton: true,
    states: ['Initial', 'Dead'],
    handles: ['Start'],
    asyncMethods: ['run'],
    methods: automatonMethods,
  },
  { name: 'FiniteStateAutomaton', parent: 'FinitStateAutomaton' },
  {
    name: 'Transitioner',
    asyncMethods: ['run'],
    methods: ['addAutomaton', 'startAutomaton', 'run', 'getSelectTimeout'],
  },
  {
    name: 'WSClient',
    asyncMethods: ['receive'],
    methods: ['getSourcename', 'getUrl', 'setUrl', 'isConnected', 'send', 'receive', 'close'],
  },
  { name: 'Log', methods: ['logon', 'logoff', 'setLogLevel', 'clearLogLevel', 'log', 'getLogmsg'] },
  { name: 'AppServiceCredentials' },
  {
    name: 'AppUserCredentials',
    methods: [
      'getName',
      'getPw',
      'getAgent',
      'getNonce',
      'getChallenge',
      'setChallenge',
      'setDisableSessionkeys',
      'getSessionkeys',
    ],
  },
  { name: 'AppUserSessionCredentials' },
  { name: 'AppServiceSpec' },
  { name: 'UserPBXLogin' },
  {
    name: 'AppLoginAutomaton',
    parent: 'FinitStateAutomaton',
    handles: ['AppChallengeResult', 'AppLoginResult', 'EOF'],
    methods: ['setCred', 'getCred', 'getIsLoggedIn', 'encrypt'],
  },
  {
    name: 'UserPBXLoginAutomaton',
    parent: 'FinitStateAutomaton',
    handles: [
      'Authenticate',
      'Authorize',
      'LoginResult',
      'UpdateAppsInfo',
      'UpdateAppsComplete',
      'UpdateApps',
      'UserPBXLoginTimeout',
      'EOF',
    ],
    methods: ['getResults', 'getSessionkeys', 'getIsLoggedIn'],
  },
  {
    name: 'UserPBXLoginWithAppAutomaton',
    parent: 'UserPBXLoginAutomaton',
    handles: ['UserPBXLoginNeedGetLogin', 'AppGetLoginResult', 'AppLoginFailure', 'UserPBXLoginCancel'],
    methods: ['setNclients'],
  },
  {
    name: 'AppLoginViaPBXAutomaton',
    parent: 'AppLoginAutomaton',
    handles: ['UserPBXLoginSuccess', 'UserPBXLoginFailure', 'GotAppGetLoginResult'],
    methods: ['getSelectedApp', 'selectInstance'],
  },
  {
    name: 'PbxAppLoginAutomaton',
    parent: 'AppLoginAutomaton',
    methods: ['getServices', 'setNumberOfAuthentications'],
  },
  {
    name: 'AppServiceLogin',
    asyncMethods: ['connect'],
    methods: [
      'connect',
      'getPbxA',
      'getPbxWS',
      'getAppAutomaton',
      'getAppWebSocket',
      'readSessionKey',
      'writeSessionKey',
    ],
  },
  {
    name: 'DevicesGetAdminAccess',
    parent: 'FinitStateAutomaton',
    isBuilt: false,
    methods: ['getKey', 'getDeviceAccessURL', 'getDeviceInfo', 'getConfigDump'],
  },
  {
    name: 'ManagerDumpAppService',
    parent: 'FinitStateAutomaton',
    isBuilt: false,
    methods: ['getHttpkey', 'getManagerUri', 'getHTTPKeyUrl', 'GetAppDump'],
  },
  {
    name: 'Pbx2AppAuthenticator',
    parent: 'FinitStateAutomaton',
    isBuilt: false,
    states: ['User'],
  },
];

/**
 * The classes of the PHP library by name in lower case, as PHP looks them up. Pure data: a program that translates
 * reads it without loading any of them.
 */
export const libraryClasses: ReadonlyMap<string, LibraryClass> = withInherited(entries);

function withInherited(given: readonly Entry[]): ReadonlyMap<string, LibraryClass> {
  const classes = new Map<string, LibraryClass>();
  for (const entry of given) {
    const parent = entry.parent === undefined ? undefined : classes.get(entry.parent.toLowerCase());
    const handles = (entry.handles ?? []).map((mt) => ({ state: 'Initial', mt }));
    classes.set(entry.name.toLowerCase(), {
      name: entry.name,
      parent: entry.parent,
      isAutomaton: entry.isAutomaton ?? parent?.isAutomaton ?? false,
      states: [...(parent?.states ?? []), ...(entry.states ?? [])],
      handlers: [...(parent?.handlers ?? []), ...handles],
      isBuilt: entry.isBuilt ?? true,
      asyncMethods: [...(parent?.asyncMethods ?? []), ...(entry.asyncMethods ?? [])],
      methods: [...(parent?.methods ?? []), ...(entry.methods ?? [])],
    });
  }
  return classes;
}
