import { ExactNumber } from '../../runtime/exact-json.js';
import type { AnyMessage } from '../../runtime/message.js';
import type { Request } from './connection.js';
import { textMember } from './connection.js';
import type { RandomSources } from './random.js';
import type { Scenario } from './scenario.js';
import type { ServiceAnswer, ServiceLogic } from './service-connection.js';

/** The one domain that the simulated Devices service has. */
const domainId = 1;

interface DeviceModel {
  readonly hwId: string;
  readonly name: string;
  readonly product: string;
  readonly version: string;
  readonly type: string;
  readonly pbxActive: boolean;
}

/** The devices of the how-to; more are made up after them. */
const firstDevices: readonly DeviceModel[] = [
  {
    hwId: '009033410109',
    name: 'PBX - sindelfingen.sample.dom',
    product: 'IP811',
    version: '13r1 dvl [13.1133/131094/200]',
    type: 'GW',
    pbxActive: true,
  },
  {
    hwId: '029033410109',
    name: 'AP - sample.dom',
    product: 'AppPlatform ARM',
    version: '60002 dvl',
    type: 'APP_PLATFORM',
    pbxActive: false,
  },
  {
    hwId: '0090333000af',
    name: "ckl's IP232",
    product: 'IP232',
    version: '13r1 dvl [13.1102/125119/501]',
    type: 'PHONE',
    pbxActive: false,
  },
];

/** A device, the first one being number 1. Made when it is sent, so a long list costs no memory. */
function device(number: number, scenario: Scenario): Readonly<Record<string, unknown>> {
  const model = firstDevices[number - 1] ?? {
    hwId: `009033${(number - 1).toString(16).padStart(6, '0')}`,
    name: `device ${number}`,
    product: 'IP232',
    version: '13r1 dvl [13.1102/125119/501]',
    type: 'PHONE',
    pbxActive: false,
  };
  const { hwId, name, product, version, type, pbxActive } = model;
  const id = deviceId(number, scenario.deviceIdOffset);
  return {
    id,
    hwId,
    name,
    [scenario.domainMember]: domainId,
    product,
    version,
    type,
    pbxActive,
    online: true,
  };
}

function deviceId(number: number, offset: string): number | ExactNumber {
  const id = BigInt(offset) + BigInt(number);
  return id <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(id) : new ExactNumber(id.toString());
}

/** What the Devices service answers. Source: docs/protocol.md, "Devices service". */
export function devicesService(scenario: Scenario, random: RandomSources, connection: string): ServiceLogic {
  return (request, identity) => {
    const mt = `${request.msg.mt}Result`;
    const one = (members: Readonly<Record<string, unknown>>): ServiceAnswer => ({
      step: undefined,
      messages: [{ mt, ...members }],
    });
    switch (request.msg.mt) {
      case 'GetDevices': {
        const messages = chunks(mt, selects(request.msg) ? scenario.deviceCount : 0, scenario);
        return { step: 'GetDevices', messages };
      }
      case 'GetFilteredDevices':
        return { step: undefined, messages: filtered(mt, request, scenario) };
      case 'GetUnassignedDevicesCount':
        return one({ count: 0 });
      // 13r1 calls the request GetLoginInfo.
      case 'GetUserInfo':
      case 'GetLoginInfo':
        return one({ key: random(`${connection}/devices-key`).dashedGuid(), admin: identity.sip !== '' });
      case 'GetDomains':
        return one({ domains: [domain(scenario)], last: true });
      case 'GetProvisioningCategories':
        return one({ categories: [], last: true });
      case 'GetDeviceConfigs':
      case 'GetDevicesConfigs':
        return one({ configs: [], last: true });
      default:
        return undefined;
    }
  };
}

function domain(scenario: Scenario): Readonly<Record<string, unknown>> {
  return {
    id: domainId,
    name: scenario.domain,
    hasRentalProducts: false,
    deployAdminPasswords: false,
    isInstanceDomain: true,
    categories: [],
  };
}

/**
 * Whether a GetDevices asks for the devices there are: all are assigned to the one domain and in no category.
 * Empty texts count as absent. Source: docs/protocol.md, "Devices requests".
 */
function selects(msg: AnyMessage): boolean {
  const domainIds = textMember(msg, 'domainIds') ?? '';
  const categories = (textMember(msg, 'categories') ?? '') + (textMember(msg, 'subcategories') ?? '');
  if (categories !== '') return false;
  if (domainIds !== '') return listed(domainIds).includes(String(domainId));
  return msg.unassigned !== true;
}

/** The list in chunks; the final one, which may be the only one, says `last`. */
function* chunks(mt: string, count: number, scenario: Scenario): Generator<AnyMessage> {
  const { chunkSize } = scenario;
  for (let sent = 0; sent === 0 || sent < count; sent += chunkSize) {
    const length = Math.min(chunkSize, count - sent);
    const devices = Array.from({ length }, (_item, at) => device(sent + at + 1, scenario));
    yield { mt, devices, ...(sent + length >= count ? { last: true } : {}) };
  }
}

function* filtered(mt: string, { msg }: Request, scenario: Scenario): Generator<AnyMessage> {
  const types: readonly unknown[] = Array.isArray(msg.types) ? msg.types : [];
  const hwIds = listed(textMember(msg, 'hwIds') ?? '');
  let devices: Readonly<Record<string, unknown>>[] = [];
  for (let number = 1; number <= scenario.deviceCount; number += 1) {
    const candidate = device(number, scenario);
    const isWanted =
      (types.length === 0 || types.includes(candidate.type)) &&
      (hwIds.length === 0 || hwIds.includes(String(candidate.hwId)));
    if (!isWanted) continue;
    if (devices.length === scenario.chunkSize) {
      yield { mt, devices };
      devices = [];
    }
    devices.push(candidate);
  }
  yield { mt, devices, last: true };
}

function listed(commaSeparated: string): string[] {
  return commaSeparated
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
