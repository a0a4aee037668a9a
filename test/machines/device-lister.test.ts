import { expect } from 'chai';
import { DeviceLister } from '../../machines/device-lister.js';
import { ExactNumber } from '../../runtime/exact-json.js';
import { PureAutomaton } from '../support/pure-automaton.js';

const begun = () => new PureAutomaton(DeviceLister, undefined).start();
const chunk = (ids: number[], members: object = {}) => ({
  mt: 'GetDevicesResult',
  devices: ids.map((id) => ({ id })),
  ...members,
});
const failure = (code: string) => ({ code });

describe('DeviceLister', () => {
  it('asks for all devices at Start', () => {
    const lister = begun();
    expect(lister.acts).to.deep.equal(['log', 'send GetDevices']);
    expect(lister.sent).to.deep.equal([{ mt: 'GetDevices' }]);
    expect(lister.at).to.equal('Initial.awaitingDevices');
  });

  it('puts the chunks together in order of arrival, and tells how far it is', () => {
    const lister = begun().wire(chunk([3, 4]));
    expect(lister.at).to.equal('Initial.awaitingDevices');
    expect(lister.notices).to.deep.equal([{ kind: 'progress', list: 'devices', count: 2 }]);
    lister.wire(chunk([1], { last: false }));
    lister.wire(chunk([2], { last: true }));
    expect(lister.at).to.equal('Dead');
    expect(lister.output).to.deep.equal({ ok: true, devices: [{ id: 3 }, { id: 4 }, { id: 1 }, { id: 2 }] });
  });

  it('takes a last chunk without devices, and a list without any', () => {
    expect(begun().wire({ mt: 'GetDevicesResult', last: true }).output).to.deep.equal({
      ok: true,
      devices: [],
    });
    const lister = begun()
      .wire(chunk([1]))
      .wire({ mt: 'GetDevicesResult', last: true });
    expect(lister.output).to.deep.equal({ ok: true, devices: [{ id: 1 }] });
    expect(begun().wire(chunk([], { last: true })).output).to.deep.equal({ ok: true, devices: [] });
  });

  it('keeps ids of 64 bits and unknown members', () => {
    const lister = begun().wire(
      '{"mt":"GetDevicesResult","last":true,"devices":[{"id":18446744073709551615,"x":{"2":1}}]}',
    );
    expect(lister.output).to.deep.equal({
      ok: true,
      devices: [{ id: new ExactNumber('18446744073709551615'), x: { '2': 1 } }],
    });
  });

  it('ends with the error of the service, and with what it has', () => {
    const lister = begun().wire(chunk([1]));
    lister.wire({ mt: 'GetDevicesResult', error: 7, errorText: 'no rights' });
    expect(lister.at).to.equal('Dead');
    expect(lister.output).to.deep.include({ ok: false, devices: [{ id: 1 }] });
    expect(lister.output).to.have.nested.include({ 'error.code': 'LIST_REFUSED', 'error.data.error': 7 });
  });

  it('takes error 0 for none', () => {
    expect(begun().wire(chunk([1], { last: true, error: 0, errorText: '' })).output).to.have.property(
      'ok',
      true,
    );
  });

  for (const devices of [{}, 'x', null, 5, [null], [1], [{ id: 1 }, 'x']]) {
    it(`ends when devices are ${JSON.stringify(devices)}`, () => {
      const { output } = begun().wire({ mt: 'GetDevicesResult', devices });
      expect(output).to.have.property('error').that.deep.includes(failure('LIST_MESSAGE_INVALID'));
    });
  }

  it('ends when a chunk that is not the last has no devices', () => {
    const { output } = begun().wire({ mt: 'GetDevicesResult' });
    expect(output).to.have.nested.property('error.code', 'LIST_MESSAGE_INVALID');
  });

  it('ends when the connection does, before and after the request', () => {
    const unstarted = new PureAutomaton(DeviceLister, undefined).close();
    expect(unstarted.output).to.have.nested.property('error.code', 'LIST_CONNECTION_CLOSED');
    const lister = begun()
      .wire(chunk([1]))
      .close(1011);
    expect(lister.output).to.have.nested.include({
      'error.code': 'LIST_CONNECTION_CLOSED',
      'error.data.closeCode': 1011,
      'devices[0].id': 1,
    });
  });

  it('discards news about devices', () => {
    expect(begun().wire({ mt: 'DeviceAdded', device: { id: 1 } }).acts).to.deep.equal(['discard']);
  });
});
