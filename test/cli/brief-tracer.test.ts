import { expect } from 'chai';
import { BriefTracer } from '../../cli/brief-tracer.js';
import { diagnose } from '../../inspector/model/diagnosis/index.js';
import { SimulatedClock } from '../../runtime/clock.js';
import { memoryTrace } from '../inspector/model/diagnosis/play.js';

describe('BriefTracer', () => {
  /** A list of many chunks, a millisecond each, as a recorder hears of it. */
  function longList(chunks: number): {
    brief: BriefTracer;
    records: ReturnType<typeof memoryTrace>['records'];
  } {
    const { tracer, records } = memoryTrace();
    const clock = new SimulatedClock();
    const brief = new BriefTracer(tracer, clock);
    brief.runStarted(['Lister']);
    brief.socketOpen('S', 'wss://apps.sample.dom/devices');
    brief.messageOut('S', '{}', { mt: 'GetDevices' }, 0);
    for (let chunk = 0; chunk < chunks; chunk += 1) {
      const cause = brief.messageIn('S', '{}', { mt: 'GetDevicesResult', devices: [] });
      brief.deliver('Lister', 'wire', 'GetDevicesResult', 'handled', 'Initial.awaitingDevices', cause);
      clock.advance(1);
    }
    return { brief, records };
  }

  it('passes everything on at first', () => {
    const { records } = longList(100);
    expect(records.filter(({ kind }) => kind === 'message')).to.have.length(101);
    expect(records.filter(({ kind }) => kind === 'deliver')).to.have.length(100);
  });

  it('does not want the transitions that are taken', () => {
    expect(longList(1).brief.wantsTaken).to.equal(false);
  });

  it('passes on a sample of what repeats itself', () => {
    const { records } = longList(20_000);
    expect(records.length).to.be.within(1000, 2200);
  });

  it('passes on what went wrong at the very end', () => {
    const { brief, records } = longList(20_000);
    const cause = brief.messageIn('S', '{}', { mt: 'GetDevicesResult', error: 13, errorText: 'No rights' });
    brief.dead('Lister', { why: 'finished', output: { ok: false, error: { code: 'LIST_REFUSED' } } }, cause);
    brief.runEnded('finished', {});
    expect(diagnose(records).findings[0]).to.include({ id: 'list-refused', severity: 'failure' });
  });

  it('passes on a connection that ends in the middle', () => {
    const { brief, records } = longList(20_000);
    brief.socketClosed('S', { code: 1006, reason: '', error: new Error('It broke.') }, 0);
    expect(diagnose(records).findings[0]).to.include({ id: 'connection-closed', severity: 'failure' });
  });
});
