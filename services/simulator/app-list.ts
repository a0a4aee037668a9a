import { appLoginDigest, plainSessionKey } from '../../protocol/digests.js';
import { encode, RawJson } from '../../runtime/exact-json.js';
import type { AnyMessage } from '../../runtime/message.js';
import type { Address } from './connection.js';
import { digestMember, onTheWire } from './digest-faults.js';
import type { Fault } from './faults.js';
import type { RandomSource } from './random.js';
import type { Scenario } from './scenario.js';
import type { PbxApp, PbxUser, SimulatedPbx } from './simulated-pbx.js';
import { pbxAppPath } from './simulated-pbx.js';

/** Where a client finds an app, as the client itself addressed the simulator. */
export function appUrl(app: PbxApp, address: Address): string {
  if (app.url !== undefined) return app.url;
  const base = `${address.isSecure ? 'https' : 'http'}://${address.host}${app.path}`;
  return app.path === pbxAppPath ? base : `${base}/${app.app}`;
}

/** The answer to SubscribeApps, in the form the scenario asks for. Source: docs/protocol.md, "App list". */
export function* appList(
  scenario: Scenario,
  apps: readonly PbxApp[],
  address: Address,
): Generator<AnyMessage> {
  const selected = apps
    .filter((app) => !app.isHidden)
    .map((app) => app.name)
    .join(',');
  const deviceApps: readonly unknown[] = [];
  const entries = apps.map((app) => appEntry(app, address));
  if (scenario.appListForm === 'single') {
    yield { mt: 'UpdateApps', apps: entries, deviceApps, selected };
    return;
  }
  for (const app of entries) yield { mt: 'UpdateAppsInfo', app };
  yield { mt: 'UpdateAppsComplete', deviceApps, selected };
}

function appEntry(app: PbxApp, address: Address): Readonly<Record<string, unknown>> {
  const url = appUrl(app, address);
  return {
    name: app.name,
    title: app.title,
    text: app.text,
    ...(url === '' ? {} : { url }),
    ...(app.isWebsite ? { website: true } : {}),
    info: { hidden: app.isHidden, apis: {} },
  };
}

/** What AppGetLoginResult is made from. */
export interface AppLoginGrant {
  readonly pbx: SimulatedPbx;
  readonly scenario: Scenario;
  readonly user: PbxUser;
  readonly app: PbxApp;
  readonly challenge: string;
  readonly address: Address;
  /** For `salt`. */
  readonly random: RandomSource;
  /** Those that spoil the digest. */
  readonly faults: readonly Fault[];
}

/** The PBX vouches for a user at an App Service. Source: docs/protocol.md, "AppGetLogin". */
export function appGetLoginResult(grant: AppLoginGrant): AnyMessage {
  const { scenario, user, app, challenge, faults } = grant;
  const info = encode(appLoginInfo(grant));
  const { sip, guid, dn } = user;
  const { domain } = scenario;
  const digest = appLoginDigest({
    app: app.app,
    domain,
    sip,
    guid,
    dn,
    info,
    challenge,
    password: app.password,
  });
  return {
    mt: 'AppGetLoginResult',
    domain,
    sip,
    guid,
    dn,
    pbxObj: app.name,
    app: app.app,
    info: new RawJson(onTheWire(info, faults)),
    ...digestMember(digest, faults),
    salt: grant.random.decimal(10),
    key: plainSessionKey(challenge, app.password),
  };
}

/** The `info` of an AppLogin. Source: docs/protocol.md, "AppLogin info". */
function appLoginInfo({
  pbx,
  scenario,
  user,
  app,
  address,
}: AppLoginGrant): Readonly<Record<string, unknown>> {
  return {
    appobj: app.name,
    appdn: app.title,
    appurl: appUrl(app, address),
    pbx: scenario.pbx,
    cn: user.cn,
    ...(app.isUnlicensed ? { unlicensed: true } : {}),
    groups: [],
    apps: pbx.appsOf(user).map(({ name }) => ({ name })),
  };
}
