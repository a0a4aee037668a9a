import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Explanation } from '../../../../inspector/model/explain/index.js';
import { explain } from '../../../../inspector/model/explain/index.js';
import { messageCatalogue } from '../../../../protocol/messages/catalogue.js';
import type { AnyMessage } from '../../../../runtime/message.js';
import type { TraceRecord } from '../../../../runtime/trace-records.js';
import { play } from '../diagnosis/play.js';

type MessageKind = TraceRecord & { readonly kind: 'message' };

function message(seq: number, lane: string, body: AnyMessage, dir: 'in' | 'out' = 'in'): MessageKind {
  return { seq, t: seq, kind: 'message', lane, dir, length: 10, mt: body.mt, body };
}

/** The explanation of a message that stands alone. */
function alone(body: AnyMessage): Explanation | undefined {
  const record = message(1, 'S', body);
  return explain([record], record);
}

function ofType(records: readonly TraceRecord[], mt: string, member = 'mt'): MessageKind {
  const found = records.find(
    (one): one is MessageKind => one.kind === 'message' && one.mt === mt && member in (one.body as object),
  );
  if (found === undefined) throw new Error(`no ${mt}`);
  return found;
}

function values(explanation: Explanation | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((explanation?.formula?.inputs ?? []).map(({ name, value }) => [name, value]));
}

function origins(explanation: Explanation | undefined): Readonly<Record<string, number | undefined>> {
  return Object.fromEntries((explanation?.formula?.inputs ?? []).map(({ name, from }) => [name, from]));
}

const headings = new Map<string, Set<string>>();
function headingsOf(page: string): Set<string> {
  const text = readFileSync(new URL(`../../../../docs/${page}`, import.meta.url), 'utf8');
  const found =
    headings.get(page) ?? new Set([...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading ?? ''));
  headings.set(page, found);
  return found;
}

function expectWhole(explanation: Explanation | undefined, what: string): void {
  if (explanation === undefined) expect.fail(`${what} is not explained`);
  expect(explanation.purpose, what).to.match(/\.$/);
  expect(explanation.answeredBy, what).to.match(/\.$/);
  const [, page = '', heading = ''] = /^(\S+\.md), "(.*)"$/.exec(explanation.source) ?? [];
  expect(headingsOf(page).has(heading), `${what}: ${explanation.source}`).to.equal(true);
}

const postTypes = [
  'LoginResult',
  'UserPBXLoginSuccess',
  'UserPBXLoginFailure',
  'UserPBXLoginNeedGetLogin',
  'GotAppGetLoginResult',
  'UserPBXLoginCancel',
  'AppLoginSuccess',
  'AppLoginFailure',
];

describe('explain', () => {
  for (const mt of [
    ...new Set(messageCatalogue.map((entry) => entry.mt)),
    'CheckBuild',
    'Redirect',
    'Logout',
    'AppInfo',
    'GetUserInfo',
    'SubscribeRegister',
    'LoginInfo',
  ]) {
    it(`explains ${mt} that stands alone`, () => {
      expectWhole(alone({ mt }), mt);
    });
  }

  it('cites for each message the heading that the catalogue cites', () => {
    const others = messageCatalogue
      .filter(({ mt, section }) => alone({ mt })?.source !== `protocol.md, "${section}"`)
      .map(({ mt }) => mt);
    // Explained under the heading that tells of the list; Error is one of the PBX here.
    const told = ['GetDevicesResult', 'ReadUser', 'NumUsersResult', 'ReadUserResult', 'Error'];
    expect(others.filter((mt) => !told.includes(mt))).to.deep.equal([]);
  });

  for (const mt of postTypes) {
    it(`explains the post ${mt}`, () => {
      const record: TraceRecord = { seq: 1, t: 0, kind: 'post', lane: 'A', to: '*', mt, body: { mt } };
      expectWhole(explain([record], record), mt);
    });
  }

  for (const mt of ['Start', 'Open', 'EOF', 'Timeout']) {
    it(`explains ${mt} of the engine`, () => {
      const record: TraceRecord = {
        seq: 1,
        t: 0,
        kind: 'deliver',
        lane: 'A',
        origin: 'runtime',
        mt,
        outcome: 'handled',
        state: 'Initial',
      };
      expectWhole(explain([record], record), mt);
    });
  }

  it('tells the two Logins apart, and names the time limits', () => {
    expect(alone({ mt: 'Login', type: 'user', userAgent: 'x' })?.title).to.equal('Login, the wish');
    const proof = alone({
      mt: 'Login',
      type: 'user',
      username: 'ckl',
      nonce: 'ab',
      response: '‹digest 64 1›',
    });
    expect(proof?.title).to.equal('Login, the proof');
    expect(proof?.timeout).to.match(/5 s/);
    expect(alone({ mt: 'Authorize', code: 1 })?.timeout).to.match(/300 s/);
  });

  it('shows the formula of Login with its inputs, where each came from, and what the PBX found', async () => {
    const { records } = await play('default');
    const login = ofType(records, 'Login', 'response');
    const asked = ofType(records, 'Authenticate');
    const outcome = ofType(records, 'LoginResult');
    const explanation = explain(records, login);
    expect(explanation?.formula?.text).to.equal(
      'response = SHA256( innovaphoneAppClient:<type>:<domain>:<username>:<password>:<nonce>:<challenge> )',
    );
    const { challenge } = asked.body as { challenge: string };
    expect(values(explanation)).to.include({
      type: 'user',
      domain: 'sample.dom',
      username: 'ckl',
      challenge,
    });
    expect(values(explanation)['response']).to.match(/^‹digest 64 [0-9a-f]{8}›$/);
    expect(values(explanation)['password']).to.match(/never recorded/);
    expect(origins(explanation)).to.include({
      type: login.seq,
      domain: asked.seq,
      challenge: asked.seq,
      nonce: login.seq,
    });
    expect(explanation?.formula?.verdict).to.deep.equal({ ok: true, seq: outcome.seq });
  });

  it('shows the verdict on the digest of LoginResult, from the record of the check', async () => {
    const good = (await play('default')).records;
    const check = good.find(({ kind }) => kind === 'explain');
    const explanation = explain(good, ofType(good, 'LoginResult'));
    expect(explanation?.formula?.verdict).to.include({ ok: true, seq: check?.seq });
    expect(explanation?.expected).to.deep.equal(['SubscribeApps']);
    expect(Object.keys(values(explanation))).to.deep.equal([
      'domain',
      'username',
      'password',
      'nonce',
      'challenge',
      'info',
      'digest',
    ]);

    const bad = (await play('wrong-digest')).records;
    const verdict = explain(bad, ofType(bad, 'LoginResult'))?.formula?.verdict;
    expect(verdict?.ok).to.equal(false);
    expect(verdict?.reason).to.include('the digest of LoginResult is wrong');
    const mismatch = bad.find(({ kind }) => kind === 'explain');
    expect(mismatch && explain(bad, mismatch)?.title).to.equal('LoginResult');
  });

  it('leaves a digest unchecked that nobody checked', () => {
    const result = message(3, 'PBXWS', {
      mt: 'LoginResult',
      info: { user: { sip: 'ckl' } },
      digest: '‹digest 64 1›',
    });
    const { formula } = explain([result], result) ?? {};
    expect(formula).to.not.have.property('verdict');
    expect(values({ formula } as Explanation)).to.include({
      domain: 'not in this recording',
      info: '{"user":{"sip":"ckl"}}',
    });
  });

  it('says why an App Service may have refused: its password', async () => {
    const { records } = await play('wrong-app-password');
    const result = ofType(records, 'AppLoginResult');
    const lane = result.lane;
    const login = records.find((one) => one.kind === 'message' && one.mt === 'AppLogin' && one.lane === lane);
    for (const record of [result, login]) {
      const { formula } = (record && explain(records, record)) ?? {};
      expect(formula?.text).to.equal(
        'digest = SHA256( <app>:<domain>:<sip>:<guid>:<dn>:<info>:<challenge>:<password> )',
      );
      expect(formula?.verdict).to.include({ ok: false, seq: result.seq });
      expect(formula?.verdict?.reason).to.match(
        /passed on as it is, for the right challenge\. Most likely the password of the App object/,
      );
    }
  });

  it('finds an old challenge, and a login that was changed on the way', () => {
    const granted = {
      app: 'devices',
      pbxObj: 'devices',
      sip: 'ckl',
      info: { cn: 'C' },
      digest: '‹digest 64 1›',
    };
    const talk = (challenge: string, forwarded: object): TraceRecord[] => [
      message(1, 'A', { mt: 'AppChallengeResult', challenge: 'new' }),
      message(2, 'P', { mt: 'AppGetLogin', app: 'devices', challenge, src: 'a' }, 'out'),
      message(3, 'P', { mt: 'AppGetLoginResult', src: 'a', ...granted }),
      message(4, 'A', { mt: 'AppLogin', ...granted, ...forwarded }, 'out'),
      message(5, 'A', { mt: 'AppLoginResult' }),
    ];
    const reason = (records: TraceRecord[]): string => {
      const [last] = records.slice(-1);
      return (last && explain(records, last)?.formula?.verdict?.reason) ?? '';
    };
    expect(reason(talk('old', {}))).to.match(
      /^The PBX answered an old challenge: AppGetLogin \(record 2\).*\(record 1\)\.$/,
    );
    expect(reason(talk('new', { info: { cn: 'D' } }))).to.equal(
      'AppLogin is not what the PBX made (record 3): info changed on the way.',
    );
    expect(reason(talk('new', {}))).to.match(/^What the PBX made was passed on as it is/);
    expect(reason(talk('new', { info: { unlicensed: true } }))).to.match(/licence/);
  });

  it('explains a delivery by what was delivered', async () => {
    const { records } = await play('default');
    const of = (mt: string): Explanation | undefined => {
      const record = records.find((one) => one.kind === 'deliver' && one.mt === mt);
      return record && explain(records, record);
    };
    expect(of('LoginResult')?.formula?.verdict?.ok).to.equal(true);
    expect(of('GotAppGetLoginResult')?.title).to.equal('Post GotAppGetLoginResult');
    expect(of('Start')?.title).to.equal('Start, from the engine');
  });

  it('explains every message and post of a login with both lists, and never shows a secret', async () => {
    const { records } = await play('default');
    const texts = records.flatMap((record) => {
      if (record.kind !== 'message' && record.kind !== 'post') return [];
      const explanation = explain(records, record);
      expectWhole(explanation, record.mt ?? '');
      return [JSON.stringify(explanation)];
    });
    expect(texts.length).to.be.greaterThan(40);
    expect(texts.join()).to.not.match(/[0-9a-f]{64}/);
  });

  it('takes any records', () => {
    const types = [
      'Login',
      'LoginResult',
      'AppLogin',
      'AppLoginResult',
      'AppGetLoginResult',
      'Redirect',
      '__proto__',
    ];
    const anyRecord = fc.record({
      seq: fc.nat(20),
      t: fc.nat(20),
      kind: fc.constantFrom('message', 'post', 'deliver', 'explain', 'undelivered', 'dead', 'unheard-of'),
      lane: fc.constantFrom('A', 'B'),
      mt: fc.oneof(fc.constantFrom(...types), fc.anything()),
      origin: fc.constantFrom('wire', 'post', 'runtime'),
      cause: fc.oneof(fc.nat(20), fc.anything()),
      body: fc.oneof(
        fc.dictionary(
          fc.constantFrom('error', 'info', 'digest', 'ok', 'username', 'challenge'),
          fc.anything(),
        ),
        fc.anything(),
      ),
    });
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 20 }), (values) => {
        const records = values as unknown as TraceRecord[];
        for (const record of records) explain(records, record);
      }),
      { numRuns: 300 },
    );
  });
});
