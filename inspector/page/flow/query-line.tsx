import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { Icon } from '../icon.js';
import { queryId } from '../run-acts.js';
import { kindGroups } from '../page-types.js';
import type { StoreProps } from '../use-store.js';

/** Pause after a key before a long list is searched, in milliseconds. */
const typingPauseMs = 120;

/** What the list is narrowed to: words, and kinds that can be switched off. */
export function QueryLine({ store }: StoreProps) {
  const { queryText, queryProblems, settings, showAll, rowSeqs, document } = store;
  const [text, setText] = useState(queryText);
  // Before the page is painted: the line never shows a query that no longer holds.
  useLayoutEffect(() => {
    setText(queryText);
  }, [queryText]);
  useEffect(() => {
    if (text === store.queryText) return;
    const timer = setTimeout(() => {
      store.setQuery(text);
    }, typingPauseMs);
    return () => {
      clearTimeout(timer);
    };
  }, [store, text]);
  return (
    <div class="flow-query">
      <div class="flow-query-line">
        <span class="flow-query-box">
          <Icon name="search" size={14} />
          <input
            id={queryId}
            type="search"
            spellcheck={false}
            autocomplete="off"
            placeholder="Filter: mt:Login  lane:PBX  has:problem  gap>500ms  -dir:out"
            aria-label="Query: which rows are shown"
            aria-describedby="query-problems"
            value={text}
            onInput={({ currentTarget }) => {
              setText(currentTarget.value);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              store.setQuery(text);
              event.currentTarget.blur();
            }}
          />
          {text === '' && <kbd aria-hidden="true">f</kbd>}
        </span>
        <output class="flow-count" aria-label="Rows that are shown">
          {rowSeqs.length.toLocaleString('en')} of {document.length.toLocaleString('en')}
        </output>
        <div class="flow-kinds" role="group" aria-label="Kinds of rows">
          {kindGroups.map((group) => (
            <button
              key={group}
              type="button"
              class="toggle"
              aria-pressed={settings.groups.has(group)}
              onClick={() => {
                store.toggleGroup(group);
              }}
            >
              {group}
            </button>
          ))}
          <button
            type="button"
            class="toggle"
            aria-pressed={showAll}
            title="Also deliveries, snapshots and timers that were set"
            onClick={() => {
              store.setShowAll(!showAll);
            }}
          >
            all
          </button>
        </div>
      </div>
      <p id="query-problems" class="flow-query-problems" role="status">
        {queryProblems.join(' ')}
      </p>
    </div>
  );
}
