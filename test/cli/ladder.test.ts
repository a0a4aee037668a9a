import { expect } from 'chai';
import { renderLadder } from '../../cli/ladder.js';
import type { LadderOptions } from '../../cli/ladder.js';
import { TraceDocument } from '../../inspector/model/trace-document.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import { failingLogin } from '../support/failing-login.js';
import { loginMachine, recordingRecorder } from '../support/traces.js';

function ladder(records: readonly TraceRecord[], options?: LadderOptions): string {
  return [...renderLadder(TraceDocument.of(records), options)].join('\n');
}

const escape = '\u001b';
const escapeSequence = new RegExp(`${escape}\\[\\d+m`, 'g');

describe('renderLadder', () => {
  it('shows a failing login: the outcome, every step, what to look at, who was left', () => {
    expect(ladder(failingLogin())).to.equal(golden);
  });

  it('puts the diagnosis on top, with the line that shows it and what to do', () => {
    const finding = {
      id: 'wrong-password',
      severity: 'failure',
      sentence: 'The password of ckl is wrong.',
      evidence: [999, 22],
      advice: 'Check it.',
      doc: 'failures.md#wrong-password',
    } as const;
    const lines = ladder(failingLogin(), {
      diagnosis: { verdict: 'failed', sentence: finding.sentence, findings: [finding] },
    }).split('\n');
    expect(lines.slice(1, 4)).to.deep.equal([
      'Outcome: run 1: timeout after 7.508 s. The password of ckl is wrong.',
      'Seen in line 22 at 2.508: LoginResult  error=2 errorText="Authentication failed"',
      'What to do: Check it. See docs/failures.md#wrong-password',
    ]);
  });

  it('sums up what there is too much of', () => {
    const { recorder, records } = recordingRecorder();
    for (let run = 0; run < 40; run += 1) {
      recorder.runStarted(['A']);
      recorder.automaton('A', loginMachine, undefined);
      recorder.runEnded(run === 7 ? 'finished' : 'timeout', {});
    }
    const shown = ladder(records);
    expect(shown).to.include('Outcome: 40 runs: 39 timeout, 1 finished after 0.000 s.');
    expect(shown).to.match(/Left behind:\n( {2}A in no state: still running\n){12} {2}and 27 more\n/);
  });

  it('writes no escape sequence unless colours are asked for, and nothing else with them', () => {
    expect(ladder(failingLogin())).not.to.include(escape);
    const colored = ladder(failingLogin(), { color: true });
    expect(colored).to.match(escapeSequence);
    expect(colored.replace(escapeSequence, '')).to.equal(ladder(failingLogin()));
  });

  it('shows characters of a peer that would steer the terminal as escapes', () => {
    const shown = ladder(failingLogin(), { width: 200 });
    expect(shown)
      .to.include('\\u001b[2J\\u202e')
      .and.not.match(/\u202e/);
  });

  for (const width of [60, 100, 160]) {
    it(`keeps its steps within ${width} columns`, () => {
      const steps = ladder(failingLogin(), { width })
        .split('\n')
        .filter((line) => /^ +\d+ +\d+\.\d{3} /.test(line));
      expect(steps).to.have.length(21);
      expect(Math.max(...steps.map((line) => line.length))).to.be.at.most(width);
    });
  }

  it('shows everything that was recorded when asked', () => {
    const shown = ladder(failingLogin(), { shows: () => true });
    expect(shown).to.include('context attempt=0');
    expect(shown).to.include('UserPBXLogin gets LoginResult in Initial.awaitingLoginResult');
  });

  it('gives more lanes than fit one rail together, and says their names', () => {
    const { recorder, records } = recordingRecorder();
    for (let at = 0; at < 500; at += 1) recorder.messageIn(`S${at}`, '{}', { mt: `M${at}` });
    const lines = ladder(records).split('\n');
    expect(lines.some((line) => line.endsWith('┌ 488 others'))).to.equal(true);
    expect(lines.find((line) => line.includes('M499'))).to.include('S499: M499');
    expect(Math.max(...lines.filter((line) => /M\d/.test(line)).map((line) => line.length))).to.be.at.most(
      100,
    );
  });

  it('tells a run that went well from one that did not end', () => {
    const { recorder, records } = recordingRecorder();
    recorder.runStarted(['A']);
    recorder.dead('A', { why: 'finished', output: { ok: true } }, 0);
    expect(ladder(records)).to.include('run 1 has no end in this recording');
    recorder.runEnded('finished', {});
    const shown = ladder(records);
    expect(shown).to.include('Outcome: run 1: finished after 0.000 s. Every automaton finished.');
    expect(shown).not.to.match(/Left behind|Look at|!  ?│/);
  });

  it('draws arrows to both sides of a poster', () => {
    const { recorder, records } = recordingRecorder();
    for (const lane of ['A', 'B', 'C']) recorder.deliver(lane, 'runtime', 'Start', 'handled', 'Initial', 0);
    const posted = recorder.post('B', undefined, { mt: 'News' }, 0);
    recorder.deliver('A', 'post', 'News', 'handled', 'Initial', posted);
    recorder.deliver('C', 'post', 'News', 'discarded', 'Initial', posted);
    expect(ladder(records)).to.include('◀┄┄┼┄┄✗  post News');
  });

  it('takes records of unknown kinds, missing records and none at all', () => {
    const odd = { seq: 9, t: 0, kind: 'weather', lane: 'A', sky: 'blue' } as unknown as TraceRecord;
    expect(ladder([odd]))
      .to.include('weather')
      .and.include('sky=blue');
    expect(ladder([])).to.include('Summary: no run after 0.000 s; 0 automatons');
    const { recorder, records } = recordingRecorder({ cap: { records: 2 } });
    for (let at = 0; at < 5; at += 1) recorder.log('runtime', 'A', 'line');
    recorder.runEnded('finished', {});
    expect(ladder(records)).to.include('4 records missing').and.include('cap of 2 records');
  });
});

const golden = `Recorded  2026-11-20T17:40:18.000Z  pbx-automata 0.1.0  secrets are masked
Outcome: run 1: timeout after 7.508 s. UserPBXLogin failed: LOGIN_REFUSED: The PBX refused the login of ckl: Authentication failed.

├──▶ message  ├┄┄▶ post  ● new state  ○ new phase  ✗ not taken  ✓ checked  ◷ timer  ■ stopped
A line begins with its number in the file and the seconds since the start; "!" marks trouble.

                 ┌ PBXWS  wss://pbx.sample.dom/PBX0/APPCLIENT/130000/websocket
                 │  ┌ UserPBXLogin  UserPBXLoginAutomaton
                 │  │  ┌ INNOVAPHONE-DEVICES--A  UserPBXLoginAutomaton
                 │  │  │  ┌ DeviceLister  UserPBXLoginAutomaton
                 │  │  │  │  ┌ INNOVAPHONE-DEVICES--WS
    2    0.000   │  │  │  │  │  ── run 1 begins ──
    5    0.000   ╷  │  │  │  │  PBXWS connecting wss://pbx.sample.dom/PBX0/APPCLIENT/130000/websock…
    7    0.000   │  │  ●  │  │  INNOVAPHONE-DEVICES--A  Initial.awaitingChallenge
   10    0.003   ┬  │  │  │  │  PBXWS open wss://pbx.sample.dom/PBX0/APPCLIENT/130000/websocket
   11    0.003   │  ▷  │  │  │  UserPBXLogin gets Open in Initial.connecting
   12    0.003   ◀──┤  │  │  │  Login  type=user userAgent="list (sample)"
   13    0.008   ├──▶  │  │  │  Authenticate  type=user method=digest domain=sample.dom challenge=3…
   15    0.008   │  ●  │  │  │  UserPBXLogin  Initial.awaitingChallenge
   17    0.008   │  ○  │  │  │  UserPBXLogin  Initial: awaitingChallenge → awaitingLoginResult
   18    0.008   ◀──┤  │  │  │  Login  type=user username=ckl response=‹digest 64 06569116›
   19    0.008 ! ├──✗  │  │  │  UpdateUser discarded by UserPBXLogin in Initial.awaitingLoginResult…
   21    0.008 ! •  │  │  │  │  21 characters that are no message (not JSON): <html>‹secret 8 4a9df…
       ⋮         │  │  │  │  │    2.500 s of silence
   22    2.508   ├──▶  │  │  │  LoginResult  error=2 errorText="Authentication failed"
   24    2.508 ! │  ✗  │  │  │  LoginResult digest mismatch: the digest is wrong
   25    2.508   │  ├┄┄▶┄┄✗  │  post UserPBXLoginFailure
   28    2.508   │  │  ■  │  │  INNOVAPHONE-DEVICES--A has stopped: finished
   29    2.508 ! │  ✗  │  │  │  LoginResult did not reach Nobody: nobody has that nickname
   30    2.508 ! │  ■  │  │  │  UserPBXLogin has stopped: finished, LOGIN_REFUSED: The PBX refused …
       ⋮         │  │  │  │  │    5.000 s of silence
   31    7.508   │  │  │  │  │  timer fired, 5000 ms
   32    7.508 ! │  │  │  ■  │  DeviceLister has stopped: timeout
   33    7.508 ! │  │  │  │  │  ── run 1 ended: timeout ──

Look at these first:
  line 19 at 0.008: UpdateUser discarded by UserPBXLogin in Initial.awaitingLoginResult
  line 21 at 0.008: what came on PBXWS is no message: not JSON
  line 24 at 2.508: UserPBXLogin: LoginResult digest does not match: the digest is wrong
  line 29 at 2.508: LoginResult from UserPBXLogin did not reach Nobody: nobody has that nickname
  line 30 at 2.508: UserPBXLogin failed: LOGIN_REFUSED: The PBX refused the login of ckl: Authentication failed.

Left behind:
  DeviceLister in no state: timeout

Summary: run 1: timeout after 7.508 s; 3 automatons (1 left behind); 1 socket; 4 messages in, 2 out; 1 post; 2 discarded; 1 undelivered; 1 wrong digest`;
