import { expect } from 'chai';
import type { AppLoginDigestInput } from '../../../protocol/digests.js';
import { appLoginDigest, loginResponse } from '../../../protocol/digests.js';
import { explainAppDigest, explainResponse } from '../../../protocol/digest-mismatch.js';
import { Secret } from '../../../protocol/secret.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { explain } from '../../../inspector/model/explain/index.js';
import { play } from '../../inspector/model/diagnosis/play.js';

/** The checks in a recording: rule, verdict, reason. */
function checksIn(records: readonly TraceRecord[]): string[] {
  return records.flatMap((record) =>
    record.kind === 'explain' ? [[record.rule, record.verdict, record.reason ?? ''].join('|')] : [],
  );
}

describe('the checks of the simulator in its trace', () => {
  it('tell of each digest that is right', async () => {
    const { seenByPeer } = await play('default');
    expect(checksIn(seenByPeer)).to.have.members([
      'Login response|ok|',
      'AppLogin digest|ok|',
      'AppLogin digest|ok|',
    ]);
    for (const record of seenByPeer) {
      if (record.kind !== 'explain') continue;
      const about = seenByPeer.find(({ seq }) => seq === record.cause);
      expect(about).to.include({ kind: 'message', lane: record.lane });
    }
  });

  it('tell why one is wrong, and show it with the message and with its answer', async () => {
    const { seenByPeer } = await play('default', { password: 'not-the-password' });
    const reason = 'most likely the client has another password';
    expect(checksIn(seenByPeer)).to.deep.equal([`Login response|mismatch|${reason}`]);
    const messages = seenByPeer.filter((record) => record.kind === 'message');
    const [, , login, result] = messages;
    for (const record of [login, result]) {
      if (record === undefined) throw new Error('The recording lacks the second Login.');
      expect(explain(seenByPeer, record)?.formula?.verdict).to.include({ ok: false, reason });
    }
    expect(JSON.stringify(seenByPeer)).not.to.contain('not-the-password');
  });

  it('find the App object whose password is not that of the instance', async () => {
    const { seenByPeer } = await play('wrong-app-password');
    expect(checksIn(seenByPeer)).to.include(
      'AppLogin digest|mismatch|it was made with the password of the App object, which is not that of the instance',
    );
  });

  it('are not of a user that nobody knows', async () => {
    const { seenByPeer } = await play('default', { user: 'nobody' });
    expect(checksIn(seenByPeer)).to.deep.equal(['Login response|mismatch|the PBX has no user of this name']);
  });
});

describe('explainResponse', () => {
  const question = {
    type: 'user',
    domain: 'sample.dom',
    username: 'ckl',
    password: new Secret('pwd'),
    nonce: '0011223344556677',
    challenge: '8899aabbccddeeff',
  } as const;
  const cases = [
    ['an old challenge', { challenge: '0000000000000001' }, 'it answers the challenge before'],
    ['another domain', { domain: 'SAMPLE.DOM' }, 'it was made with another domain than that of Authenticate'],
    [
      'the name in capitals',
      { username: 'CKL' },
      'it was made with another spelling of the name than the message has',
    ],
    ['the other type', { type: 'session' }, 'it was made for a login of type session'],
    ['another password', { password: new Secret('other') }, undefined],
  ] as const;
  for (const [title, changed, reason] of cases) {
    it(`finds ${title}`, () => {
      const response = loginResponse({ ...question, ...changed });
      expect(explainResponse(question, response, '0000000000000001')).to.equal(reason);
    });
  }
});

describe('explainAppDigest', () => {
  const question: AppLoginDigestInput = {
    app: 'innovaphone-devices',
    domain: 'sample.dom',
    sip: 'ckl',
    guid: '00112233445566778899aabbccddeeff',
    dn: 'Carla König',
    info: '{"dn":"König","url":"https://a/b"}',
    challenge: '12345678',
    password: new Secret('pwd'),
  };
  const clues = { earlier: '87654321', objectPassword: new Secret('ip411') };
  const changedInfo = 'it was made over another info, so info was changed on the way';
  const cases: readonly (readonly [string, Partial<AppLoginDigestInput>, string | undefined])[] = [
    [
      "the App object's password",
      { password: new Secret('ip411') },
      'it was made with the password of the App object, which is not that of the instance',
    ],
    ['an old challenge', { challenge: '87654321' }, 'it answers the challenge before'],
    ['another domain', { domain: '' }, 'it was made with another domain'],
    ['no info', { info: undefined }, changedInfo],
    ['an info with escaped slashes', { info: '{"dn":"König","url":"https:\\/\\/a\\/b"}' }, changedInfo],
    ['another password', { password: new Secret('other') }, undefined],
  ];
  for (const [title, changed, reason] of cases) {
    it(`finds ${title}`, () => {
      const digest = appLoginDigest({ ...question, ...changed });
      expect(explainAppDigest(question, digest, clues)).to.equal(reason);
    });
  }
});
