import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Chart, ChartLayout } from '../../charts/index.js';
import { drawChart } from '../../charts/index.js';
import { layoutOf } from './layouts.js';
import type { Lit } from './state-box.js';

interface GraphProps {
  readonly chart: Chart;
  readonly lit: Lit;
  readonly onSelect: (path: string) => void;
}

type Progress =
  | { readonly stage: 'laying out' }
  | { readonly stage: 'failed'; readonly why: string }
  | { readonly stage: 'done'; readonly layout: ChartLayout };

/** Zoom at which the texts are still 9 pixels high. */
const smallestReadable = 0.75;

const zoomSteps = [0.25, 0.35, 0.5, 0.7, 0.85, 1, 1.25, 1.5, 2, 3];

/** The Graph view: the statechart drawn with arrows. Drawn once for each machine; then only classes change. */
export function Graph({ chart, lit, onSelect }: GraphProps) {
  const [progress, setProgress] = useState<Progress>({ stage: 'laying out' });
  useEffect(() => {
    let isWanted = true;
    setProgress({ stage: 'laying out' });
    layoutOf(chart).then(
      (layout) => {
        if (isWanted) setProgress({ stage: 'done', layout });
      },
      (error: unknown) => {
        if (isWanted)
          setProgress({ stage: 'failed', why: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => {
      isWanted = false;
    };
  }, [chart]);
  if (progress.stage === 'laying out')
    return (
      <p class="charts-wait" role="status">
        Laying out {chart.id}…
      </p>
    );
  if (progress.stage === 'failed') return <p class="charts-wait">{progress.why}</p>;
  return <Drawing chart={chart} layout={progress.layout} lit={lit} onSelect={onSelect} />;
}

interface DrawingProps extends GraphProps {
  readonly layout: ChartLayout;
}

function Drawing({ chart, layout, lit, onSelect }: DrawingProps) {
  const view = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState<number>();
  const html = useMemo(() => ({ __html: drawChart(chart, layout, { scheme: 'page' }) }), [chart, layout]);

  const fit = (): void => {
    setZoom(fittingZoom(view.current, layout));
  };
  useEffect(() => {
    // Not so small that nobody could read it; the present state is scrolled to instead.
    setZoom(Math.max(smallestReadable, fittingZoom(view.current, layout)));
  }, [layout]);

  useEffect(() => {
    const svg = picture.current?.querySelector('svg');
    if (!svg) return;
    // Its parts are buttons, which nobody would hear of inside an image.
    svg.setAttribute('role', 'group');
    for (const state of svg.querySelectorAll<SVGGElement>('[data-state]:not([data-state=""])')) {
      state.setAttribute('role', 'button');
      state.setAttribute('tabindex', '0');
    }
  }, [html]);

  useEffect(() => {
    const svg = picture.current?.querySelector('svg');
    if (!svg) return;
    for (const state of svg.querySelectorAll<SVGGElement>('[data-state]')) {
      const path = state.dataset['state'] ?? '';
      state.classList.toggle('graph-active', lit.active.has(path));
      state.classList.toggle('graph-selected', lit.selected === path);
      if (path !== '') state.setAttribute('aria-pressed', String(lit.selected === path));
    }
    for (const line of svg.querySelectorAll<SVGElement>('[data-transitions]')) {
      const ids = line.dataset['transitions']?.split(' ') ?? [];
      line.classList.toggle(
        'graph-last',
        ids.some((id) => lit.last.includes(id)),
      );
    }
  }, [html, lit]);

  useEffect(() => {
    const svg = picture.current?.querySelector('svg');
    if (!svg || zoom === undefined) return;
    svg.setAttribute('width', String(layout.width * zoom));
    svg.setAttribute('height', String(layout.height * zoom));
  }, [html, layout, zoom]);

  const here = [...lit.active].at(-1);
  useEffect(() => {
    if (zoom === undefined || here === undefined) return;
    showState(view.current, layout, here, zoom);
  }, [layout, here, zoom]);

  const zoomBy = (steps: number): void => {
    setZoom((present = 1) => {
      if (steps > 0) return zoomSteps.find((step) => step > present + 0.01) ?? present;
      return zoomSteps.findLast((step) => step < present - 0.01) ?? present;
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === '+' || event.key === '=') zoomBy(1);
    else if (event.key === '-') zoomBy(-1);
    else if (event.key === '0') fit();
    else if (event.key === 'Enter' || event.key === ' ') {
      if (!selectAt(event.target, onSelect)) return;
    } else return;
    event.preventDefault();
  };
  return (
    <div class="graph">
      <div class="graph-tools" role="toolbar" aria-label="Zoom">
        <button
          type="button"
          onClick={() => {
            zoomBy(-1);
          }}
          aria-label="Smaller"
          title="Smaller (-)"
        >
          −
        </button>
        <output class="graph-zoom">{Math.round((zoom ?? 1) * 100)} %</output>
        <button
          type="button"
          onClick={() => {
            zoomBy(1);
          }}
          aria-label="Larger"
          title="Larger (+)"
        >
          +
        </button>
        <button type="button" onClick={fit} title="Fit (0)">
          Fit
        </button>
      </div>
      <div
        ref={view}
        class="graph-view"
        tabIndex={0}
        role="region"
        aria-label={`Graph of ${chart.id}. Arrow keys move it, plus and minus zoom, 0 fits it.`}
        onKeyDown={onKeyDown}
        onPointerDown={startDrag}
        onWheel={(event) => {
          if (!event.ctrlKey) return;
          event.preventDefault();
          zoomBy(event.deltaY < 0 ? 1 : -1);
        }}
        onClick={(event) => {
          selectAt(event.target, onSelect);
        }}
      >
        <div ref={picture} class="graph-picture" dangerouslySetInnerHTML={html} />
      </div>
    </div>
  );
}

function fittingZoom(view: HTMLElement | null, { width, height }: ChartLayout): number {
  if (view === null) return 1;
  const scale = Math.min((view.clientWidth - 26) / width, (view.clientHeight - 26) / height);
  return Math.min(1.25, Math.max(zoomSteps[0] ?? 1, scale));
}

/** Scrolls to a state when it is out of sight. */
function showState(view: HTMLElement | null, layout: ChartLayout, path: string, zoom: number): void {
  const place = layout.states.find((state) => state.path === path);
  if (view === null || place === undefined) return;
  const [x, y] = [(place.x + place.width / 2) * zoom, (place.y + place.height / 2) * zoom];
  const isSeen =
    x > view.scrollLeft &&
    x < view.scrollLeft + view.clientWidth &&
    y > view.scrollTop &&
    y < view.scrollTop + view.clientHeight;
  if (!isSeen) view.scrollTo({ left: x - view.clientWidth / 2, top: y - view.clientHeight / 2 });
}

function selectAt(target: EventTarget | null, onSelect: (path: string) => void): boolean {
  if (!(target instanceof Element)) return false;
  const path = target.closest<SVGGElement>('[data-state]')?.dataset['state'];
  if (path === undefined || path === '') return false;
  onSelect(path);
  return true;
}

/** Drags the picture under the pointer. */
function startDrag(event: PointerEvent): void {
  const view = event.currentTarget;
  if (!(view instanceof HTMLElement) || event.button !== 0) return;
  const { clientX, clientY } = event;
  const { scrollLeft, scrollTop } = view;
  const move = (moved: PointerEvent): void => {
    view.scrollLeft = scrollLeft - (moved.clientX - clientX);
    view.scrollTop = scrollTop - (moved.clientY - clientY);
  };
  const stop = (): void => {
    removeEventListener('pointermove', move);
  };
  addEventListener('pointermove', move);
  addEventListener('pointerup', stop, { once: true });
}
