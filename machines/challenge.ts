import { challengeText } from '../protocol/messages/values.js';
import type { Message } from '../runtime/message.js';

/** The challenge of an AppChallengeResult as text; undefined when it has none that makes sense. */
export function challengeOf({
  msg,
}: {
  readonly msg: Message & { readonly challenge?: unknown };
}): string | undefined {
  return challengeText(msg.challenge);
}
