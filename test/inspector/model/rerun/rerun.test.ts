import { expect } from 'chai';
import { rerun } from '../../../../inspector/model/rerun/rerun.js';
import type { MessageRecord, TraceRecord } from '../../../../runtime/trace-records.js';
import type { ScenarioName } from '../../../../services/simulator/scenarios.js';
import { scenarios } from '../../../../services/simulator/scenarios.js';
import { recordList } from '../../../support/recorded-list.js';

/** Too much for a test of every scenario. */
const slow: readonly ScenarioName[] = ['large', 'slow', 'two-factor', 'two-factor-refused'];

const without = (records: readonly TraceRecord[], mt: string): TraceRecord[] =>
  records.filter((record) => !(record.kind === 'message' && record.dir === 'in' && record.mt === mt));

const changed = (
  records: readonly TraceRecord[],
  mt: string,
  change: (record: MessageRecord) => Partial<MessageRecord>,
): TraceRecord[] =>
  records.map((record) =>
    record.kind === 'message' && record.mt === mt ? { ...record, ...change(record) } : record,
  );

describe('Re-run of a recording', () => {
  for (const name of Object.keys(scenarios) as ScenarioName[]) {
    if (slow.includes(name)) continue;
    it(`of a masked login in scenario ${name} ends as the recording did`, async () => {
      const records = await recordList(name);
      const report = await rerun({ records });
      expect(report.divergence).to.equal(undefined);
      expect(report.outcome).to.equal('same');
    });
  }

  it('of a login with a wrong password ends as the recording did', async () => {
    const records = await recordList('default', { password: 'wrong-password' });
    const report = await rerun({ records });
    expect(report.outcome).to.equal('same');
    expect(JSON.stringify(report.records)).not.to.contain('wrong-password');
  });

  it('says which checks were taken from the recording', async () => {
    const records = await recordList('default');
    const { checksFromRecord, sentence } = await rerun({ records });
    const checks = records.filter(({ kind }) => kind === 'explain').map(({ seq }) => seq);
    expect(checks).to.have.length(1);
    expect(checksFromRecord).to.deep.equal(checks);
    expect(sentence).to.contain('One check of a digest was taken from the recording');
  });

  it('names the first message that a machine would not send today', async () => {
    const records = changed(await recordList('default'), 'NumUsers', ({ body }) => ({
      body: { ...(body as object), filter: '*' },
    }));
    const { outcome, divergence } = await rerun({ records });
    expect(outcome).to.equal('differs');
    expect(divergence?.expected).to.contain('NumUsers').and.contain('"filter":"*"');
    expect(divergence?.actual).to.contain('"filter":"%"');
    const expected = records.find(({ seq }) => seq === divergence?.seq);
    expect(expected).to.include({ kind: 'message', mt: 'NumUsers' });
  });

  it('names what is missing when a message of the recording is taken away', async () => {
    const records = without(await recordList('default'), 'UpdateAppsComplete');
    const { outcome, divergence } = await rerun({ records });
    expect(outcome).to.equal('differs');
    expect(divergence?.expected).to.contain('went to Initial.awaitingClients');
  });

  it('of a recording that breaks off goes as far as the recording', async () => {
    const all = await recordList('default');
    const cut = all.slice(0, Math.floor(all.length / 2));
    const { outcome, sentence } = await rerun({ records: cut });
    expect(outcome).to.equal('same');
    expect(sentence).to.contain('as far as the recording goes');
  });

  it('leaves out automatons whose machine is not known, and says so', async () => {
    const records = (await recordList('default')).map((record) =>
      record.kind === 'automaton' && record.lane === 'DeviceLister'
        ? { ...record, id: 'TheirLister' }
        : record,
    );
    const { outcome, skipped } = await rerun({ records });
    expect(outcome).to.equal('same');
    expect(skipped.join(' ')).to.contain(
      'DeviceLister was left out: its machine TheirLister is not known here',
    );
  });

  it('is impossible, in a sentence, where no automaton was recorded', async () => {
    const records = (await recordList('default')).filter(({ kind }) => kind !== 'automaton');
    const { outcome, sentence } = await rerun({ records });
    expect(outcome).to.equal('impossible');
    expect(sentence).to.match(/known here|no run of automatons/);
  });
});
