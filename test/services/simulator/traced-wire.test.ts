import { expect } from 'chai';
import type { MessageRecord, TraceRecord } from '../../../runtime/trace-records.js';
import { memoryTrace, play } from '../../inspector/model/diagnosis/play.js';
import { RawClient, simulate, stopAll } from './raw-client.js';

function messages(records: readonly TraceRecord[]): MessageRecord[] {
  return records.filter((record) => record.kind === 'message');
}

describe('the trace of the simulator', () => {
  afterEach(stopAll);

  it('shows what a client does as the client sees it, as the trace of the client does', async () => {
    const { records, seenByPeer } = await play('default');
    const ways = (list: readonly TraceRecord[]): string[] =>
      messages(list)
        .map(({ dir, mt = '' }) => `${dir} ${mt}`)
        .sort();
    expect(ways(seenByPeer)).to.include.members(['out Login', 'in LoginResult', 'out AppLogin']);
    expect(ways(seenByPeer)).to.deep.equal(ways(records));
  });

  it('has a text or a binary message of the client that is no message as sent by it', async () => {
    const { tracer, records } = memoryTrace();
    const { url } = await simulate({ tracer });
    const client = await RawClient.open(url);
    client.send('This is not JSON.');
    client.socket.send(Buffer.from('{"mt":"LoginInfo"}'));
    await client.settle();
    const [text, binary] = messages(records);
    expect(text)
      .to.include({ dir: 'out', text: 'This is not JSON.', length: 17 })
      .and.not.have.property('mt');
    expect(text?.reason).to.match(/JSON/);
    expect(binary).to.include({ dir: 'out', length: 18, reason: 'a binary message' });
  });

  it('has a text of the simulator that is no message as received', async () => {
    const { tracer, records } = memoryTrace();
    const { url } = await simulate({
      tracer,
      scenario: { faults: [{ at: 'LoginInfo', do: 'nonsense', text: 'Guten Tag' }] },
    });
    const client = await RawClient.open(url);
    client.send({ mt: 'LoginInfo' });
    expect(await client.nextText()).to.equal('Guten Tag');
    expect(messages(records)[1]).to.include({ dir: 'in', text: 'Guten Tag' });
  });
});
