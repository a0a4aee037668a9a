import { useEffect } from 'preact/hooks';
import { Boundary } from './boundary.js';
import { DiagnosisBanner } from './diagnosis-banner.js';
import { Icon } from './icon.js';
import { lazy, preloadSoon } from './lazy.js';
import { listenToKeys } from './keyboard.js';
import { playOrHold, step } from './run-acts.js';
import { SchemeSwitch } from './scheme-switch.js';
import { screens } from './screens.js';
import type { ScreenEntry } from './screens.js';
import { SourceLine } from './source-line.js';
import type { StoreProps } from './use-store.js';
import { useStore } from './use-store.js';

const HelpDialog = lazy(() => import('./help-dialog.js').then((part) => part.HelpDialog));

/** The frame of all screens: what is looked at, what went wrong, the tabs. */
export function Shell({ store }: StoreProps) {
  useStore(store);
  useEffect(() => listenToKeys(store), [store]);
  useEffect(preloadSoon, []);
  useEffect(() => {
    const { title } = store.source;
    document.title = title === '' ? 'pbx-automata inspector' : `${title} · pbx-automata`;
  }, [store, store.source]);
  const isEmpty = store.document.length === 0 && store.connection === 'file';
  const current = screens.find(({ name }) => name === store.screen) ?? screens[0];
  return (
    <div class="shell">
      <header class="shell-top">
        <span class="shell-brand" aria-hidden="true">
          <Icon name="automaton" size={18} />
        </span>
        <SourceLine store={store} />
        <nav class="shell-tabs" aria-label="Screens">
          {screens.map((screen) => (
            <ScreenTab
              key={screen.name}
              store={store}
              screen={screen}
              isOff={isEmpty && screen.name !== 'open'}
            />
          ))}
        </nav>
        <span class="shell-tools">
          {store.canControl && <RunButtons store={store} />}
          <SchemeSwitch />
          <button
            type="button"
            class="quiet shell-icon"
            aria-label="Help: keys and legend"
            title="Keys and legend (?)"
            onClick={() => {
              store.setHelpOpen(true);
            }}
          >
            ?
          </button>
        </span>
      </header>
      <ConnectionLine store={store} />
      {!isEmpty && <DiagnosisBanner store={store} />}
      <NoticeLine store={store} />
      <main class="shell-main">
        {current !== undefined && (
          <Boundary key={current.name} name={current.title}>
            <current.component store={store} />
          </Boundary>
        )}
      </main>
      {store.isHelpOpen && (
        <HelpDialog
          store={store}
          close={() => {
            store.setHelpOpen(false);
          }}
        />
      )}
    </div>
  );
}

interface ScreenTabProps extends StoreProps {
  readonly screen: ScreenEntry;
  /** There is nothing to show on it yet. */
  readonly isOff: boolean;
}

/** A link, for every screen has an address of its own. */
function ScreenTab({ store, screen, isOff }: ScreenTabProps) {
  const { name, title, key, hint } = screen;
  if (isOff)
    return (
      <span role="link" class="shell-tab" aria-disabled="true" title={hint}>
        {title}
      </span>
    );
  return (
    <a
      class="shell-tab"
      href={`#v=${name}`}
      aria-current={store.screen === name ? 'page' : undefined}
      title={`${hint} (g ${key})`}
      onClick={(event) => {
        // With one of these keys the browser opens a tab or window of its own.
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        store.setScreen(name);
      }}
    >
      {title}
    </a>
  );
}

function RunButtons({ store }: StoreProps) {
  const isHeld = store.control?.isHeld === true;
  return (
    <>
      {isHeld && <span class="badge warn">Held</span>}
      <button
        type="button"
        class="quiet shell-icon"
        aria-label={isHeld ? 'Go on' : 'Hold'}
        title={isHeld ? 'Go on (Space)' : 'Hold before the next act (Space)'}
        onClick={() => {
          playOrHold(store);
        }}
      >
        <Icon name={isHeld ? 'play' : 'pause'} />
      </button>
      <button
        type="button"
        class="quiet shell-icon"
        aria-label="One step"
        title="One step (.)"
        disabled={!isHeld}
        onClick={() => {
          step(store);
        }}
      >
        <Icon name="step" />
      </button>
    </>
  );
}

/** Says so when nothing more comes, and that nothing is lost. */
function ConnectionLine({ store }: StoreProps) {
  const { connection } = store;
  const what =
    connection === 'lost'
      ? 'The program does not answer any more; it may have been stopped. The page goes on asking.'
      : connection === 'ended'
        ? 'The program has ended.'
        : '';
  return (
    <div role="status">
      {what !== '' && (
        <p class="shell-connection warn">
          {what} What it recorded until then is kept here as long as this page is open;{' '}
          <a
            href="#v=export"
            onClick={(event) => {
              event.preventDefault();
              store.setScreen('export');
            }}
          >
            save it with Export
          </a>
          .
        </p>
      )}
    </div>
  );
}

function NoticeLine({ store }: StoreProps) {
  return (
    <div class="shell-notice" role="status" aria-live="polite">
      {store.notice !== undefined && (
        <p>
          <span>{store.notice}</span>
          <button
            type="button"
            class="quiet"
            aria-label="Dismiss this message"
            onClick={() => {
              store.setNotice(undefined);
            }}
          >
            <Icon name="cross" size={12} />
          </button>
        </p>
      )}
    </div>
  );
}
