import fc from 'fast-check';
import { expect } from 'chai';
import { diagnose } from '../../../../inspector/model/diagnosis/index.js';
import { MemorySocket } from '../../../../runtime/memory-socket.js';
import { silentLog } from '../../../../runtime/log.js';
import type { TraceRecord } from '../../../../runtime/trace-records.js';
import { Transitioner } from '../../../../runtime/transitioner.js';
import { ending, kit } from '../../../support/engine-kit.js';
import { memoryTrace, play } from './play.js';

/** Whatever stands in a file, taken for records. */
function taken(values: readonly unknown[]): readonly TraceRecord[] {
  return values as readonly TraceRecord[];
}

const record = (seq: number, members: object): unknown => ({ seq, t: seq * 10, ...members });

describe('diagnose', () => {
  it('says that nothing has happened', () => {
    const head = { kind: 'head', format: 'pbx-automata-trace', version: 1, lanes: [] };
    for (const records of [[], [record(1, head)]]) {
      expect(diagnose(taken(records))).to.deep.include({ verdict: 'empty', findings: [] });
    }
  });

  it('says at any moment of a login who waits for what, and never blames anybody too early', async () => {
    const { records } = await play('default');
    const verdicts = records.map((_, count) => diagnose(records.slice(0, count + 1)));
    expect(verdicts.filter(({ verdict }) => verdict === 'failed')).to.deep.equal([]);
    const asked = records.findIndex((one) => one.kind === 'message' && 'response' in (one.body as object));
    const { verdict, sentence, findings } = diagnose(records.slice(0, asked + 1));
    expect(verdict).to.equal('unfinished');
    expect(sentence).to.match(
      /^The recording breaks off after \d\.\d s, while UserPBXLogin waits for LoginResult or Authorize from the PBX at 127\.0\.0\.1:\d+\.$/,
    );
    expect(findings.map(({ id, severity }) => `${severity} ${id}`)).to.deep.equal(['warning no-end']);
    expect(findings[0]?.sentence).to.equal(sentence);
    expect(verdicts.at(-1)?.verdict).to.equal('fine');
  });

  it('counts how long it has been waited for', () => {
    const { sentence } = diagnose(
      taken([
        record(1, { kind: 'socket', lane: 'PBXWS', what: 'open', url: 'wss://pbx.sample.dom/PBX0' }),
        record(2, { kind: 'message', lane: 'PBXWS', dir: 'out', mt: 'Login', body: { type: 'user' } }),
        { seq: 3, t: 3220, kind: 'log', category: 'smsg', source: 'x', text: 'x' },
      ]),
    );
    expect(sentence).to.equal(
      'Unfinished: Login on PBXWS waits for Authenticate, LoginResult or Authorize from the PBX at pbx.sample.dom, for 3.2 s.',
    );
  });

  describe('of a run that is held', () => {
    const asked = [
      record(1, { kind: 'socket', lane: 'S', what: 'open' }),
      record(2, { kind: 'message', lane: 'S', dir: 'out', mt: 'AppChallenge', body: {} }),
    ];

    it('says so and blames nobody, until it goes on', () => {
      const records = [...asked, record(3, { kind: 'control', what: 'hold' })];
      const { verdict, sentence, findings } = diagnose(taken(records));
      expect(verdict).to.equal('held');
      expect(sentence).to.equal('The recording ends while its run is held by hand since 0.0 s.');
      expect(findings.map(({ id, evidence }) => [id, evidence])).to.deep.equal([['held', [3]]]);
      const going = [...records, record(4, { kind: 'control', what: 'resume' })];
      expect(diagnose(taken(going)).sentence).to.match(
        /^The recording breaks off after 0\.0 s, while AppChallenge on S waits/,
      );
    });

    it('counts the steps, and says what it stands before when somebody knows it', () => {
      const step = { kind: 'control', what: 'step', detail: { automaton: 'A', edge: 'in', mt: 'X' } };
      const records = [...asked, record(3, step), record(4, step)];
      const before = { automaton: 'A', edge: 'out', mt: 'AppLogin' };
      expect(diagnose(taken(records), { now: 5000, before }).sentence).to.equal(
        'The run is held by hand since 0.0 s (2 steps), before A sends AppLogin.',
      );
    });

    it('names the act before which a breakpoint holds it', () => {
      const hit = {
        kind: 'control',
        what: 'breakpoint hit',
        detail: { breakpoint: 1, automaton: 'A', edge: 'in', mt: 'AppChallengeResult' },
      };
      expect(diagnose(taken([...asked, record(3, hit)])).sentence).to.contain(
        'held at a breakpoint since 0.0 s, before A takes AppChallengeResult.',
      );
    });

    it('stopped by Ctrl-C meanwhile, says that it was held, and not that anybody waited in vain', () => {
      const { verdict, findings } = diagnose(
        taken([
          record(1, { kind: 'note', note: 'run', run: 1 }),
          record(2, { kind: 'control', what: 'hold', run: 1 }),
          record(3, { kind: 'automaton', lane: 'A', run: 1 }),
          record(4, { kind: 'automaton', lane: 'B', run: 1 }),
          record(310, { kind: 'dead', lane: 'A', run: 1, why: 'aborted' }),
          record(311, { kind: 'dead', lane: 'B', run: 1, why: 'aborted' }),
          record(312, { kind: 'end', outcome: 'aborted', run: 1 }),
        ]),
      );
      expect(verdict).to.equal('failed');
      expect(findings.map(({ id, sentence }) => `${id}: ${sentence}`)).to.deep.equal([
        'stopped: The run was stopped on request while it was held by hand since 0.0 s.',
      ]);
    });

    it('is not held any more when another run begins', () => {
      const records = [
        record(1, { kind: 'note', note: 'run', run: 1 }),
        record(2, { kind: 'control', what: 'hold', run: 1 }),
        record(3, { kind: 'end', outcome: 'aborted', run: 1 }),
        record(4, { kind: 'note', note: 'run', run: 2 }),
        record(5, { kind: 'automaton', lane: 'A', run: 2 }),
      ];
      expect(diagnose(taken(records)).verdict).to.equal('unfinished');
    });
  });

  describe('of a run that goes on', () => {
    it('is calm until the silence is long', async () => {
      const { records } = await play('default');
      const asked = records.findIndex((one) => one.kind === 'message' && 'response' in (one.body as object));
      const until = records.slice(0, asked + 1);
      const t = until.at(-1)?.t ?? 0;
      const soon = diagnose(until, { now: t + 1000 });
      expect(soon).to.deep.include({ verdict: 'going', findings: [] });
      expect(soon.sentence).to.match(
        /^Going on: UserPBXLogin waits for LoginResult or Authorize from the PBX at 127\.0\.0\.1:\d+\.$/,
      );
      const late = diagnose(until, { now: t + 3000 });
      expect(late.verdict).to.equal('unfinished');
      expect(late.sentence).to.match(
        /^Silence: UserPBXLogin waits in Initial\.awaitingLoginResult .*, for 3\.0 s\.$/,
      );
      expect(late.findings.map(({ id }) => id)).to.deep.equal(['silence']);
    });

    it('is never an alarm while answers come, and says what has been done', async () => {
      const { records } = await play('default');
      const now = records.map(({ t }, count) => diagnose(records.slice(0, count + 1), { now: t }));
      expect(new Set(now.map(({ verdict }) => verdict))).to.deep.equal(new Set(['empty', 'going', 'fine']));
      expect(now.map(({ sentence }) => sentence).join('\n')).to.match(
        /^Going on: user ckl logged in to the PBX and to innovaphone-devices and innovaphone-users, \d+ devices listed; \w+ waits for /m,
      );
    });
  });

  describe('of messages alone', () => {
    const login = [
      record(1, { kind: 'note', note: 'run', run: 1 }),
      record(2, { kind: 'socket', lane: 'P', what: 'open' }),
      record(3, {
        kind: 'message',
        lane: 'P',
        dir: 'out',
        mt: 'Login',
        body: { type: 'user', username: 'ckl' },
      }),
      record(4, { kind: 'message', lane: 'P', dir: 'in', mt: 'LoginResult', body: { digest: '‹digest›' } }),
      record(5, { kind: 'message', lane: 'D', dir: 'out', mt: 'GetDevices', body: {} }),
      record(6, {
        kind: 'message',
        lane: 'D',
        dir: 'in',
        mt: 'GetDevicesResult',
        body: { devices: [{}, {}], last: true },
      }),
    ];
    const done = 'user ckl logged in to the PBX, 2 devices listed';

    it('says who has logged in and what was listed: at the end, before it, and live', () => {
      const end = record(7, { kind: 'end', outcome: 'finished', run: 1 });
      expect(diagnose(taken([...login, end])).sentence).to.equal(`Everything went well: ${done}.`);
      expect(diagnose(taken(login)).sentence).to.equal(
        `The recording breaks off after 0.1 s; until then ${done}.`,
      );
      expect(diagnose(taken(login), { now: 9000 })).to.include({
        verdict: 'going',
        sentence: `Going on: ${done}.`,
      });
    });

    it('does not claim to know the counts when records are missing', () => {
      const end = record(7, { kind: 'end', outcome: 'finished', run: 1, dropped: 7 });
      expect(diagnose(taken([...login, end])).sentence).to.equal(
        `Everything went well: ${done}, as far as it is recorded.`,
      );
    });

    it('says of a part that it is one, and not that the recording has no end', () => {
      const { verdict, sentence, findings } = diagnose(taken(login), { isPart: true });
      expect(verdict).to.equal('unfinished');
      expect(sentence).to.equal(
        `Only a part of this recording is looked at, so nothing is said about how it ended; in this part ${done}.`,
      );
      expect(findings).to.deep.equal([]);
    });

    it('names everybody who has logged in', () => {
      const second = [
        record(7, { kind: 'socket', lane: 'P', what: 'close' }),
        record(8, { kind: 'socket', lane: 'P', what: 'connecting' }),
        record(9, {
          kind: 'message',
          lane: 'P',
          dir: 'out',
          mt: 'Login',
          body: { type: 'user', username: 'jdo' },
        }),
        record(10, {
          kind: 'message',
          lane: 'P',
          dir: 'in',
          mt: 'LoginResult',
          body: { digest: '‹digest›' },
        }),
      ];
      expect(diagnose(taken([...login, ...second]), { now: 9000 }).sentence).to.contain(
        'users ckl and jdo logged in to the PBX, 2 devices listed',
      );
    });
  });

  it('says what was waited for when it was stopped, and not that it was in vain', () => {
    const records = taken([
      record(1, { kind: 'automaton', lane: 'A', socket: 'S', run: 1 }),
      record(2, { kind: 'message', lane: 'S', dir: 'out', mt: 'AppChallenge', body: {}, run: 1 }),
      record(3, { kind: 'dead', lane: 'A', why: 'aborted', run: 1 }),
    ]);
    expect(diagnose(records).sentence).to.equal(
      'The run was stopped on request, while A waited for AppChallengeResult from the App Service on S.',
    );
  });

  it('tells the whole sentence of an error, however long', () => {
    const message = `The certificate of the host ${'x'.repeat(300)} is not trusted.`;
    const error = { code: 'CERTIFICATE_REFUSED', message };
    const records = taken([record(1, { kind: 'socket', lane: 'S', what: 'error', error })]);
    expect(diagnose(records).sentence).to.equal(message);
  });

  it('waits for what others post when nothing is asked, and for the answer when something is', async () => {
    const { records } = await play('default');
    const sentences = records.map(
      ({ t }, count) => diagnose(records.slice(0, count + 1), { now: t + 3000 }).sentence,
    );
    const inClients = sentences.filter((sentence) =>
      sentence.includes('UserPBXLogin waits in Initial.awaitingClients'),
    );
    expect(inClients.filter((sentence) => sentence.includes('UpdateApps'))).to.deep.equal([]);
    expect(inClients.join()).to.contain('for AppGetLoginResult from the PBX');
  });

  it('names the machine that threw', async () => {
    const { tracer, records } = memoryTrace();
    const transitioner = new Transitioner({ tracer, log: silentLog });
    const broken = kit.createMachine({
      ...ending,
      id: 'Broken',
      initial: 'Initial',
      states: {
        Initial: {
          on: {
            Start: {
              actions: () => {
                throw new Error('out of paper');
              },
            },
          },
        },
        Dead: { type: 'final' },
      },
    });
    transitioner.add(broken, { nickname: 'Printer', socket: new MemorySocket('S') });
    await transitioner.run();
    const { verdict, findings } = diagnose(records);
    expect(verdict).to.equal('failed');
    expect(findings[0]).to.include({ id: 'machine-threw', severity: 'failure' });
    expect(findings[0]?.sentence).to.match(/^The machine of Printer threw/);
  });

  it('tells the error of an automaton that it does not know', () => {
    const { findings } = diagnose(
      taken([
        record(1, { kind: 'automaton', lane: 'Mine', run: 1 }),
        record(2, {
          kind: 'dead',
          lane: 'Mine',
          run: 1,
          why: 'finished',
          output: { ok: false, error: { code: 'NO_INK', message: 'No ink.' } },
        }),
        record(3, { kind: 'end', run: 1, outcome: 'finished' }),
      ]),
    );
    expect(findings).to.have.length(1);
    expect(findings[0]).to.include({ id: 'automaton-failed', sentence: 'Mine ended with an error: No ink.' });
    expect(findings[0]?.evidence).to.include(2);
  });

  it('warns of a post to somebody who is not there, and not of a broadcast', () => {
    const { findings } = diagnose(
      taken([
        record(1, { kind: 'automaton', lane: 'Mine', run: 1 }),
        record(2, {
          kind: 'undelivered',
          lane: 'Mine',
          run: 1,
          to: '*',
          mt: 'Done',
          why: 'nobody else runs',
        }),
        record(3, {
          kind: 'undelivered',
          lane: 'Mine',
          run: 1,
          to: 'Nobody',
          mt: 'Hello',
          why: 'nobody has that nickname',
        }),
        record(4, { kind: 'dead', lane: 'Mine', run: 1, why: 'finished', output: { ok: true } }),
      ]),
    );
    expect(findings).to.have.length(1);
    expect(findings[0]).to.include({ id: 'undelivered-post', severity: 'warning' });
    expect(findings[0]?.sentence).to.equal('Hello from Mine did not reach Nobody: nobody has that nickname.');
  });

  it('says that records are missing', () => {
    const { findings } = diagnose(
      taken([
        record(1, { kind: 'socket', lane: 'S', what: 'open' }),
        record(2, { kind: 'drop', count: 7, why: 'the trace has reached its cap of 1 records' }),
      ]),
    );
    expect(findings[0]).to.include({
      id: 'records-missing',
      sentence: '7 records are missing in this recording.',
    });
    expect(findings[0]?.evidence).to.deep.equal([2]);
  });

  it('takes any records', () => {
    const kinds = [
      'head',
      'machine',
      'automaton',
      'dead',
      'socket',
      'message',
      'post',
      'undelivered',
      'deliver',
      'transition',
      'snapshot',
      'explain',
      'note',
      'drop',
      'end',
      'unheard-of',
    ];
    const types = [
      'Login',
      'LoginResult',
      'Authenticate',
      'UpdateApps',
      'AppGetLoginResult',
      'AppLoginResult',
      'GetDevicesResult',
      'NumUsersResult',
      '__proto__',
      'constructor',
    ];
    const anyRecord = fc.oneof(
      fc.anything(),
      fc.record({
        seq: fc.oneof(fc.nat(30), fc.anything()),
        t: fc.oneof(fc.nat(1000), fc.anything()),
        kind: fc.constantFrom(...kinds),
        lane: fc.oneof(fc.constantFrom('A', 'B', '__proto__'), fc.anything()),
        run: fc.oneof(fc.nat(2), fc.anything()),
        cause: fc.oneof(fc.nat(30), fc.anything()),
        mt: fc.oneof(fc.constantFrom(...types), fc.anything()),
        body: fc.oneof(
          fc.dictionary(fc.constantFrom('error', 'info', 'apps', 'app', 'devices', 'ok'), fc.anything()),
          fc.anything(),
        ),
        what: fc.constantFrom('open', 'close', 'error', 'connecting'),
        why: fc.constantFrom('finished', 'timeout', 'failed', 'aborted', 'disconnected'),
        outcome: fc.constantFrom('handled', 'discarded', 'finished'),
        origin: fc.constantFrom('wire', 'post'),
        value: fc.anything(),
        definition: fc.anything(),
        output: fc.anything(),
        error: fc.anything(),
        verdict: fc.constantFrom('ok', 'mismatch'),
      }),
    );
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 30 }), (records) => {
        const { sentence, findings } = diagnose(taken(records));
        expect(sentence).to.be.a('string').and.not.equal('');
        expect(findings.length).to.be.lessThan(101);
      }),
      { numRuns: 400 },
    );
  });

  it('goes through 100,000 records in a tenth of a second', async () => {
    const { records } = await play('default');
    const start = records.slice(0, -1);
    const chunk = start.findLast((one) => one.kind === 'message' && one.mt === 'GetDevicesResult');
    const many = [...start];
    for (let seq = start.length + 1; seq <= 100_000; seq += 1) {
      many.push({ ...(chunk ?? start[0]), seq, t: seq } as TraceRecord);
    }
    diagnose(many);
    const before = performance.now();
    const { verdict } = diagnose(many);
    const ms = performance.now() - before;
    expect(verdict).to.be.oneOf(['fine', 'unfinished']);
    // Four times what it takes, so that a machine that is busy does not fail the test.
    expect(ms).to.be.lessThan(400);
  });
});
