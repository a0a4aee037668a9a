import { expect } from 'chai';
import type { Machine } from '../../scripts/find-chromium.mjs';
import { findChromium } from '../../scripts/find-chromium.mjs';

/** A machine with these programs; what is run on it is noted, and ends well when `runs` says so. */
function machine(
  programs: readonly string[],
  { runs = () => false, ...rest }: Partial<Machine> & { runs?: (line: string) => boolean } = {},
): { readonly made: Machine; readonly ran: string[]; readonly has: Set<string> } {
  const ran: string[] = [];
  const has = new Set(programs);
  const made: Machine = {
    env: {},
    isProgram: (path) => has.has(path),
    isRoot: () => true,
    run: (_program, args) => {
      ran.push(args.join(' '));
      return runs(args.join(' '));
    },
    say: () => undefined,
    ...rest,
  };
  return { made, ran, has };
}

const howToGetOne =
  'The tests of the inspector need Chromium: install it (on Debian: apt-get install chromium), or set PBX_CHROMIUM to its path.';

describe('Finding Chromium for the tests of the page', () => {
  it('takes the one that PBX_CHROMIUM names', () => {
    const { made } = machine(['/usr/bin/chromium', '/opt/mine'], { env: { PBX_CHROMIUM: '/opt/mine' } });
    expect(findChromium(made)).to.equal('/opt/mine');
  });

  it('says so when PBX_CHROMIUM names no program', () => {
    const { made } = machine(['/usr/bin/chromium'], { env: { PBX_CHROMIUM: '/opt/none' } });
    expect(() => findChromium(made)).to.throw(
      /^PBX_CHROMIUM names \/opt\/none, which is no program; set it to the path of Chromium or Chrome\.$/,
    );
  });

  it('finds one in the usual places and on the search path', () => {
    expect(findChromium(machine(['/usr/bin/chromium']).made)).to.equal('/usr/bin/chromium');
    const { made } = machine(['/opt/bin/chrome'], { env: { PATH: '/bin:/opt/bin' } });
    expect(findChromium(made)).to.equal('/opt/bin/chrome');
  });

  it('installs one as root on Debian, with a fresh list of packages when the first try fails', () => {
    const { made, ran, has } = machine(['/usr/bin/apt-get'], {
      runs: (line) => {
        if (ran.length === 3) has.add('/usr/bin/chromium');
        return line === 'update' || ran.length === 3;
      },
    });
    expect(findChromium(made)).to.equal('/usr/bin/chromium');
    expect(ran.map((line) => line.split(' ')[0])).to.deep.equal(['install', 'update', 'install']);
  });

  for (const [who, programs, isRoot] of [
    ['nobody may install one', ['/usr/bin/apt-get'], false],
    ['there is no apt-get', [], true],
    ['apt-get does not get one', ['/usr/bin/apt-get'], true],
  ] as const)
    it(`says in one sentence how to get one when ${who}`, () => {
      const { made } = machine(programs, { isRoot: () => isRoot });
      expect(() => findChromium(made)).to.throw(howToGetOne);
    });
});
