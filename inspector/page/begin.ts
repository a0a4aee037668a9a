import { AttachClient } from './attach-client.js';
import type { SocketLike } from './attach-client.js';
import { fromFragment, takeToken, toFragment } from './deep-link.js';
import type { PageStore } from './page-store.js';
import { readTrace } from './trace-file.js';

/** Where the token stays while the tab is open, so that a reload attaches again. */
const tokenKey = 'pbx-automata attach token';
/** Pause before the address follows the cursor, in milliseconds; browsers limit how often it may change. */
const addressPauseMs = 300;

/** Opens what this page was made for: records embedded in it, the process that serves it, or nothing yet. */
export function begin(store: PageStore): void {
  const { token, rest } = takeToken(location.hash);
  if (token !== undefined) {
    keep(tokenKey, token);
    replaceFragment(rest);
  }
  const link = fromFragment(rest);
  const embedded = document.getElementById('trace-records')?.textContent;
  if (embedded !== undefined) {
    const { records, notice } = readTrace(embedded);
    store.openRecords(records, document.title, notice);
  } else if (location.protocol.startsWith('http')) {
    const known = token ?? kept(tokenKey);
    if (known !== undefined) attachHere(store, known);
  }
  follow(store, fromFragment(rest));
  if (link.screen !== undefined) store.setScreen(link.screen);
  if (link.automaton !== undefined) store.setAutomaton(link.automaton);
  if (link.query !== undefined) store.setQuery(link.query);
  if (link.seq !== undefined) selectWhenThere(store, link.seq);
  addEventListener('hashchange', () => {
    const now = takeToken(location.hash);
    if (now.token !== undefined) {
      keep(tokenKey, now.token);
      replaceFragment(now.rest);
      attachHere(store, now.token);
      return;
    }
    const next = fromFragment(location.hash);
    if (next.screen !== undefined) store.setScreen(next.screen);
    if (next.query !== undefined && next.query !== store.queryText) store.setQuery(next.query);
    if (next.automaton !== undefined) store.setAutomaton(next.automaton);
    if (next.seq !== undefined) store.select(next.seq);
  });
}

function attachHere(store: PageStore, token: string): void {
  const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/attach`;
  store.attach((listener, newest) => new AttachClient({ url, token, newest, listener, open: openSocket }));
}

/** A browser's socket, narrowed to what the client uses. */
function openSocket(url: string, protocols: string[]): SocketLike {
  const socket = new WebSocket(url, protocols);
  const narrow: SocketLike = {
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (text) => {
      socket.send(text);
    },
    close: () => {
      socket.close();
    },
  };
  socket.onopen = () => narrow.onopen?.();
  socket.onmessage = (event: MessageEvent<unknown>) => narrow.onmessage?.({ data: event.data });
  socket.onclose = ({ code, reason }) => narrow.onclose?.({ code, reason });
  return narrow;
}

/** The address goes along with what is looked at, so that it can be passed on. */
function follow(store: PageStore, first: ReturnType<typeof fromFragment>): void {
  let shown = toFragment(first);
  let timer: ReturnType<typeof setTimeout> | undefined;
  store.subscribe(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      const { cursor, automaton, screen, queryText } = store;
      const fragment =
        store.document.length === 0
          ? ''
          : toFragment({
              seq: store.isFollowing ? 0 : cursor,
              screen,
              query: queryText,
              ...(automaton === undefined ? {} : { automaton }),
            });
      if (fragment === shown) return;
      shown = fragment;
      replaceFragment(fragment);
    }, addressPauseMs);
  });
}

function selectWhenThere(store: PageStore, seq: number): void {
  const stop = store.subscribe(tryIt);
  tryIt();
  function tryIt(): void {
    if (store.document.bySeq(seq) === undefined) return;
    stop();
    store.select(seq);
  }
}

function replaceFragment(fragment: string): void {
  try {
    history.replaceState(null, '', fragment === '' ? location.pathname + location.search : fragment);
  } catch {
    // A browser that refuses, for a file or because it was asked too often: the address stays as it is.
  }
}

function keep(key: string, value: string): void {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // Storage is switched off: a reload will need the address with its token again.
  }
}

function kept(key: string): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}
