import { expect } from 'chai';
import { call, Captured } from './cli-kit.js';

describe('cli program', () => {
  it('alone prints help', async () => {
    const { code, stdout, stderr } = await call([]);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    for (const command of ['list', 'run', 'simulate', 'replay'])
      expect(stdout).to.match(RegExp(`^ {2}${command} `, 'm'));
    expect(stdout).to.include('PBX_PASSWORD').and.include('Exit codes');
  });

  for (const command of ['list', 'run', 'simulate', 'replay']) {
    it(`${command} --help shows options and examples`, async () => {
      const { code, stdout } = await call([command, '--help']);
      expect(code).to.equal(0);
      expect(stdout).to.include(`Usage: pbx-automata ${command}`).and.include(`\n  pbx-automata ${command} `);
    });
  }

  it('--version names program, XState and Node.js', async () => {
    const { code, stdout } = await call(['--version']);
    expect(code).to.equal(0);
    expect(stdout).to.match(/^pbx-automata \d.*\nxstate 5.*\nnode v\d+/);
  });

  const wrong: Record<string, readonly [argv: readonly string[], hint: RegExp]> = {
    'an unknown command': [['lst'], /Did you mean list\?.*pbx-automata --help/s],
    'an unknown option': [['list', '--nope'], /unknown option '--nope'.*pbx-automata list --help/s],
    'a misspelt option': [['list', '--device'], /Did you mean --devices/],
    'too many arguments': [['list', 'pbx.example.com'], /too many arguments/],
    'a missing argument': [['run'], /missing required argument 'FILE'/],
    'options that exclude each other': [['list', '--json', '--csv'], /cannot be used with/],
    'an empty address, as an unset variable leaves it': [['list', '--pbx', ''], /Give a host name/],
    'a timeout that is none': [['list', '--timeout', 'soon'], /Give seconds/],
    'a port that is none': [['simulate', '--port', '70000'], /whole number from 0 to 65535/],
    'an unknown log category': [['list', '--log', 'everything'], /no log category "everything"/],
    'an unknown user of the embedded simulator': [['list', '--user', 'eve'], /no user eve, only ckl and jdo/],
    'an App Service that is none': [['list', '--devices', '--app', 'a/b/c/d'], /names no App Service/],
  };
  for (const [what, [argv, hint]] of Object.entries(wrong)) {
    it(`${what} ends with 2 and a hint`, async () => {
      const { code, stdout, stderr } = await call(argv);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
      expect(stderr)
        .to.match(/^Error: /)
        .and.match(hint);
    });
  }

  it('shows colours and progress at a terminal only, and no colours with NO_COLOR', async () => {
    const terminal = { isTTY: true, columns: 100 };
    const plain = await call(['list']);
    expect(plain.stdout + plain.stderr).to.not.include('\u001b');
    const stdout = new Captured(terminal);
    const stderr = new Captured(terminal);
    await call(['list'], { stdout, stderr });
    expect(stdout.text).to.include('\u001b[1m12 devices\u001b[22m');
    expect(
      stderr.text.split('\r\u001b[K').filter((line) => /^Loading: [1-9]\d* (?:devices|users)/.test(line)),
    ).to.be.not.empty;
    const uncoloured = new Captured(terminal);
    await call(['list'], { stdout: uncoloured, stderr: new Captured(), env: { NO_COLOR: '1' } });
    expect(uncoloured.text)
      .to.match(/^12 devices\n/)
      .and.not.include('\u001b');
  });
});
