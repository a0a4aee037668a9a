import { expect } from 'chai';
import { port, PortError, readPhp } from '../../porting/tools.js';
import type { PortReport } from '../../porting/tools.js';
import { fixtureFolder } from '../support/php-fixtures.js';

const disk = (name: string): string => `${fixtureFolder}disk/${name}`;

/** The module that one file becomes. */
async function moduleOf(name: string): Promise<string | undefined> {
  const { modules } = await port(disk(name));
  return modules.get(name.replace(/\.php$/, '.ts'));
}

async function errorOf(name: string): Promise<PortError> {
  try {
    await port(disk(name));
  } catch (error) {
    if (error instanceof PortError) return error;
    throw error;
  }
  throw new Error(`${name} was ported.`);
}

function todosOf({ problems }: PortReport): { readonly line: number; readonly sentence: string }[] {
  return problems.filter(({ severity }) => severity === 'todo');
}

describe("PHP from people's disks", function () {
  this.timeout(60_000);

  for (const name of [
    'crlf',
    'cr',
    'latin1',
    'latin1-crlf',
    'bom',
    'bom-crlf',
    'short-tags',
    'closing-tag',
  ]) {
    it(`${name}.php is ported like plain.php`, async () => {
      const expected = await moduleOf('plain.php');
      const ported = await moduleOf(`${name}.php`);
      expect(ported)
        .to.be.a('string')
        .and.to.match(/Gerätenamen für/);
      expect(ported?.replaceAll(`${name}.php`, 'plain.php')).to.equal(expected);
    });
  }

  it('HTML around the code becomes what the program prints', async () => {
    const ported = await moduleOf('html-around.php');
    expect(ported).to.include('class Geraeteliste extends FiniteStateAutomaton');
    expect(ported).to.include('<h1>All devices</h1>').and.to.include('columns.</p>');
  });

  it('Windows-1252 is told from ISO-8859-1', async () => {
    expect(await moduleOf('windows-1252.php')).to.include('Geräte – 5 €');
  });

  for (const name of ['other-namespace.php', 'two-namespaces.php']) {
    it(`namespaces are left away: ${name}`, async () => {
      const report = await port(disk(name));
      expect(todosOf(report)).to.deep.equal([]);
      expect([...report.modules.values()].join('\n'))
        .to.match(/class \w+ extends/)
        .and.not.to.include('AppPlatform\\');
    });
  }

  it('a sample program becomes one that awaits the login and the run', async () => {
    const report = await port(disk('websocket-sample.php'));
    expect(todosOf(report)).to.deep.equal([]);
    const ported = report.modules.get('websocket-sample.ts') ?? '';
    expect(ported)
      .to.match(/await connector\.connect\(\)/)
      .and.to.match(/await t\.run\(\)/);
  });

  it('a folder of files that require each other becomes modules that import each other', async () => {
    const report = await port(disk('folder'));
    expect(todosOf(report)).to.deep.equal([]);
    expect([...report.modules.keys()]).to.include.members([
      'index.ts',
      'lib/settings.ts',
      'lib/base-lister.ts',
      'lib/helpers.ts',
      'automatons/phones.ts',
      'automatons/domains.ts',
    ]);
    expect(report.modules.get('automatons/phones.ts')).to.include("from '../lib/base-lister.js'");
  });

  it('says of names that run into each other how they are read', async () => {
    const { problems } = await readPhp(disk('ambiguous.php'));
    const [first, second] = problems.map(({ line, sentence }) => `${line}: ${sentence}`);
    expect(first).to.match(/^21: .*ReceiveABC.* BC in A .* C in AB/);
    expect(second).to.match(/^28: .*ReceiveWaitingRoomOpen.* RoomOpen in Waiting .* Open in WaitingRoom/);
  });

  it('what cannot be translated is left as a TODO with its line, never as wrong code', async () => {
    const report = await port(disk('not-translatable.php'));
    const lines = new Set(todosOf(report).map(({ line }) => line));
    const blocking = [13, 26, 28, 29, 30];
    const strange = [38, 39, 40, 41];
    expect([...blocking, ...strange].filter((line) => !lines.has(line))).to.deep.equal([]);
    expect(
      [49, 51].some((line) => lines.has(line)),
      'goto',
    ).to.equal(true);
    const ported = report.modules.get('not-translatable.ts') ?? '';
    expect(ported).to.include('TODO(port)').and.to.include('invoke');
    // A handler without any of this is translated all the same.
    expect(ported).to.match(/new Message\('Done', 'rows', .*this\.rows/);
  });

  for (const [name, sentence] of [
    ['syntax-error.php', /syntax-error\.php:6 is no valid PHP/],
    ['no-automatons.php', /holds no automaton/],
    ['only-html.php', /holds no PHP/],
    ['empty.php', /holds no PHP/],
  ] as const) {
    it(`${name}: one clear sentence`, async () => {
      const { message, code } = await errorOf(name);
      expect(message).to.match(sentence);
      expect(message).not.to.include('\n');
      expect(code).to.match(/^[A-Z_]+$/);
    });
  }
});
