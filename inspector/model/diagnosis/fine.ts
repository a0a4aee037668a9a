import { anyOf, duration, isMasked, objectOf } from './loose.js';
import type { TraceFacts } from './trace-facts.js';

/** What a trace without a failure is about. */
export function fineSentence(facts: TraceFacts): string {
  const done = doneIn(facts);
  const count = facts.automatons.length;
  if (done.length === 0 && count > 0) {
    const isWell = facts.automatons.every(({ dead }) => objectOf(dead?.output)['ok'] !== false);
    done.push(
      `${count === 1 ? 'the automaton' : `all ${count} automatons`} finished${isWell ? '' : ', not all with a success'}`,
    );
  }
  if (done.length === 0)
    return `Nothing is amiss in the ${facts.conversations.size} connections of this recording.`;
  // Who only listens, as the proxy does, has most of its time waited for clients.
  const time = count === 0 ? '' : `, in ${took(facts.lastT - facts.firstT)}`;
  const limit = facts.dropped > 0 ? ', as far as it is recorded' : '';
  return `Everything went well: ${done.join(', ')}${time}${limit}.`;
}

/** In milliseconds what is less than the tenths of a second that are said otherwise. */
function took(ms: number): string {
  return ms < 100 ? `${Math.max(1, Math.round(ms))} ms` : duration(ms);
}

/** What is known of a recording that has no end. */
export function brokenOffSentence(facts: TraceFacts, wait: string | undefined): string {
  const done = doneIn(facts).join(', ');
  const place = wait === undefined ? '' : `, while ${wait}`;
  return `The recording breaks off after ${duration(facts.lastT)}${place}${done === '' ? '' : `; until then ${done}`}.`;
}

/** What is known of a recording of which only a part is looked at. */
export function partSentence(facts: TraceFacts): string {
  const done = doneIn(facts).join(', ');
  return `Only a part of this recording is looked at, so nothing is said about how it ended${done === '' ? '' : `; in this part ${done}`}.`;
}

/** What has been done up to now in a run that goes on; who waits for what, where that is known. */
export function goingSentence(facts: TraceFacts, wait: string | undefined): string {
  const parts = [doneIn(facts).join(', '), wait ?? ''].filter((part) => part !== '');
  return parts.length === 0 ? 'Going on.' : `Going on: ${parts.join('; ')}.`;
}

/** Most names in a sentence. */
const nameLimit = 5;

/** What has been achieved, by the messages: who has logged in to what, and what was listed. */
function doneIn(facts: TraceFacts): string[] {
  const done: string[] = [];
  let devices = 0;
  let users = 0;
  const who = new Set<string>();
  const apps = new Set<string>();
  for (const talk of facts.talks) {
    devices += talk.devices;
    users += talk.users;
    if (talk.successSeq === 0) continue;
    if (talk.loginType !== '') who.add(talk.username === '' ? facts.user : talk.username);
    else if (talk.app !== '') apps.add(talk.app);
  }
  const where = anyOf([...apps].slice(0, nameLimit), 'and');
  if (who.size > 0)
    done.push(`${userText([...who])} logged in to the PBX${apps.size === 0 ? '' : ` and to ${where}`}`);
  else if (apps.size > 0) done.push(`${where} logged in`);
  if (devices > 0) done.push(`${devices} ${devices === 1 ? 'device' : 'devices'} listed`);
  if (users > 0) done.push(`${users} ${users === 1 ? 'user' : 'users'} listed`);
  return done;
}

function userText(names: readonly string[]): string {
  const known = names.filter((name) => name !== '' && !isMasked(name));
  if (known.length < 2) return known[0] === undefined ? 'the user' : `user ${known[0]}`;
  const more = known.length - nameLimit;
  if (more > 0) return `users ${known.slice(0, nameLimit).join(', ')} and ${more} more`;
  return `users ${anyOf(known, 'and')}`;
}
