import { AttachClient } from './attach-client.js';
import type { SocketLike } from './attach-client.js';
import { fromFragment, takeToken, toFragment } from './deep-link.js';
import type { DeepLink } from './deep-link.js';
import type { PageStore } from './page-store.js';

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
  const known = location.protocol.startsWith('http') ? (token ?? kept(tokenKey)) : undefined;
  if (embedded !== undefined) openEmbedded(store, embedded, link);
  else if (known !== undefined) attachHere(store, known);
  else if (location.protocol.startsWith('http')) {
    store.setNotice(
      'This address lets nobody look into the program: open the one that it printed, with its token.',
    );
  }
  follow(store, link);
  goTo(store, link);
  addEventListener('hashchange', () => {
    const now = takeToken(location.hash);
    if (now.token !== undefined) {
      keep(tokenKey, now.token);
      replaceFragment(now.rest);
      attachHere(store, now.token);
    }
    goTo(store, fromFragment(now.rest));
  });
}

/** The reader of traces is loaded when it is needed; in a page in one file it is there. */
function openEmbedded(store: PageStore, text: string, link: DeepLink): void {
  import('./trace-file.js').then(
    ({ readTrace }) => {
      const { records, notice } = readTrace(text);
      store.openRecords(records, document.title, notice);
      goTo(store, link);
    },
    () => {
      store.setNotice('The records in this page could not be read; load the page again.');
    },
  );
}

/** Looks where a link says. Its record is selected as soon as it is there. */
function goTo(store: PageStore, { screen, automaton, query, seq }: DeepLink): void {
  if (screen !== undefined && screen !== store.screen) store.setScreen(screen);
  if (automaton !== undefined && automaton !== store.automaton) store.setAutomaton(automaton);
  if (query !== undefined && query !== store.queryText) store.setQuery(query);
  if (seq !== undefined) selectWhenThere(store, seq);
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
function follow(store: PageStore, first: DeepLink): void {
  let shown = toFragment(first);
  let timer: ReturnType<typeof setTimeout> | undefined;
  store.subscribe(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      const { cursor, automaton, screen, queryText } = store;
      // Until records come the address says what is wanted of them.
      if (store.document.length === 0) return;
      const fragment = toFragment({
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

/** Selects a record, now or when it comes; unless somebody has chosen another one by then. */
function selectWhenThere(store: PageStore, seq: number): void {
  if (store.document.bySeq(seq) !== undefined) {
    if (seq !== store.cursor || !store.hasChosen) store.select(seq);
    return;
  }
  const stop = store.subscribe(() => {
    if (!store.hasChosen && store.document.bySeq(seq) === undefined) return;
    stop();
    if (!store.hasChosen) store.select(seq);
  });
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
