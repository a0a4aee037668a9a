import type { Knowledge } from './knowledge.js';
import { idleLimit, nobody, refusalMembers, src } from './knowledge.js';

const asker = {
  user: 'Own SIP name, from info.user of LoginResult.',
  domain: 'Own domain with @ before it.',
  filter: '% for all; looks like LIKE of SQL.',
} as const;

function device(purpose: string): Knowledge {
  return {
    purpose,
    answeredBy: nobody,
    expected: [],
    members: { device: 'The device.', src },
    source: 'protocol.md, "Devices requests"',
  };
}

/** A request of the Devices app's own page, which automatons do not send. */
function ofThePage(purpose: string, result: string): Knowledge {
  return {
    purpose: `${purpose} The page of the app sends it; automatons do not.`,
    answeredBy: `The App Service, with ${result}.`,
    expected: [result],
    members: { src },
    source: 'simulator.md, "What it answers"',
  };
}

/** An answer to one of these. */
function toThePage(purpose: string): Knowledge {
  return {
    purpose,
    answeredBy: nobody,
    expected: [],
    members: { src, ...refusalMembers },
    source: 'simulator.md, "What it answers"',
  };
}

/** The messages of App Services: their login and their lists, by type. */
export const serviceMessages: Readonly<Record<string, Knowledge>> = {
  AppChallenge: {
    purpose: 'Opens the login to an App Service: asks for a challenge.',
    answeredBy: 'The App Service, with AppChallengeResult.',
    expected: ['AppChallengeResult'],
    timeout: idleLimit,
    members: {},
    source: 'protocol.md, "AppWebsocket login"',
  },
  AppChallengeResult: {
    purpose:
      "The App Service's question: a challenge, which only somebody who knows the App object's password can answer.",
    answeredBy:
      'For a user by the PBX: the challenge goes to it with AppGetLogin, and its answer comes back as AppLogin. An app answers itself.',
    expected: ['AppGetLogin', 'AppLogin'],
    members: {
      challenge:
        'At most 16 characters; of services around 2018 a number, whose digits must be taken exactly.',
      sysClient: 'The connection came through a trusted tunnel, and the password is the empty one.',
      ...refusalMembers,
    },
    source: 'protocol.md, "AppChallengeResult"',
  },
  AppLogin: {
    purpose:
      'Says to the App Service who comes, and proves it with the digest that was made from its challenge.',
    answeredBy: 'The App Service, with AppLoginResult.',
    expected: ['AppLoginResult'],
    timeout: idleLimit,
    members: {
      app: 'Name of the HTML file of the app; at the APIs of the PBX, name of the App object.',
      domain: 'Of the user; empty for a login as an app.',
      sip: 'Name of the user; empty for a login as an app.',
      guid: 'Of the user; empty for a login as an app.',
      dn: 'Display name of the user; empty for a login as an app.',
      info: 'What the app may know, as the PBX wrote it: the digest covers its exact text. unlicensed says that the licence is missing.',
      digest: 'The proof; see the formula.',
      pbxObj: 'Name of the App object; not in the digest.',
    },
    source: 'protocol.md, "AppLogin"',
  },
  AppLoginResult: {
    purpose: 'The outcome of the login to the App Service: a success only with ok.',
    answeredBy: 'Who logged in may ask the service now. After a failure the service closes the connection.',
    expected: ['GetDevices', 'NumUsers'],
    members: {
      ok: 'true: logged in. Anything else, or nothing: refused.',
      domain: 'Of the user.',
      app: 'The app.',
      ...refusalMembers,
    },
    source: 'protocol.md, "AppLoginResult"',
  },
  AppInfo: {
    purpose: 'Asks a service what its app provides. Automatons do not send it.',
    answeredBy: 'The App Service, with AppInfoResult.',
    expected: ['AppInfoResult'],
    members: {},
    source: 'protocol.md, "AppInfo"',
  },
  AppInfoResult: {
    purpose: 'What the app of this service provides; passed over.',
    answeredBy: nobody,
    expected: [],
    members: {},
    source: 'protocol.md, "AppInfo"',
  },
  KeepAlive: {
    purpose: 'A sign of life after a minute of silence.',
    answeredBy: nobody,
    expected: [],
    members: {},
    source: 'protocol.md, "Further messages at an App Service"',
  },
  GetDevices: {
    purpose: 'Asks for the devices; without filters for all.',
    answeredBy: 'The Devices service, with GetDevicesResult, in chunks; the last has last: true.',
    expected: ['GetDevicesResult'],
    timeout: idleLimit,
    members: {
      recvUpdates: 'Whether DeviceAdded, DeviceUpdate and DeviceRemoved shall follow.',
      unassigned: 'Only devices without a domain.',
      domainIds: 'Only of these domains; comma-separated.',
      categories: 'Only of these categories; comma-separated.',
      subcategories: 'Only of these subcategories; comma-separated.',
      src,
    },
    source: 'protocol.md, "Devices requests"',
  },
  GetDevicesResult: {
    purpose: 'A chunk of the list of devices.',
    answeredBy: 'Nobody: more chunks follow until one has last: true.',
    expected: ['GetDevicesResult'],
    timeout: idleLimit,
    members: {
      devices:
        'Devices, each with id, hwId, name, product, type and more; a boolean that is false may be absent.',
      last: 'true in the last chunk.',
      src,
      ...refusalMembers,
    },
    source: 'protocol.md, "Device list"',
  },
  DeviceAdded: device('A device is new, for those who asked for updates.'),
  DeviceUpdate: device('A device has changed, for those who asked for updates.'),
  DeviceRemoved: device('A device is gone, for those who asked for updates.'),
  GetFilteredDevices: ofThePage('Asks for the devices that fit a filter.', 'GetFilteredDevicesResult'),
  GetFilteredDevicesResult: toThePage('The devices that fit a filter.'),
  GetUserInfo: ofThePage('Asks who is logged in and what the user may do.', 'GetUserInfoResult'),
  GetUserInfoResult: toThePage('Who is logged in and what the user may do.'),
  GetDomains: ofThePage('Asks for the domains that devices are assigned to.', 'GetDomainsResult'),
  GetDomainsResult: toThePage('The domains that devices are assigned to.'),
  GetUnassignedDevicesCount: ofThePage(
    'Asks how many devices have no domain.',
    'GetUnassignedDevicesCountResult',
  ),
  GetUnassignedDevicesCountResult: toThePage('How many devices have no domain.'),
  GetProvisioningCategories: ofThePage(
    'Asks for the categories of provisioning.',
    'GetProvisioningCategoriesResult',
  ),
  GetProvisioningCategoriesResult: toThePage('The categories of provisioning.'),
  GetDeviceConfigs: ofThePage('Asks for the configurations of devices.', 'GetDeviceConfigsResult'),
  GetDeviceConfigsResult: toThePage('The configurations of devices.'),
  NumUsers: {
    purpose:
      'Asks how many users there are that the asker may see. Not documented by the vendor, unverified.',
    answeredBy: 'The Users service, with NumUsersResult.',
    expected: ['NumUsersResult'],
    timeout: idleLimit,
    members: { ...asker, visible: 'Only users that are visible.', src },
    source: 'protocol.md, "Users service"',
  },
  NumUsersResult: {
    purpose: 'How many users there are; a service may count other rows than it returns.',
    answeredBy: 'Who asked: reads them with ReadUser. With 0 the list is done.',
    expected: ['ReadUser'],
    members: { numUsers: 'How many; 0 when the user may see none.', src, ...refusalMembers },
    source: 'protocol.md, "User list"',
  },
  ReadUser: {
    purpose: 'Asks for the users from offset on. Not documented by the vendor, unverified.',
    answeredBy: 'The Users service, with one ReadUserInfo for each user, then ReadUserResult.',
    expected: ['ReadUserInfo', 'ReadUserResult'],
    timeout: idleLimit,
    members: {
      ...asker,
      username: 'Empty for a list.',
      offset: 'How many users have been read already.',
      src,
    },
    source: 'protocol.md, "User list"',
  },
  ReadUserInfo: {
    purpose: 'One user.',
    answeredBy: 'Nobody: more follow until ReadUserResult.',
    expected: ['ReadUserInfo', 'ReadUserResult'],
    timeout: idleLimit,
    members: {
      id: 'Of the user in this service, up to 2^64-1.',
      username: 'SIP name.',
      cn: 'Long name.',
      dn: 'Display name.',
      email: 'E-mail.',
      phone: 'Telephone number.',
      domain: 'Domain.',
      src,
    },
    source: 'protocol.md, "Users service"',
  },
  ReadUserResult: {
    purpose: 'The end of a page of users.',
    answeredBy:
      'Who asked: asks for the next page with ReadUser, unless as many as were counted are there or the page brought nothing new.',
    expected: ['ReadUser'],
    members: { src, ...refusalMembers },
    source: 'protocol.md, "User list"',
  },
  UserData: ofThePage('Asks for the data of the user who is logged in.', 'UserDataResult'),
  UserDataResult: toThePage('The data of the user who is logged in.'),
};
