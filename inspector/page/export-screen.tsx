import { useMemo, useState } from 'preact/hooks';
import { trackKey } from './charts/automaton-history.js';
import { chartOfTrack } from './charts/chart-cache.js';
import { momentOf } from './charts/moment.js';
import { download, fileNameOf } from './export/download.js';
import { formats } from './export/formats.js';
import type { Format, Material } from './export/formats.js';
import { Preview } from './export/preview.js';
import { countRedaction } from './export/redaction-count.js';
import { RedactionPanel } from './export/redaction-panel.js';
import { SelectionForm } from './export/selection-form.js';
import { selectRecords } from './export/selection.js';
import type { Selection } from './export/selection.js';
import { isPrincipal } from '../model/flow-row.js';
import type { PageStore } from './page-store.js';
import type { StoreProps } from './use-store.js';
import { useStore } from './use-store.js';

/** Gives out what is shown: as trace, one-file page, picture or text. */
export function ExportScreen({ store }: StoreProps) {
  useStore(store);
  const [formatId, setFormatId] = useState('html');
  const [selection, setSelection] = useState<Selection>(() => firstSelection(store));
  const [trackName, setTrackName] = useState<string>();
  const [answer, setAnswer] = useState<{ readonly text: string; readonly isProblem: boolean }>();
  const format = formats.find(({ id }) => id === formatId) ?? formats[0];
  const { document, rowSeqs, cursor } = store;
  const track =
    document.automatons.find((one) => trackKey(one) === trackName) ?? store.track ?? document.automatons[0];
  const material = useMemo((): Material => {
    const records = selectRecords(document, selection, rowSeqs);
    const chosen = new Set(records.map(({ seq }) => seq));
    const chart = track === undefined ? undefined : chartOfTrack(document, track);
    const moment = track === undefined ? undefined : momentOf(document, track, chart, cursor);
    return {
      document,
      records,
      seqs: rowsOf(store, selection).filter((seq) => chosen.has(seq)),
      lanes: selection.lanes === undefined ? undefined : [...selection.lanes],
      title: store.source.title,
      chart,
      place: moment?.place ?? '',
      lastTransition: moment?.lastTransitions[0]?.id,
    };
  }, [document, document.version, selection, rowSeqs, track, cursor]);
  const redaction = useMemo(() => countRedaction(material.records), [material.records]);
  if (format === undefined) return null;
  if (document.length === 0)
    return (
      <>
        <h1 class="hidden-text">Export</h1>
        <p class="empty">Nothing is open, so there is nothing to export.</p>
      </>
    );

  const name = fileNameOf(
    format.isChart ? (material.chart?.id ?? 'chart') : store.source.title,
    `${selection.what === 'whole' || format.isChart ? '' : '-part'}.${format.extension}`,
  );
  const give = async (way: 'save' | 'copy'): Promise<void> => {
    try {
      const made = await format.make(material, false);
      if (way === 'save') download(made, name, format.type);
      else if (typeof made === 'string') await navigator.clipboard.writeText(made);
      setAnswer({ text: way === 'save' ? `${name} is saved.` : 'Copied.', isProblem: false });
    } catch (error) {
      setAnswer({ text: error instanceof Error ? error.message : String(error), isProblem: true });
    }
  };
  return (
    <div class="screen">
      <h1 class="hidden-text">Export</h1>
      <div class="export">
        <form
          class="export-form"
          aria-label="What to export"
          onSubmit={(event) => {
            event.preventDefault();
            void give('save');
          }}
        >
          <FormatChoice current={format} onChoose={setFormatId} />
          {format.isChart ? (
            <label class="export-group">
              Automaton{' '}
              <select
                value={track === undefined ? '' : trackKey(track)}
                onChange={(event) => {
                  setTrackName(event.currentTarget.value);
                }}
              >
                {document.automatons.map((one) => (
                  <option key={trackKey(one)} value={trackKey(one)}>
                    {one.nickname} (run {one.run})
                  </option>
                ))}
              </select>
            </label>
          ) : (
            <SelectionForm store={store} selection={selection} onChange={setSelection} />
          )}
          <div class="export-buttons">
            <button type="submit" class="primary" disabled={format.isChart && material.chart === undefined}>
              Save {name}
            </button>
            {format.extension !== 'png' && format.extension !== 'html' && (
              <button type="button" onClick={() => void give('copy')}>
                Copy
              </button>
            )}
          </div>
          <p role="status" class={answer?.isProblem === true ? 'bad' : 'good'}>
            {answer?.text}
          </p>
        </form>
        <div class="export-result">
          {!format.isChart && <RedactionPanel policy={store.source.redaction} count={redaction} />}
          {format.isChart && material.chart === undefined ? (
            <p class="empty">
              No automaton in this trace, so there is no chart: it was recorded by a proxy or imported.
            </p>
          ) : (
            <section class="panel" aria-label="Preview">
              <h2>Preview</h2>
              <Preview format={format} material={material} />
            </section>
          )}
        </div>
      </div>
    </div>
  );
}

function FormatChoice(props: { readonly current: Format; readonly onChoose: (id: string) => void }) {
  return (
    <fieldset class="export-group">
      <legend>Format</legend>
      {formats.map(({ id, title, hint }) => (
        <label key={id} class="check export-format">
          <input
            type="radio"
            name="export-format"
            checked={props.current.id === id}
            onChange={() => {
              props.onChoose(id);
            }}
          />
          <span>
            {title}
            {props.current.id === id && <span class="muted export-hint">{hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** From the pinned record to the selected one, or all. */
function firstSelection({ document, cursor, pinned }: PageStore): Selection {
  const newest = document.records.at(-1)?.seq ?? 1;
  const from = pinned === undefined ? 1 : Math.min(pinned, cursor);
  const to = pinned === undefined ? newest : Math.max(pinned, cursor);
  return { what: pinned === undefined ? 'whole' : 'range', from, to, lanes: undefined };
}

/** Rows for pictures: those of the filter, or of everything that Flow shows without one. */
function rowsOf({ document, rowSeqs }: PageStore, { what }: Selection): readonly number[] {
  if (what === 'filter') return rowSeqs;
  return document.records.filter((record) => isPrincipal(record, document)).map(({ seq }) => seq);
}
