import { breakHere, moveBy, moveInLane, moveToProblem } from './navigation.js';
import type { PageStore } from './page-store.js';
import { playOrHold, queryId, shown, step } from './run-acts.js';
import { screens } from './screens.js';

/** The keys, for the help. */
export const keyList: readonly { readonly keys: string; readonly what: string }[] = [
  { keys: 'j  k', what: 'next row, row before (also ↓ ↑)' },
  { keys: 'J  K', what: 'next row, row before on the same lane' },
  { keys: 'n  N', what: 'next trouble, trouble before' },
  { keys: 'f', what: 'to the query line' },
  ...screens.map(({ key, title }) => ({ keys: `g ${key}`, what: `${title} screen` })),
  { keys: 'Space', what: 'live: hold or go on; recording: play or stop' },
  { keys: '.', what: 'one step' },
  { keys: 'b', what: 'breakpoint on the message, post or state of this row' },
  { keys: 'd', what: 'pin this row to compare others with it; again: unpin' },
  { keys: 'e', what: 'Export screen' },
  { keys: '?', what: 'help' },
  { keys: 'Esc', what: 'close, leave the query line, go along with what comes' },
];

/** A key that waits for a second one is forgotten after this, in milliseconds. */
const chordMs = 1500;

/** Listens to the keys of the whole page. @returns stops listening */
export function listenToKeys(store: PageStore): () => void {
  let goAt = -Infinity;
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === 'Escape') {
      if (escape(store)) event.preventDefault();
      return;
    }
    if (store.isHelpOpen || isTyping(event.target)) return;
    const isSecond = event.timeStamp - goAt < chordMs;
    goAt = -Infinity;
    if (isSecond) {
      const screen = screens.find(({ key }) => key === event.key);
      if (screen === undefined) return;
      store.setScreen(screen.name);
    } else if (event.key === 'g') goAt = event.timeStamp;
    else if (!press(store, event)) return;
    event.preventDefault();
  };
  addEventListener('keydown', onKey);
  return () => {
    removeEventListener('keydown', onKey);
  };
}

/** @returns whether the key means something here */
function press(store: PageStore, { key, target }: KeyboardEvent): boolean {
  switch (key) {
    case 'j':
      moveBy(store, 1);
      return true;
    case 'k':
      moveBy(store, -1);
      return true;
    case 'J':
      moveInLane(store, 1);
      return true;
    case 'K':
      moveInLane(store, -1);
      return true;
    case 'n':
      moveToProblem(store, 1);
      return true;
    case 'N':
      moveToProblem(store, -1);
      return true;
    case 'f':
    case '/':
      goToQuery(store);
      return true;
    case ' ':
      // On a button, Space presses it; on a link it does nothing, so there it is free.
      if (
        target instanceof HTMLElement &&
        target.closest('button, summary, input, [role="treeitem"]') !== null
      )
        return false;
      playOrHold(store);
      return true;
    case '.':
      step(store);
      return true;
    case 'b':
      breakHere(store).catch(shown);
      return true;
    case 'd':
      store.pin(store.pinned === store.cursor ? undefined : store.cursor);
      return true;
    case 'e':
      store.setScreen('export');
      return true;
    case '?':
      store.setHelpOpen(true);
      return true;
    default:
      return false;
  }
}

/** The query line is on the Flow screen, which may have to be drawn first. */
function goToQuery(store: PageStore): void {
  const line = document.getElementById(queryId);
  if (line !== null) {
    line.focus();
    return;
  }
  store.setScreen('flow');
  requestAnimationFrame(() => document.getElementById(queryId)?.focus());
}

function escape(store: PageStore): boolean {
  if (store.isHelpOpen) store.setHelpOpen(false);
  else if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
  else if (store.isPlaying) store.setPlaying(false);
  else if (store.notice !== undefined) store.setNotice(undefined);
  else if (store.source.isLive) store.followTail();
  else return false;
  return true;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(target.type))
  );
}
