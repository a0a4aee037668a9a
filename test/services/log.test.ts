import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { SimulatedClock } from '../../runtime/clock.js';
import type { LogCategory } from '../../runtime/log.js';
import { logCategories } from '../../runtime/log.js';
import type { LogOptions } from '../../services/log.js';
import { createLog, Log } from '../../services/log.js';
import { parseLogOption } from '../../services/log-levels.js';

const startedAt = new Date(2026, 10, 20, 17, 40, 18).getTime() + 724.56;

describe('Log', () => {
  const clock = new SimulatedClock();
  let lines: string[] = [];

  beforeEach(() => {
    lines = [];
  });

  const options = (more: LogOptions = {}): LogOptions => ({
    write: (line) => {
      lines.push(line);
    },
    environment: {},
    clock,
    startedAt,
    ...more,
  });

  /** The categories that a log shows of one source. */
  function shown(log: Log, source = 'script'): LogCategory[] {
    return logCategories.filter((category) => {
      lines = [];
      log.log('text', category, source);
      return lines.length > 0;
    });
  }

  it('a line shows date and time, both deltas, category, source and text', () => {
    const own = new SimulatedClock();
    const log = new Log(options({ clock: own }));
    log.setLogLevel('', 'smsg', true);
    own.advance(1000.44);
    log.log('sent->PBXWS {"mt":"Login"}', 'smsg', 'Transitioner');
    log.log('at once');
    own.advance(62_005.6);
    log.log('later', 'error', 'AppLoginViaPBXAutomaton(INNOVAPHONE-DEVICES--A)');
    expect(lines).to.deep.equal([
      '20.11.2026 17:40:19.7250 0.000 0000.000 smsg Transitioner:  sent->PBXWS {"mt":"Login"}',
      '20.11.2026 17:40:19.7250 0.000 0000.000 runtime script:  at once',
      '20.11.2026 17:41:21.7306 62.006 0062.006 error AppLoginViaPBXAutomaton(INNOVAPHONE-DEVICES--A):  later',
    ]);
  });

  it('runtime and error are on by default', () => {
    expect(shown(new Log(options()))).to.deep.equal(['runtime', 'error']);
  });

  it('logoff silences, logon speaks again with the same levels', () => {
    const log = new Log(options());
    log.logoff();
    expect(shown(log)).to.deep.equal([]);
    log.logon();
    expect(shown(log)).to.deep.equal(['runtime', 'error']);
  });

  it('the empty source and the empty category stand for all', () => {
    const log = new Log(options());
    log.setLogLevel('', '', true);
    expect(shown(log)).to.deep.equal([...logCategories]);
    log.setLogLevel('', ['smsg', 'lmsg'], false);
    expect(shown(log, 'other')).to.deep.equal(['state', 'override', 'runtime', 'error', 'debug']);
  });

  it('the table of a source alone decides, if there is one', () => {
    const log = new Log(options());
    log.setLogLevel('Devices', 'smsg', true);
    expect(shown(log, 'Devices')).to.deep.equal(['smsg']);
    expect(shown(log, 'Users')).to.deep.equal(['runtime', 'error']);
    log.setLogLevel('Devices', '', false);
    log.setLogLevel('', '', true);
    expect(shown(log, 'Devices')).to.deep.equal([]);
  });

  it('an automaton is a source by its long nickname, its nickname, or its class', () => {
    for (const source of ['DeviceLister(Devices)', 'Devices', 'DeviceLister']) {
      const log = new Log(options());
      log.setLogLevel(source, 'state', true);
      expect(shown(log, 'DeviceLister(Devices)'), source).to.deep.equal(['state']);
      expect(shown(log, 'UserLister(Users)'), source).to.deep.equal(['runtime', 'error']);
    }
  });

  it('clearLogLevel gives the old table, which can be put back', () => {
    const log = new Log(options());
    log.setLogLevel('Devices', 'smsg', true);
    const old = log.clearLogLevel();
    expect([shown(log), shown(log, 'Devices')]).to.deep.equal([[], []]);
    log.setLogLevel('', 'debug', true);
    log.clearLogLevel(old);
    expect([shown(log), shown(log, 'Devices')]).to.deep.equal([['runtime', 'error'], ['smsg']]);
  });

  it('a text given as a function is made only for a line that is shown, and once', () => {
    const { sink } = new Log(options());
    let made = 0;
    const text = (): string => {
      made += 1;
      return 'made';
    };
    sink('smsg', 'Transitioner', text);
    expect(made).to.equal(0);
    sink('error', 'Transitioner', text);
    expect(made).to.equal(1);
    expect(lines[0]).to.match(/ error Transitioner: {2}made$/);
  });

  it('masks secrets and shows control characters as codes', () => {
    const redactor = { text: (text: string) => text.replaceAll('marker-secret', '***') };
    const log = new Log(options({ redactor }));
    log.log('password marker-secret \u001b[2J\u009b1m\r\n\ttwo %s %d %o %%');
    expect(lines[0]?.slice(lines[0].indexOf('script'))).to.equal(
      'script:  password *** \\x1b[2J\\x9b1m\\x0d\n\ttwo %s %d %o %%',
    );
  });

  describe('--log', () => {
    const shownBy = (
      categories: string | readonly string[],
      source: string,
      text = 'text',
    ): LogCategory[] => {
      const sink = createLog({ ...options(), categories });
      return logCategories.filter((category) => {
        lines = [];
        sink(category, source, text);
        return lines.length > 0;
      });
    };

    it('adds categories for all sources', () => {
      expect(shownBy('smsg,state', 'any')).to.deep.equal(['smsg', 'state', 'runtime', 'error']);
      expect(shownBy(['smsg', 'lmsg'], 'any')).to.deep.equal(['smsg', 'lmsg', 'runtime', 'error']);
    });

    it('adds categories for one source, whose errors stay visible', () => {
      expect(shownBy('smsg,state@Devices', 'Devices')).to.deep.equal(['smsg', 'state', 'runtime', 'error']);
      expect(shownBy('smsg,state@Devices', 'Users')).to.deep.equal(['runtime', 'error']);
    });

    it('takes a socket as the source of its messages', () => {
      for (const text of ['sent->PBXWS {}', 'received<-PBXWS nothing']) {
        expect(shownBy('smsg@PBXWS', 'Transitioner', text), text).to.include('smsg');
      }
      expect(shownBy('smsg@PBXWS', 'Transitioner', 'sent->PBXWS2 {}')).to.not.include('smsg');
      expect(shownBy('smsg@PBXWS', 'Users', 'sent->PBXWS {}')).to.not.include('smsg');
    });

    it('is parsed with spaces, all, and any source', () => {
      expect(parseLogOption(' smsg , state @ PBXWS ')).to.deep.equal({
        categories: ['smsg', 'state'],
        source: 'PBXWS',
      });
      expect(parseLogOption('all@a@b')).to.deep.equal({ categories: [...logCategories], source: 'a@b' });
    });

    for (const text of ['', 'smsg,', 'smgs', '@PBXWS', 'SMSG', 'toString']) {
      it(`"${text}" is LOG_CATEGORY_UNKNOWN, with the known ones`, () => {
        expect(() => parseLogOption(text))
          .to.throw(/smsg, lmsg, state, override, runtime, error, debug/)
          .with.property('code', 'LOG_CATEGORY_UNKNOWN');
      });
    }
  });

  describe('DEBUG', () => {
    async function shownWith(DEBUG: string): Promise<string[]> {
      const script = `
        import { Log } from './services/log.ts';
        const log = new Log({ write: (line) => console.log(line) });
        for (const category of ['smsg', 'state', 'runtime']) log.log('text', category, 'A');
      `;
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--import', 'tsx', '--input-type=module', '-e', script],
        { env: { ...process.env, DEBUG } },
      );
      return stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[4] ?? '');
    }

    it('pbx:smsg, or a pattern, switches categories on besides the table', async () => {
      expect(await shownWith('pbx:smsg')).to.deep.equal(['smsg', 'runtime']);
      expect(await shownWith('pbx:*,-pbx:state')).to.deep.equal(['smsg', 'runtime']);
      expect(await shownWith('other')).to.deep.equal(['runtime']);
    });
  });
});
