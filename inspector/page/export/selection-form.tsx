import type { PageStore } from '../page-store.js';
import type { Selection } from './selection.js';

interface SelectionFormProps {
  readonly store: PageStore;
  readonly selection: Selection;
  readonly onChange: (selection: Selection) => void;
}

/** Chooses records: all, a range, the current filter; and lanes. */
export function SelectionForm({ store, selection, onChange }: SelectionFormProps) {
  const { document, queryText, rowSeqs } = store;
  const { what, from, to, lanes } = selection;
  const names = [...new Set(document.lanes.filter(({ kind }) => kind !== 'server').map(({ name }) => name))];
  const range = (change: Partial<Selection>): void => {
    onChange({ ...selection, what: 'range', ...change });
  };
  const toggle = (name: string): void => {
    const next = new Set(lanes ?? names);
    if (!next.delete(name)) next.add(name);
    onChange({ ...selection, lanes: next.size === names.length ? undefined : next });
  };
  return (
    <>
      <fieldset class="export-group">
        <legend>What</legend>
        <label class="check">
          <input
            type="radio"
            name="export-what"
            checked={what === 'whole'}
            onChange={() => {
              onChange({ ...selection, what: 'whole' });
            }}
          />
          The whole trace ({document.length.toLocaleString('en')} records)
        </label>
        <label class="check">
          <input
            type="radio"
            name="export-what"
            checked={what === 'filter'}
            onChange={() => {
              onChange({ ...selection, what: 'filter' });
            }}
          />
          <span>
            What Flow shows now ({rowSeqs.length.toLocaleString('en')} rows
            {queryText.trim() !== '' && (
              <>
                , <code>{queryText}</code>
              </>
            )}
            )
          </span>
        </label>
        <div class="export-range">
          <label class="check">
            <input
              type="radio"
              name="export-what"
              checked={what === 'range'}
              onChange={() => {
                range({});
              }}
            />
            Records
          </label>
          <input
            type="number"
            aria-label="First record"
            min={1}
            value={from}
            onInput={(event) => {
              range({ from: event.currentTarget.valueAsNumber || 1 });
            }}
          />
          <span>to</span>
          <input
            type="number"
            aria-label="Last record"
            min={1}
            value={to}
            onInput={(event) => {
              range({ to: event.currentTarget.valueAsNumber || 1 });
            }}
          />
        </div>
      </fieldset>
      <fieldset class="export-group">
        <legend>Lanes</legend>
        <div class="export-lanes">
          {names.map((name) => (
            <button
              key={name}
              type="button"
              class="toggle"
              aria-pressed={lanes === undefined || lanes.has(name)}
              onClick={() => {
                toggle(name);
              }}
            >
              {name}
            </button>
          ))}
          {lanes !== undefined && (
            <button
              type="button"
              class="link"
              onClick={() => {
                onChange({ ...selection, lanes: undefined });
              }}
            >
              all
            </button>
          )}
        </div>
      </fieldset>
    </>
  );
}
