import { expect } from 'chai';
import * as fc from 'fast-check';
import { correctedUrl } from '../../../services/simulator/build-check.js';
import { randomSources } from '../../../services/simulator/random.js';

describe('simulator: random values', () => {
  it('have the length and the characters asked for, seeded or not', () => {
    fc.assert(
      fc.property(
        fc.option(fc.integer(), { nil: undefined }),
        fc.integer({ min: 1, max: 100 }),
        (seed, length) => {
          const source = randomSources(seed)('test');
          expect(source.hex(length)).to.match(new RegExp(`^[0-9a-f]{${length}}$`));
          expect(source.decimal(length)).to.match(new RegExp(`^[1-9][0-9]{${length - 1}}$`));
          expect(source.printable(length)).to.match(new RegExp(`^[A-Za-z0-9]{${length}}$`));
        },
      ),
    );
  });

  it('follow from seed and purpose, and go on', () => {
    const take = (seed: number | string, purpose: string): string[] => {
      const source = randomSources(seed)(purpose);
      return [source.hex(16), source.hex(16), source.dashedGuid()];
    };
    expect(take(1, 'a')).to.deep.equal(take('1', 'a'));
    expect(new Set([...take(1, 'a'), ...take(1, 'b'), ...take(2, 'a')])).to.have.property('size', 9);
  });

  it('use the whole alphabet evenly', () => {
    const counts = new Map<string, number>();
    for (const character of randomSources(1)('even').printable(62_000)) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    expect(counts.size).to.equal(62);
    expect(Math.min(...counts.values())).to.be.greaterThan(850);
    expect(Math.max(...counts.values())).to.be.lessThan(1150);
  });
});

describe('simulator: CheckBuild', () => {
  const table: readonly [string, string | undefined][] = [
    [
      'https://apps.sample.dom/sample.dom/users/innovaphone-users.htm',
      'https://apps.sample.dom/sample.dom/users/1100/innovaphone-users.htm',
    ],
    ['https://a/d/users/1099/u.htm?x=/1#y', 'https://a/d/users/1100/u.htm?x=/1#y'],
    ['https://a/d/users/1100/u.htm', undefined],
    ['https://a/d/cafe/u.htm', 'https://a/d/1100/u.htm'],
    ['no path', undefined],
  ];
  for (const [url, corrected] of table) {
    it(`turns ${url} into ${corrected ?? 'nothing'}`, () => {
      expect(correctedUrl(url, '1100')).to.equal(corrected);
    });
  }
});
