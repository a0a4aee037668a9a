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
  return `Everything went well: ${done.join(', ')}, in ${duration(facts.lastT)}.`;
}

/** What has been done up to now in a run that goes on; who waits for what, where that is known. */
export function goingSentence(facts: TraceFacts, wait: string | undefined): string {
  const parts = [doneIn(facts).join(', '), wait ?? ''].filter((part) => part !== '');
  return parts.length === 0 ? 'Going on.' : `Going on: ${parts.join('; ')}.`;
}

/** What has been achieved, by the messages. */
function doneIn(facts: TraceFacts): string[] {
  const done: string[] = [];
  let devices = 0;
  let users = 0;
  let isLoggedIn = false;
  const apps: string[] = [];
  for (const talk of facts.conversations.values()) {
    devices += talk.devices;
    users += talk.users;
    if (talk.successSeq === 0) continue;
    if (talk.loginType !== '') isLoggedIn = true;
    else if (talk.app !== '') apps.push(talk.app);
  }
  if (isLoggedIn) {
    const who = facts.user === '' || isMasked(facts.user) ? 'the user' : `user ${facts.user}`;
    done.push(
      `${who} logged in to the PBX${apps.length === 0 ? '' : ` and to ${anyOf(apps.slice(0, 5), 'and')}`}`,
    );
  } else if (apps.length > 0) done.push(`${anyOf(apps.slice(0, 5), 'and')} logged in`);
  if (devices > 0) done.push(`${devices} ${devices === 1 ? 'device' : 'devices'} listed`);
  if (users > 0) done.push(`${users} ${users === 1 ? 'user' : 'users'} listed`);
  return done;
}
