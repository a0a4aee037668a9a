import type { TraceRecord } from '../../../runtime/trace-records.js';
import type { Explanation } from './explanation.js';

/**
 * What a message, a post or a message of the engine is for, who must answer and with what.
 * @param records the trace, or as much of it as there is
 * @param record one of them
 * @returns undefined for records that carry no message, and for messages that are not of the logins and lists
 */
export function explain(records: readonly TraceRecord[], record: TraceRecord): Explanation | undefined {
  if (!('mt' in record) || record.mt !== 'Login') return undefined;
  const isFirst = records.length > 0;
  return {
    title: 'Login',
    purpose: 'Says who wants to log in and how.',
    answeredBy: 'The PBX, with Authenticate or LoginResult.',
    expected: isFirst ? ['Authenticate', 'LoginResult'] : [],
    members: [],
    source: 'protocol.md, "Login"',
  };
}
