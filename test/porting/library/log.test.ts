import { expect } from 'chai';
import { phpArray } from '../../../porting/php/php-array.js';
import { Log } from '../../../porting/library/log.js';
import { defaultLog } from '../../../services/log.js';

/** The lines that are logged while `work` is done, without date and times; nothing of it reaches the terminal. */
function linesOf(work: () => void): string[] {
  const lines: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  const stop = defaultLog.onLine((line) => lines.push(line.split(' ').slice(4).join(' ')));
  process.stderr.write = () => true;
  try {
    work();
  } finally {
    process.stderr.write = write;
    stop();
  }
  return lines;
}

describe('Log of the PHP library', () => {
  afterEach(() => {
    Log.logon();
    Log.clearLogLevel({ '': { runtime: true, error: true } });
  });

  it('log(text, category = "runtime", source = "script"): runtime and error are on by default', () => {
    const lines = linesOf(() => {
      Log.log('got 2 Device Info(s)');
      Log.log('hidden', 'smsg');
      Log.log('bad', 'error', 'AppPlatform\\Transitioner');
    });
    expect(lines).to.deep.equal(['runtime script:  got 2 Device Info(s)', 'error Transitioner:  bad']);
  });

  it('logon(mode = true) and logoff() switch the whole log', () => {
    const lines = linesOf(() => {
      Log.logoff();
      Log.log('one');
      Log.logon();
      Log.log('two');
      Log.logon(false);
      Log.log('three');
    });
    expect(lines).to.deep.equal(['runtime script:  two']);
  });

  it('setLogLevel(source, category | [categories], on): the table for a source decides alone', () => {
    const lines = linesOf(() => {
      Log.setLogLevel('', ['smsg', 'state'], true);
      Log.setLogLevel('Lister', 'debug', true);
      Log.log('a', 'smsg');
      Log.log('b', 'state');
      Log.log('c', 'debug');
      Log.log('d', 'debug', 'Lister');
      Log.log('e', 'smsg', 'Lister');
      Log.log('f', 'runtime', 'Lister');
    });
    expect(lines).to.deep.equal(['smsg script:  a', 'state script:  b', 'debug Lister:  d']);
  });

  it('setLogLevel("", "", on): "" stands for all categories, those of the program too', () => {
    const lines = linesOf(() => {
      Log.log('no', 'mine');
      Log.setLogLevel('', '', true);
      Log.log('yes', 'mine');
      Log.setLogLevel('', 'mine', false);
      Log.log('no', 'mine');
    });
    expect(lines).to.deep.equal(['mine script:  yes']);
  });

  it('clearLogLevel(new = []) switches all off and returns the old table, which can be put back', () => {
    const lines = linesOf(() => {
      const old = Log.clearLogLevel();
      Log.log('one', 'error');
      Log.clearLogLevel(old);
      Log.log('two', 'error');
      Log.clearLogLevel(phpArray([['script', phpArray([['debug', true]])]]));
      Log.log('three', 'debug');
      Log.log('four', 'error');
    });
    expect(lines).to.deep.equal(['error script:  two', 'debug script:  three']);
  });

  it('getLogmsg() gives the lines so far, ending with CR LF', () => {
    linesOf(() => {
      Log.log('the last\nline');
    });
    expect(Log.getLogmsg()).to.match(/ runtime script: {2}the last\r\nline\r\n$/);
  });

  it('getLogmsg() keeps the last million characters', () => {
    linesOf(() => {
      for (let count = 0; count < 30; count += 1) Log.log(`${count} ${'long '.repeat(20_000)}`);
      Log.log('the end');
    });
    expect(Log.getLogmsg()).to.have.length(2 ** 20);
    expect(Log.getLogmsg()).to.match(/ 29 (?:long )+\r\n.* runtime script: {2}the end\r\n$/);
  });

  it('masks secrets, and writes any PHP value as PHP does', () => {
    const lines = linesOf(() => {
      Log.log('{"mt":"Login","response":"' + '0'.repeat(64) + '"}');
      Log.log(null);
      Log.log(true);
      Log.log(2.5);
    });
    expect(lines[0]).to.match(/"response":"‹\w+ 64 \w+›"/);
    expect(lines.slice(1)).to.deep.equal(['runtime script:  ', 'runtime script:  1', 'runtime script:  2.5']);
  });
});
