import { useMemo } from 'preact/hooks';
import { seconds } from '../../model/text.js';
import { Icon } from '../icon.js';
import { playOrHold } from '../run-acts.js';
import { placeOf } from '../places.js';
import type { StoreProps } from '../use-store.js';
import { bucketCount, densityOf, rowNear } from './density.js';

const height = 30;

/** The whole recording in one strip; dragging in it moves the cursor. */
export function Scrubber({ store }: StoreProps) {
  const { document, rowSeqs, cursor, isPlaying, canControl } = store;
  const { places, bars } = useMemo(() => densityOf(document, rowSeqs), [document, rowSeqs]);
  const ticks = useMemo(() => tickPath(store.problems, rowSeqs, places), [store.problems, rowSeqs, places]);
  const index = Math.min(placeOf(rowSeqs, cursor), Math.max(0, rowSeqs.length - 1));
  const place = places[index] ?? 0;
  const t = document.bySeq(cursor)?.t ?? 0;

  const moveTo = (event: PointerEvent & { readonly currentTarget: Element }): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const seq = rowSeqs[rowNear(places, Math.max(0, Math.min(1, (event.clientX - left) / width)))];
    if (seq !== undefined && seq !== store.cursor) store.select(seq);
  };
  return (
    <footer class="flow-scrubber" aria-label="Time">
      <button
        type="button"
        class="quiet shell-icon"
        aria-label={isPlaying ? 'Stop playing' : 'Play the recording'}
        title={canControl ? 'Play what was recorded' : isPlaying ? 'Stop (Space)' : 'Play (Space)'}
        onClick={() => {
          if (canControl) store.setPlaying(!isPlaying);
          else playOrHold(store);
        }}
      >
        <Icon name={isPlaying ? 'pause' : 'play'} size={14} />
      </button>
      <div
        class="flow-strip"
        role="slider"
        tabIndex={0}
        aria-label="Cursor"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, rowSeqs.length - 1)}
        aria-valuenow={index}
        aria-valuetext={`record ${cursor}, ${seconds(t)} seconds`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          moveTo(event);
        }}
        onPointerMove={(event) => {
          if (event.buttons === 1) moveTo(event);
        }}
        onKeyDown={(event) => {
          const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageDown: 20, PageUp: -20 }[
            event.key
          ];
          const seq =
            by === undefined ? undefined : rowSeqs[Math.max(0, Math.min(rowSeqs.length - 1, index + by))];
          if (seq === undefined) return;
          event.preventDefault();
          store.select(seq);
        }}
      >
        <svg viewBox={`0 0 ${bucketCount} ${height}`} preserveAspectRatio="none" aria-hidden="true">
          <path class="flow-bars" d={barPath(bars)} />
          <path class="flow-ticks" d={ticks} />
        </svg>
        <span class="flow-here" style={{ left: `${(place * 100).toFixed(2)}%` }} />
      </div>
      <span class="flow-clock-text mono">{seconds(t)} s</span>
      {store.source.isLive && (
        <button
          type="button"
          class="toggle"
          aria-pressed={store.isFollowing}
          title="Go along with what comes (Esc)"
          onClick={() => {
            store.followTail();
          }}
        >
          <Icon name="down" size={12} /> follow
        </button>
      )}
    </footer>
  );
}

function barPath(bars: readonly number[]): string {
  let path = '';
  bars.forEach((bar, at) => {
    if (bar > 0)
      path += `M${at} ${height - 2}v${(-bar * (height - 10) - 1).toFixed(1)}h.8v${(bar * (height - 10) + 1).toFixed(1)}z`;
  });
  return path;
}

/** One tick for all trouble of a slice. */
function tickPath(problems: readonly number[], seqs: readonly number[], places: Float64Array): string {
  const slices = new Set<number>();
  for (const seq of problems) {
    const place = places[Math.min(placeOf(seqs, seq), seqs.length - 1)];
    if (place !== undefined) slices.add(Math.min(bucketCount - 1, Math.floor(place * bucketCount)));
  }
  return [...slices].map((slice) => `M${slice} 0h1.6v${height}h-1.6z`).join('');
}
