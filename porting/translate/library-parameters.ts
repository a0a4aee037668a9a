import type { Parameter } from './ast.js';

/** Names of the parameters of the library's constructors, for arguments that are given by name. */
const names: Readonly<Record<string, string>> = {
  FinitStateAutomaton: 'ws nickname',
  FiniteStateAutomaton: 'ws nickname',
  WSClient: 'sourcename uri options',
  AppServiceCredentials: 'app pw domain sip guid dn',
  AppUserCredentials: 'name pw sessionkeys agent',
  AppUserSessionCredentials: 'usr pw',
  AppServiceSpec: 'app service domain',
  AppLoginAutomaton: 'ws cred nickname',
  UserPBXLoginAutomaton: 'ws cred confirmTimeout nickname',
  UserPBXLoginWithAppAutomaton: 'ws cred confirmTimeout nickname',
  AppLoginViaPBXAutomaton: 'ws spec nickname passthrough',
  AppServiceLogin: 'pbx credentials specs useWS passthrough',
  DevicesGetAdminAccess: 'ws macs nickname searchDomains',
  ManagerDumpAppService: 'ws nickname',
  PbxAppLoginAutomaton: 'pbx credentials useWS',
  Pbx2AppAuthenticator: 'service',
};

export function libraryParameters(className: string | undefined): readonly Parameter[] {
  const list = className === undefined ? undefined : names[className];
  return (list?.split(' ') ?? []).map((name) => ({
    kind: 'parameter',
    name: { kind: 'identifier', name },
    value: { kind: 'nullkeyword' },
    type: null,
    byref: false,
    variadic: false,
    readonly: false,
    nullable: true,
    flags: 0,
  }));
}
