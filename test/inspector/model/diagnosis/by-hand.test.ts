import { expect } from 'chai';
import { diagnose } from '../../../../inspector/model/diagnosis/index.js';
import type { Diagnosis } from '../../../../inspector/model/diagnosis/index.js';
import type { RunControl } from '../../../../runtime/index.js';
import { observeRuns } from '../../../../runtime/index.js';
import { Message } from '../../../../runtime/message.js';
import type { TraceRecord } from '../../../../runtime/trace-records.js';
import { memoryTrace, play } from './play.js';

/** Logs in, is held before a message of the PBX is delivered, and a person plays the PBX then. */
async function heldAt(mt: string, act: (control: RunControl, records: readonly TraceRecord[]) => void) {
  const { tracer, records } = memoryTrace();
  let isFirst = true;
  const forget = observeRuns({
    runBegins: ({ control }) => {
      if (!isFirst) return undefined;
      isFirst = false;
      const breakpoint = control.addBreakpoint({ kind: 'message', mt, direction: 'in' });
      let isDone = false;
      control.onChange(() => {
        if (!control.isHeld || isDone) return;
        isDone = true;
        setImmediate(() => {
          control.removeBreakpoint(breakpoint);
          act(control, records);
          control.resume();
        });
      });
      return undefined;
    },
  });
  try {
    await play('default', { tracer, idleTimeoutMs: 5000 });
  } finally {
    forget();
  }
  return records;
}

function loginResult(control: RunControl, members: object): void {
  const message = Object.assign(new Message('LoginResult'), members);
  control.inject({ kind: 'receive', socket: 'PBXWS', message });
}

describe('diagnosis of messages made by hand', () => {
  it('does not judge what has not been delivered, and blames nobody for it afterwards', async () => {
    let whileHeld: Diagnosis | undefined;
    const records = await heldAt('LoginResult', (control, soFar) => {
      loginResult(control, {});
      whileHeld = diagnose(soFar, { now: soFar.at(-1)?.t });
    });
    expect(whileHeld?.verdict).to.equal('held');
    expect(whileHeld?.findings.map(({ id }) => id)).to.deep.equal(['held']);
    const { verdict, findings } = diagnose(records);
    expect(verdict).to.equal('fine');
    expect(findings.filter(({ id }) => id === 'fake-pbx')).to.deep.equal([]);
  });

  it('says of a failure that a person has made that they have made it', async () => {
    const records = await heldAt('Authenticate', (control) => {
      loginResult(control, { error: 2, errorText: 'Authentication failed' });
    });
    const { verdict, sentence, findings } = diagnose(records);
    expect(verdict).to.equal('failed');
    expect(sentence).to.match(
      /^The LoginResult made by hand \(record \d+\) led to this: The PBX at \S+ refused the name or password of user ckl/,
    );
    expect(findings[0]).to.include({ id: 'by-hand', severity: 'failure' });
    expect(findings[0]?.advice).to.match(/^No fault of the peer/);
    const made = records.find(({ seq }) => seq === findings[0]?.evidence[0]);
    expect(made).to.include({ kind: 'message', mt: 'LoginResult' });
  });
});
