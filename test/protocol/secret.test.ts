import { format, inspect } from 'node:util';
import { expect } from 'chai';
import { reveal } from '../../protocol/secret-access.js';
import { Secret } from '../../protocol/secret.js';
import * as publicApi from '../../protocol/index.js';

describe('Secret', () => {
  const secret = new Secret('MARK', 'session');
  const ways: [string, () => string][] = [
    ['a template', () => `as text: ${secret as unknown as string}`],
    ['String', () => String(secret)],
    ['JSON', () => JSON.stringify({ secret })],
    ['inspect', () => inspect({ secret }, { showHidden: true, depth: 9 })],
    ['format', () => format('%s %o %O %j', secret, secret, secret, secret)],
  ];
  for (const [name, print] of ways) {
    it(`shows only what it is by ${name}`, () => {
      expect(print()).to.include('[session hidden]').and.not.to.include('MARK');
    });
  }

  it('has no members that a copy could take along', () => {
    expect(JSON.stringify(Object.entries(secret))).not.to.include('MARK');
    expect(inspect(Object.assign({}, secret))).not.to.include('MARK');
  });

  it('is revealed to protocol modules, and to nobody by the public entry point', () => {
    expect(reveal(secret)).to.equal('MARK');
    expect(Object.keys(publicApi)).to.include('Secret').and.not.to.include('reveal');
  });
});
