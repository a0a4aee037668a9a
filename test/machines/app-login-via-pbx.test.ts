import { expect } from 'chai';
import type { AppLoginViaPBXInput } from '../../machines/app-login-via-pbx.js';
import { AppLoginViaPBXAutomaton } from '../../machines/app-login-via-pbx.js';
import { AppServiceSpec } from '../../protocol/app-service-spec.js';
import { LoginError } from '../../protocol/errors.js';
import type { App } from '../../protocol/messages/myapps.js';
import { RawJson } from '../../runtime/exact-json.js';
import { encodeMessage } from '../../runtime/message.js';
import { devicesApp, usersApp } from '../support/login-messages.js';
import { PureAutomaton } from '../support/pure-automaton.js';

const spec = new AppServiceSpec('innovaphone-devices');
const pbxUrl = 'wss://pbx.sample.dom/PBX0/APPCLIENT/130000/websocket';
const fresh = (input: Partial<AppLoginViaPBXInput> = {}) =>
  new PureAutomaton(AppLoginViaPBXAutomaton, { spec, pbxUrl, ...input }).start();
const success = (...apps: App[]) => ({
  mt: 'UserPBXLoginSuccess',
  results: { UpdateAppsMsg: { mt: 'UpdateApps', apps } },
});
const connected = () => fresh().post(success(usersApp, devicesApp), 'UserPBXLogin');
const challenged = () => connected().wire({ mt: 'AppChallengeResult', challenge: 'c' });
const granted = (members: object = {}) =>
  challenged().post(
    { mt: 'GotAppGetLoginResult', src: 'A', app: 'innovaphone-devices', digest: 'd', ...members },
    'UserPBXLogin',
  );
type Automaton = ReturnType<typeof fresh>;

function expectFailed(automaton: Automaton, code: string): void {
  expect(automaton.at).to.equal('Dead');
  expect(automaton.output).to.have.nested.property('error.code', code);
  expect(automaton.posted.map(({ message }) => message.mt)).to.deep.equal(['AppLoginFailure']);
  expect(automaton.posted).to.have.nested.property('[0].message.error.code', code);
}

describe('AppLoginViaPBXAutomaton', () => {
  it('does nothing until the PBX login is done', () => {
    expect(fresh().acts).to.deep.equal([]);
    expect(fresh().at).to.equal('Initial.awaitingPbxLogin');
  });

  it('connects to its app and asks for a challenge', () => {
    expect(connected().acts).to.deep.equal([
      'connect wss://apps.sample.dom/sample.dom/devices',
      'send AppChallenge',
    ]);
    expect(connected().at).to.equal('Initial.awaitingChallenge');
  });

  for (const [url, useWs, expected] of [
    [
      '../../APPS/innovaphone-devices/innovaphone-devices',
      false,
      'wss://pbx.sample.dom/PBX0/APPS/innovaphone-devices',
    ],
    ['https://apps.sample.dom/a/b/innovaphone-devices?x=1', true, 'ws://apps.sample.dom/a/b'],
    ['http://apps.sample.dom/a/b/$innovaphone-devices', false, 'ws://apps.sample.dom/a/b'],
  ] as const) {
    it(`finds the way to ${url}${useWs ? ' without TLS' : ''}`, () => {
      const automaton = fresh({ useWs }).post(success({ name: 'devices', url }));
      expect(automaton.acts[0]).to.equal(`connect ${expected}`);
    });
  }

  it('prefers an App Service to a web site of the same name, and refuses a mere web site', () => {
    const website = { ...devicesApp, name: 'site', website: true };
    expect(fresh().post(success(website, devicesApp)).snapshot.context.app?.name).to.equal('devices');
    expectFailed(fresh().post(success(website)), 'APP_IS_WEBSITE');
  });

  it('leaves the choice to selectInstance', () => {
    const automaton = fresh({ selectInstance: (_spec, apps) => apps.at(-1) }).post(
      success(devicesApp, usersApp),
    );
    expect(automaton.snapshot.context.app?.name).to.equal('users');
  });

  it('fails when there is no such app, with the names of those there are', () => {
    const automaton = fresh().post(success(usersApp, { name: 'without url' }));
    expectFailed(automaton, 'APP_NOT_FOUND');
    expect(automaton.output).to.have.deep.nested.property('error.data.available', ['users', 'without url']);
  });

  it('fails when the address leads nowhere', () => {
    expectFailed(
      fresh().post(success({ name: 'x', url: 'ftp://h/a/innovaphone-devices' })),
      'APP_URL_INVALID',
    );
  });

  it('posts what it needs the PBX for', () => {
    for (const [challenge, text] of [
      ['"609f44c1f7043ba1"', '609f44c1f7043ba1'],
      ['1195953976456524', '1195953976456524'],
      ['9007199254740993', '9007199254740993'],
    ] as const) {
      const automaton = connected().wire(`{"mt":"AppChallengeResult","challenge":${challenge}}`);
      expect(automaton.posted).to.deep.equal([
        {
          to: undefined,
          message: { mt: 'UserPBXLoginNeedGetLogin', app: { name: 'devices' }, challenge: text },
        },
      ]);
    }
  });

  for (const challenge of ['', null, 1.5, {}, [], true, { digits: '1' }]) {
    it(`fails on the challenge ${JSON.stringify(challenge)}`, () => {
      expectFailed(connected().wire({ mt: 'AppChallengeResult', challenge }), 'APP_MESSAGE_INVALID');
    });
  }

  it('fails with the reason of a service that gives no challenge', () => {
    expectFailed(connected().wire({ mt: 'AppChallengeResult', error: 4 }), 'APP_LOGIN_REFUSED');
  });

  it('forwards what the PBX gives, info byte for byte, without what is for itself', () => {
    const info = '{"b":18446744073709551615, "2":"\\u00e9\\/","1":1.0}';
    const automaton = granted({
      info: new RawJson(info),
      salt: 's',
      key: 'k',
      guid: 'g',
      pbxObj: 'devices',
      x: 1,
    });
    const [login = { mt: '' }] = automaton.sent;
    expect(encodeMessage(login)).to.equal(
      `{"mt":"AppLogin","app":"innovaphone-devices","guid":"g","info":${info},"digest":"d","pbxObj":"devices","x":1}`,
    );
  });

  it('is logged in, posts the members of its AppLogin, and leaves app and address', () => {
    for (const ok of [true, 'true']) {
      const automaton = granted().wire({ mt: 'AppLoginResult', ok });
      expect(automaton.posted).to.deep.equal([
        { to: undefined, message: { mt: 'AppLoginSuccess', app: 'innovaphone-devices', digest: 'd' } },
      ]);
      expect(automaton.output).to.deep.equal({
        ok: true,
        app: devicesApp,
        url: 'wss://apps.sample.dom/sample.dom/devices',
      });
    }
  });

  it('fails when the PBX gives no login', () => {
    const automaton = granted({ error: 7, errorText: 'no access' });
    expectFailed(automaton, 'APP_NOT_GRANTED');
    expect(automaton.sent).to.deep.equal([]);
    expect(automaton.output).to.have.nested.property('error.data.errorText', 'no access');
    for (const odd of [{ app: undefined }, { digest: 5 }, { digest: null }])
      expectFailed(granted(odd), 'APP_MESSAGE_INVALID');
  });

  for (const result of [{}, { ok: false }, { ok: 1 }, { ok: 'yes' }, { error: 1, errorText: 'x' }]) {
    it(`is refused by ${JSON.stringify(result)}`, () => {
      expectFailed(granted().wire({ mt: 'AppLoginResult', ...result }), 'APP_LOGIN_REFUSED');
    });
  }

  it('says that the licence is missing', () => {
    const info = new RawJson('{"unlicensed":true}');
    expectFailed(granted({ info }).wire({ mt: 'AppLoginResult', ok: false }), 'APP_UNLICENSED');
    expect(granted({ info }).wire({ mt: 'AppLoginResult', ok: true }).output).to.have.property('ok', true);
  });

  it('ends with the PBX login as long as it needs it', () => {
    const error = LoginError.fakePbx('x');
    for (const at of [fresh(), connected(), challenged()]) {
      at.post({ mt: 'UserPBXLoginFailure', error }, 'UserPBXLogin');
      expectFailed(at, 'PBX_LOGIN_FAILED');
      expect(at.output).to.have.nested.property('error.cause', error);
    }
    expect(granted().post({ mt: 'UserPBXLoginFailure', error }).acts).to.deep.equal(['discard']);
  });

  it('ends when its connection does, in every phase', () => {
    for (const at of [fresh(), connected(), challenged(), granted()])
      expectFailed(at.close(), 'APP_CONNECTION_CLOSED');
  });

  for (const odd of [
    {},
    { results: null },
    { results: {} },
    { results: { UpdateAppsMsg: { apps: [null] } } },
  ]) {
    it(`takes a post such as ${JSON.stringify(odd)} for an empty list`, () => {
      expectFailed(fresh().post({ mt: 'UserPBXLoginSuccess', ...odd }), 'APP_NOT_FOUND');
    });
  }

  it('takes a failure without reason', () => {
    expectFailed(fresh().post({ mt: 'UserPBXLoginFailure' }), 'PBX_LOGIN_FAILED');
  });
});
