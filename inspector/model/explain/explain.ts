import type { TraceRecord } from '../../../runtime/trace-records.js';
import { numberIn, objectOf, refuses } from '../diagnosis/loose.js';
import type { Explanation } from './explanation.js';
import { formulaOf, isProof } from './formulas.js';
import type { Knowledge } from './knowledge.js';
import { engineMessages, posts } from './own-messages.js';
import { loginResponse, pbxMessages } from './pbx-messages.js';
import { serviceMessages } from './service-messages.js';
import type { Found } from './surroundings.js';
import { messageIn, recordOf, Surroundings } from './surroundings.js';

/**
 * What a message, a post or a message of the engine is for, who must answer and with what; for proofs the formula
 * with its inputs and what came of the check. Needs no more of the trace than there is: a message alone is
 * explained as well.
 * @param records the trace, or as much of it as there is
 * @param record one of them: a message, a post, a delivery, or the record of a check
 * @returns undefined for other records, and for messages that are not of the logins and lists
 */
export function explain(records: readonly TraceRecord[], record: TraceRecord): Explanation | undefined {
  switch (record.kind) {
    case 'message':
      return explainMessage(records, record);
    case 'post':
      return made(record.mt, `Post ${record.mt}`, known(posts, record.mt), record.body);
    case 'undelivered':
      return made(record.mt, `Post ${record.mt}`, known(posts, record.mt) ?? wire(record.mt), record.body);
    case 'deliver':
      return explainDelivery(records, record);
    case 'explain': {
      const message = causeThat(records, record, ({ kind }) => kind === 'message');
      return message === undefined ? undefined : explain(records, message);
    }
    case 'head':
    case 'machine':
    case 'automaton':
    case 'dead':
    case 'socket':
    case 'transition':
    case 'snapshot':
    case 'timer':
    case 'control':
    case 'log':
    case 'note':
    case 'drop':
    case 'end':
      return undefined;
  }
  // A kind of a later version.
  return undefined;
}

function explainDelivery(
  records: readonly TraceRecord[],
  record: TraceRecord & { readonly kind: 'deliver' },
): Explanation | undefined {
  if (record.origin === 'runtime') {
    return made(record.mt, `${record.mt}, from the engine`, known(engineMessages, record.mt), {});
  }
  const sent = causeThat(records, record, ({ kind }) => kind === 'message' || kind === 'post');
  if (sent !== undefined) return explain(records, sent);
  const isPost = record.origin === 'post';
  const knowledge = isPost ? known(posts, record.mt) : wire(record.mt);
  return made(record.mt, isPost ? `Post ${record.mt}` : record.mt, knowledge, {});
}

function explainMessage(records: readonly TraceRecord[], record: TraceRecord): Explanation | undefined {
  const message = messageIn(record);
  if (message === undefined) return undefined;
  const knowledge = isProof(message) ? loginResponse : wire(message.mt);
  const explanation = made(message.mt, message.mt, knowledge, message.body);
  if (explanation === undefined) return undefined;
  const formula = formulaOf(message, new Surroundings(records, record));
  return {
    ...explanation,
    ...afterwards(message),
    ...(formula !== undefined && { formula }),
  };
}

/** What comes next depends on what a message says: after a refusal, nothing. */
function afterwards({ mt, body }: Found): Partial<Explanation> {
  if (refuses(body) && mt.endsWith('Result')) {
    const expected = mt === 'LoginResult' ? ['Login'] : [];
    const answeredBy =
      mt === 'LoginResult'
        ? 'Who logs in: after a refused session with a new Login by the password, else the login has failed.'
        : 'Nobody: it was refused.';
    return { expected, answeredBy };
  }
  if (mt === 'LoginResult') return { expected: ['SubscribeApps'] };
  if (mt === 'GetDevicesResult' && body['last'] === true) {
    return { expected: [], answeredBy: 'Nobody: this was the last chunk.' };
  }
  return {};
}

function made(
  mt: string,
  title: string,
  knowledge: Knowledge | undefined,
  body: unknown,
): Explanation | undefined {
  if (knowledge === undefined) return undefined;
  const { purpose, answeredBy, expected, timeout, members, source } = knowledge;
  const given = objectOf(body);
  const names = Object.keys(members);
  const present = names.filter((name) => Object.hasOwn(given, name));
  return {
    title: knowledge.title ?? title,
    purpose,
    answeredBy,
    expected,
    ...(timeout !== undefined && { timeout }),
    members: (present.length > 0 ? present : Object.keys(given).length > 1 ? [] : names).map((name) => ({
      name,
      meaning: members[name] ?? '',
    })),
    source,
  };
}

/** What is known of a message that goes over a wire. */
function wire(mt: string): Knowledge | undefined {
  return known(pbxMessages, mt) ?? known(serviceMessages, mt);
}

function known(table: Readonly<Record<string, Knowledge>>, mt: unknown): Knowledge | undefined {
  return typeof mt === 'string' && Object.hasOwn(table, mt) ? table[mt] : undefined;
}

/** The nearest record among those that led to this one that passes the test. */
function causeThat(
  records: readonly TraceRecord[],
  record: TraceRecord,
  test: (record: TraceRecord) => boolean,
): TraceRecord | undefined {
  let at: TraceRecord | undefined = record;
  for (let steps = 0; at !== undefined && steps < 20; steps += 1) {
    const cause: number = numberIn(at, 'cause') ?? 0;
    if (cause <= 0 || cause >= at.seq) return undefined;
    at = recordOf(records, cause);
    if (at !== undefined && test(at)) return at;
  }
  return undefined;
}
