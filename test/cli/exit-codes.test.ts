import { expect } from 'chai';
import { commonExitCode, exitCodeOf, sentenceOf } from '../../cli/exit-codes.js';
import { AppLoginError, ListError, LoginError } from '../../protocol/errors.js';
import { UrlError } from '../../protocol/urls.js';
import { AutomataError, ConnectionError, UsageError } from '../../runtime/errors.js';
import { PasswordError } from '../../services/prompt.js';
import { RunError } from '../../services/run-error.js';

const refused = new ConnectionError('CONNECTION_REFUSED', 'Nothing listens there.');
const closed = { code: 1006, reason: '', error: refused };

describe('cli exit codes', () => {
  const table: readonly (readonly [error: unknown, code: number])[] = [
    [new LoginError('AUTHENTICATION_FAILED', 'wrong'), 1],
    [LoginError.fakePbx('wrong digest'), 1],
    [AppLoginError.appNotFound('x', []), 1],
    [ListError.refused('user', 1, 'no'), 1],
    [new AutomataError('AUTOMATON_FAILED', 'defect'), 1],
    [new TypeError('defect'), 1],
    [new UsageError('PIN_INVALID', 'no pin'), 2],
    [new UrlError('x y', 'blank'), 2],
    [new PasswordError('PASSWORD_MISSING', 'none'), 2],
    [refused, 3],
    [LoginError.connectionClosed(closed), 3],
    [AppLoginError.connectionClosed('users', closed), 3],
    [ListError.connectionClosed('user', closed), 3],
    [AppLoginError.pbxLoginFailed('users', LoginError.connectionClosed(closed)), 3],
    [new RunError('RUN_TIMEOUT', 'silence'), 4],
    [LoginError.confirmationTimeout(1000), 4],
    [new RunError('RUN_ABORTED', 'stopped'), 130],
    [new PasswordError('PROMPT_INTERRUPTED', 'stopped'), 130],
  ];
  for (const [error, code] of table) {
    const name = error instanceof AutomataError ? error.code : 'an error of somebody else';
    it(`${name} ends with ${code}`, () => {
      expect(exitCodeOf(error)).to.equal(code);
    });
  }

  it('of several failures is theirs if they agree, else 1', () => {
    const timeout = new RunError('RUN_TIMEOUT', 'silence');
    expect(commonExitCode([])).to.equal(0);
    expect(commonExitCode([timeout, timeout])).to.equal(4);
    expect(commonExitCode([timeout, refused])).to.equal(1);
  });

  it('goes with the sentence that tells why a connection broke', () => {
    expect(sentenceOf(LoginError.connectionClosed(closed))).to.equal('Nothing listens there.');
    expect(sentenceOf(new TypeError('defect'))).to.equal('defect');
  });
});
