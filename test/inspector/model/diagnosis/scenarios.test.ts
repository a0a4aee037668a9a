import { expect } from 'chai';
import { diagnose, failureTable } from '../../../../inspector/model/diagnosis/index.js';
import { SessionCredentials } from '../../../../protocol/credentials.js';
import type { TraceRecord } from '../../../../runtime/trace-records.js';
import type { SessionStore } from '../../../../services/session-store.js';
import type { PlayOptions } from './play.js';
import { play } from './play.js';

interface Row {
  readonly scenario: string;
  readonly id: string;
  /** The record that shows it: kind, and `mt` or what it says. */
  readonly kind: TraceRecord['kind'];
  readonly mt?: string;
  readonly says: RegExp;
  readonly options?: PlayOptions;
  readonly title?: string;
}

/** A store that knows a session which the PBX does not. */
function outdated(): SessionStore {
  const session = new SessionCredentials('0123456789abcdef0123456789abcdef', 'a-session-of-long-ago-1');
  return {
    read: () => Promise.resolve(session),
    write: () => Promise.resolve(),
    remove: () => Promise.resolve(),
  };
}

const failures: readonly Row[] = [
  {
    scenario: 'wrong-password',
    id: 'wrong-password',
    kind: 'message',
    mt: 'LoginResult',
    says: /refused the name or password of user ckl/,
  },
  {
    title: 'a password that is wrong',
    scenario: 'default',
    id: 'wrong-password',
    kind: 'message',
    mt: 'LoginResult',
    says: /of user ckl \(error 2, "Authentication failed"\)/,
    options: { password: 'not-the-password' },
  },
  {
    scenario: 'wrong-digest',
    id: 'fake-pbx',
    kind: 'explain',
    says: /did not prove that it knows the password/,
  },
  {
    scenario: 'login-refused',
    id: 'login-refused',
    kind: 'message',
    mt: 'LoginResult',
    says: /error 7, "Not allowed from here"/,
  },
  {
    scenario: 'other-login-method',
    id: 'other-login-method',
    kind: 'message',
    mt: 'Authenticate',
    says: /ntlm/,
  },
  {
    scenario: 'two-factor-refused',
    id: 'two-factor-refused',
    kind: 'message',
    mt: 'LoginResult',
    says: /second factor of the login of user ckl was refused/,
  },
  {
    scenario: 'two-factor-unconfirmed',
    id: 'two-factor-unconfirmed',
    kind: 'message',
    mt: 'Authorize',
    says: /Nobody confirmed the second factor of the login of user ckl/,
    options: { confirmTimeoutMs: 60 },
  },
  {
    title: 'a session that has expired, and no password',
    scenario: 'session-expired',
    id: 'session-refused',
    kind: 'message',
    mt: 'LoginResult',
    says: /stored session of user ckl any more \(error 5/,
    options: { password: '', sessionStore: outdated() },
  },
  {
    scenario: 'app-missing',
    id: 'app-not-found',
    kind: 'message',
    mt: 'UpdateAppsComplete',
    says: /no app "innovaphone-devices"/,
  },
  {
    scenario: 'app-refused',
    id: 'app-not-granted',
    kind: 'message',
    mt: 'AppGetLoginResult',
    says: /app devices to user ckl \(error 3, "App not permitted"\)/,
  },
  {
    scenario: 'wrong-app-password',
    id: 'app-password',
    kind: 'message',
    mt: 'AppLoginResult',
    says: /innovaphone-devices refused the login/,
  },
  {
    scenario: 'website',
    id: 'website',
    kind: 'message',
    mt: 'UpdateAppsInfo',
    says: /App devices is a plain web site/,
  },
  { scenario: 'unlicensed', id: 'unlicensed', kind: 'message', mt: 'AppLoginResult', says: /no licence/ },
  { scenario: 'wrong-app-url', id: 'wrong-app-url', kind: 'socket', says: /\/PBX0\/APPS\/nothing/ },
  {
    scenario: 'unknown-app-host',
    id: 'host-not-found',
    kind: 'socket',
    says: /apps\.invalid, has no address/,
  },
  {
    scenario: 'app-down',
    id: 'connection-refused',
    kind: 'socket',
    says: /Nothing listens at 127\.0\.0\.1:1, where app devices should be/,
  },
  {
    title: 'a PBX that is down',
    scenario: 'default',
    id: 'connection-refused',
    kind: 'socket',
    says: /Nothing listens at 127\.0\.0\.1:1, where the PBX should be/,
    options: { url: 'ws://127.0.0.1:1/PBX0/APPCLIENT/130000/websocket' },
  },
  {
    title: 'a certificate that nobody vouches for',
    scenario: 'default',
    id: 'certificate',
    kind: 'socket',
    says: /^The certificate of wss:\S+ is refused because it is self-signed \(subject .*, SHA-256 fingerprint [\dA-F:]{95}\)\.$/,
    options: { tls: true },
  },
  { scenario: 'closing', id: 'connection-closed', kind: 'socket', says: /close code 1011/ },
  { scenario: 'list-broken', id: 'connection-closed', kind: 'socket', says: /device list/ },
  {
    scenario: 'list-refused',
    id: 'list-refused',
    kind: 'message',
    mt: 'GetDevicesResult',
    says: /No permission/,
  },
  {
    scenario: 'silent-devices',
    id: 'list-stuck',
    kind: 'message',
    mt: 'GetDevices',
    says: /DeviceLister waited in Initial\.awaitingDevices for GetDevicesResult/,
  },
  {
    scenario: 'silent',
    id: 'silence',
    kind: 'message',
    mt: 'Login',
    says: /UserPBXLogin waited in Initial\.awaitingAuthenticate for Authenticate or LoginResult from the PBX at 127/,
  },
  {
    scenario: 'too-early',
    id: 'discarded-message',
    kind: 'deliver',
    mt: 'AppLoginResult',
    says: /AppLoginResult had come before, in Initial\.awaitingChallenge, and was discarded/,
  },
  { scenario: 'nonsense', id: 'nonsense', kind: 'message', says: /what came instead is no message/ },
  {
    scenario: 'senseless',
    id: 'senseless-message',
    kind: 'message',
    mt: 'AppChallengeResult',
    says: /has no challenge/,
  },
];

describe('diagnosis of the bundled scenarios', () => {
  for (const { scenario, title = scenario, id, kind, mt, says, options } of failures) {
    it(`${title}: ${id}`, async () => {
      const { records } = await play(scenario, options);
      const { verdict, sentence, findings } = diagnose(records);
      expect(verdict, sentence).to.equal('failed');
      const [cause, ...others] = findings;
      expect(cause).to.include({ id, severity: 'failure', doc: `failures.md#${id}`, sentence });
      expect(sentence).to.match(says);
      const shown = records.find(({ seq }) => seq === cause?.evidence[0]);
      expect(shown, sentence).to.include({ kind });
      if (mt !== undefined) expect(shown).to.have.property('mt', mt);
      // One failure has one cause: what follows from it is not told as another.
      expect(others.filter(({ severity }) => severity === 'failure')).to.deep.equal([]);
    });
  }

  it('plays every scenario that the table of known failures names', () => {
    const played = new Set(failures.map(({ scenario }) => scenario));
    const warned = ['no-users'];
    const named = failureTable.flatMap(({ scenario }) => scenario ?? []);
    expect(named.filter((name) => !played.has(name) && !warned.includes(name))).to.deep.equal([]);
  });

  it('says what a good login did', async () => {
    const { records } = await play('default');
    const { verdict, sentence, findings } = diagnose(records);
    expect(verdict).to.equal('fine');
    expect(findings).to.deep.equal([]);
    expect(sentence).to.match(
      /^Everything went well: user ckl logged in to the PBX and to innovaphone-devices and innovaphone-users, 12 devices listed, 8 users listed, in [\d.]+ m?s\.$/,
    );
  });

  for (const scenario of [
    'single-update-apps',
    'old-firmware',
    'old-names',
    'uncounted-users',
    'large-ids',
    'escaped-slashes',
    'fragmented',
  ]) {
    it(`finds nothing amiss in ${scenario}`, async () => {
      const { records, seenByPeer } = await play(scenario);
      expect(diagnose(records)).to.deep.include({ verdict: 'fine', findings: [] });
      expect(diagnose(seenByPeer)).to.deep.include({ verdict: 'fine', findings: [] });
    });
  }

  it('warns when the user sees no users, though the login went well', async () => {
    const { records } = await play('no-users');
    const { verdict, findings } = diagnose(records);
    expect(verdict).to.equal('fine');
    expect(findings).to.have.length(1);
    expect(findings[0]).to.include({ id: 'no-visible-users', severity: 'warning' });
  });

  it('warns of a session that was refused, when the password did it', async () => {
    const { records } = await play('session-expired', { sessionStore: outdated() });
    const { verdict, findings } = diagnose(records);
    expect(verdict).to.equal('fine');
    expect(findings).to.have.length(1);
    expect(findings[0]).to.include({ id: 'session-refused', severity: 'warning' });
  });

  it('warns of a session that a newer login drove out', async () => {
    const kept: SessionCredentials[] = [];
    let reads = 0;
    const sessionStore: SessionStore = {
      // Two logins with the password; the third one comes with the session of the first.
      read: () => Promise.resolve((reads += 1) > 2 ? kept[0] : undefined),
      write: (_key, session) => Promise.resolve(void kept.push(session)),
      remove: () => Promise.resolve(),
    };
    const { records } = await play('session-evicted', { sessionStore, logins: 3 });
    const { verdict, findings } = diagnose(records);
    expect(verdict).to.equal('fine');
    expect(findings).to.have.length(1);
    expect(findings[0]).to.include({ id: 'session-refused', severity: 'warning' });
  });
});

describe('diagnosis of recordings of the other side, which have messages only', () => {
  const seen: readonly (readonly [string, string])[] = [
    ['wrong-password', 'wrong-password'],
    ['wrong-digest', 'fake-pbx'],
    ['login-refused', 'login-refused'],
    ['two-factor-refused', 'two-factor-refused'],
    ['app-refused', 'app-not-granted'],
    ['wrong-app-password', 'app-password'],
    ['unlicensed', 'unlicensed'],
    ['list-refused', 'list-refused'],
    ['closing', 'connection-closed'],
  ];
  for (const [scenario, id] of seen) {
    it(`${scenario}: ${id}`, async () => {
      const { seenByPeer } = await play(scenario);
      const { verdict, findings, sentence } = diagnose(seenByPeer);
      expect(verdict, sentence).to.equal('failed');
      expect(findings[0]).to.include({ id, severity: 'failure' });
    });
  }

  it('finds the request that was never answered', async () => {
    const { seenByPeer } = await play('silent');
    const { sentence, findings } = diagnose(seenByPeer);
    expect(`${sentence} ${JSON.stringify(findings)}`).to.match(/Login/);
  });
});
