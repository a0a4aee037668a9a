import { UsageError } from '../../runtime/errors.js';

/**
 * Nothing can be compared: the recording has nothing for it (`VERIFY_NOTHING_RECORDED`), it is not clear what belongs to
 * the automaton (`VERIFY_PART_UNCLEAR`), or what was given is no automaton (`VERIFY_AUTOMATON_INVALID`).
 */
export class VerifyError extends UsageError {
  override readonly name = 'VerifyError';
}
