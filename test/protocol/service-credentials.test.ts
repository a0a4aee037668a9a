import { inspect } from 'node:util';
import { expect } from 'chai';
import { appLoginDigest } from '../../protocol/digests.js';
import { reveal } from '../../protocol/secret-access.js';
import { Secret } from '../../protocol/secret.js';
import { AppServiceCredentials } from '../../protocol/service-credentials.js';

const challenge = '609f44c1f7043ba1';

describe('AppServiceCredentials', () => {
  const credentials = new AppServiceCredentials('pbxadminapi', 'ip411');

  it('answers as the PHP library does, in its order', () => {
    expect(JSON.stringify(credentials.answer(challenge))).to.equal(
      '{"digest":"0796be208276c7882d347df91a1e6e43d335d4d7b72f20fb4b01fc93cfab8405","domain":"","sip":"","guid":"","dn":"","app":"pbxadminapi","info":{}}',
    );
  });

  it('answers with the members it was given', () => {
    const members = { app: 'a', domain: 'd', sip: 's', guid: 'g', dn: 'n' };
    const answer = new AppServiceCredentials('a', new Secret('ip411'), 'd', 's', 'g', 'n').answer(challenge);
    const digest = appLoginDigest({ ...members, info: '{}', challenge, password: new Secret('ip411') });
    expect(answer).to.deep.equal({ ...members, info: {}, digest });
  });

  it('knows the key of the connection', () => {
    expect(reveal(credentials.sessionKey(challenge))).to.equal(
      '3e1c55ab99ae55de52febcf3cdfec4938b2ee968022be56cf406180b79f6851e',
    );
  });

  it('shows no secret, however it is printed', () => {
    const marked = new AppServiceCredentials('app', 'MARK-password');
    const seen = [inspect(marked, { depth: 9, showHidden: true }), JSON.stringify(marked)];
    expect(seen.join('\n')).to.include('app').and.not.to.include('MARK');
  });
});
