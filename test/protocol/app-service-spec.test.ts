import { expect } from 'chai';
import fc from 'fast-check';
import { AppServiceSpec, selectApp } from '../../protocol/app-service-spec.js';

const base = 'https://apps.sample.dom/sample.dom';
const devices = { name: 'devices', url: `${base}/devices/innovaphone-devices` };
const devicesApi = { name: 'devices-api', url: `${base}/devices/innovaphone-devices-api` };
const users = { name: 'users', url: `${base}/users/innovaphone-users` };
const secondUsers = { name: 'users2', url: 'https://apps.sample.dom/other.dom/users2/innovaphone-users' };
const oldDevices = { name: 'old', url: `${base}/devices/$innovaphone-devices` };
const plainUsers = { name: 'plain', url: `${base}/users/users` };
const website = { name: 'site', url: 'https://www.sample.dom/a/innovaphone-users', website: true };
const withoutUrl = { name: 'nowhere' };
const builtIn = { name: 'chat', url: '../../APPS/chat/chat' };
const all = [withoutUrl, website, devicesApi, devices, users, secondUsers, builtIn];

describe('selectApp', () => {
  type Parts = [app: string, service?: string | undefined, domain?: string | undefined];
  const cases: [
    string,
    Parts,
    readonly { name: string; url?: string; website?: boolean }[],
    string | undefined,
  ][] = [
    ['the app by its name', ['innovaphone-devices'], all, 'devices'],
    ['the first of several', ['innovaphone-users'], all, 'users'],
    ['by service', ['innovaphone-users', 'users2'], all, 'users2'],
    ['by domain', ['innovaphone-users', undefined, 'other.dom'], all, 'users2'],
    ['by service and domain', ['innovaphone-users', 'users2', 'other.dom'], all, 'users2'],
    ['by service alone', ['', 'users2'], all, 'users2'],
    ['none in another domain', ['innovaphone-users', 'users', 'other.dom'], all, undefined],
    ['none of another name', ['innovaphone-reporting'], all, undefined],
    ['none of an empty list', ['innovaphone-users'], [], undefined],
    ['by the old name with the dollar', ['$innovaphone-devices'], all, 'devices'],
    ['by the old short name', ['users'], all, 'users'],
    ['by the old short name, devices', ['devices'], all, 'devices'],
    ['an old app by the present name', ['innovaphone-devices'], [oldDevices], 'old'],
    ['an old short app by the present name', ['innovaphone-users'], [plainUsers], 'plain'],
    ['the exact name before a related one', ['users'], [users, plainUsers], 'plain'],
    ['the exact old name before the present one', ['$innovaphone-devices'], [devices, oldDevices], 'old'],
    ['in any case of letters', ['Innovaphone-Devices', 'DEVICES'], all, 'devices'],
    ['a relative URL', ['chat', 'chat', 'APPS'], all, 'chat'],
    ['a web site only when there is no service', ['innovaphone-users'], [website], 'site'],
    ['not by a part of the name', ['innovaphone-device'], all, undefined],
    ['without regard to query and fragment', ['a'], [{ name: 'q', url: 'https://x/d/s/a?b=/c#/d' }], 'q'],
  ];
  for (const [name, [app, service, domain], apps, expected] of cases) {
    it(`selects ${name}`, () => {
      expect(selectApp(new AppServiceSpec(app, service, domain), apps)?.name).to.equal(expected);
    });
  }

  it('finds every app by the parts of its own URL', () => {
    const part = fc.stringMatching(/^[a-z$][a-z0-9.-]{0,8}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(part, part, part), { minLength: 1 }), fc.nat(), (rows, pick) => {
        const apps = rows.map(([domain, service, app]) => ({ url: `https://h/${domain}/${service}/${app}` }));
        const [domain, service, app] = rows[pick % rows.length] ?? ['', '', ''];
        const found = selectApp(new AppServiceSpec(app, service, domain), apps);
        expect(found?.url).to.equal(`https://h/${domain}/${service}/${app}`);
      }),
    );
  });
});

describe('AppServiceSpec', () => {
  const labels = [
    [['innovaphone-devices'], 'INNOVAPHONE-DEVICES-'],
    [['$innovaphone-devices'], 'INNOVAPHONE-DEVICES-'],
    [['users', 'Users'], 'USERS-USERS'],
    [['a', 'b', 'c'], 'A-B'],
  ] as const;
  for (const [[app, service, domain], label] of labels) {
    it(`calls socket and automaton ${label}`, () => {
      const spec = new AppServiceSpec(app, service, domain);
      expect([spec.socketName, spec.nickname]).to.deep.equal([`${label}-WS`, `${label}-A`]);
    });
  }

  it('says whether it means a URL', () => {
    expect(new AppServiceSpec('users').matches(users.url)).to.equal(true);
    expect(new AppServiceSpec('users', 'users2').matches(users.url)).to.equal(false);
    expect(new AppServiceSpec('users').matches('')).to.equal(false);
  });

  it('reads as a person would write it', () => {
    expect(String(new AppServiceSpec('users'))).to.equal('users');
    expect(String(new AppServiceSpec('users', 's', 'd'))).to.equal('users (service s, domain d)');
    expect(String(new AppServiceSpec('users', '', 'd'))).to.equal('users (domain d)');
  });
});
