import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import { flowRow } from '../../model/flow-row.js';
import { seconds } from '../../model/text.js';
import { Icon } from '../icon.js';
import { lazy } from '../lazy.js';
import type { StoreProps } from '../use-store.js';
import type { TabProps } from './tab-props.js';

const tabs: readonly {
  readonly name: string;
  readonly title: string;
  readonly component: ComponentType<TabProps>;
}[] = [
  {
    name: 'explain',
    title: 'Explain',
    component: lazy(() => import('./explain-tab.js').then(({ ExplainTab }) => ExplainTab), true),
  },
  {
    name: 'payload',
    title: 'Payload',
    component: lazy(() => import('./payload-tab.js').then(({ PayloadTab }) => PayloadTab)),
  },
  {
    name: 'cause',
    title: 'Cause',
    component: lazy(() => import('./cause-tab.js').then(({ CauseTab }) => CauseTab)),
  },
  {
    name: 'diff',
    title: 'Diff',
    component: lazy(() => import('./diff-tab.js').then(({ DiffTab }) => DiffTab)),
  },
  {
    name: 'raw',
    title: 'Raw',
    component: lazy(() => import('./raw-tab.js').then(({ RawTab }) => RawTab)),
  },
];

/** Everything about the selected record. */
export function DetailPane({ store }: StoreProps) {
  const [name, setName] = useState('explain');
  const record = store.selected;
  if (record === undefined)
    return (
      <aside class="record" aria-label="Selected record">
        <p class="empty">Select a row to see what it means, what it carried and what caused it.</p>
      </aside>
    );
  const tab = tabs.find((one) => one.name === name) ?? tabs[0];
  if (tab === undefined) return null;
  const Content = tab.component;
  return (
    <aside class="record" aria-label="Selected record">
      <DetailHead store={store} record={record} />
      <div
        class="tabs"
        role="tablist"
        aria-label="Views of the record"
        onKeyDown={(event) => {
          const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
          const next =
            by === undefined
              ? undefined
              : tabs[(tabs.findIndex((one) => one.name === name) + by + tabs.length) % tabs.length];
          if (next === undefined) return;
          event.preventDefault();
          setName(next.name);
          document.getElementById(`tab-${next.name}`)?.focus();
        }}
      >
        {tabs.map((one) => (
          <button
            key={one.name}
            id={`tab-${one.name}`}
            type="button"
            role="tab"
            aria-selected={one.name === name}
            aria-controls="record-content"
            tabIndex={one.name === name ? 0 : -1}
            onClick={() => {
              setName(one.name);
            }}
          >
            {one.title}
          </button>
        ))}
      </div>
      <div
        id="record-content"
        class="record-content"
        role="tabpanel"
        aria-labelledby={`tab-${name}`}
        tabIndex={0}
      >
        <Content key={name === 'raw' ? record.seq : name} store={store} record={record} />
      </div>
    </aside>
  );
}

function DetailHead({ store, record }: TabProps) {
  const row = flowRow(store.document, record);
  const isPinned = store.pinned === record.seq;
  const name = (lane: number): string => store.document.lanes[lane]?.name ?? '';
  const ends = [...new Set(row.to.map(({ lane }) => name(lane)))];
  const path =
    row.from === undefined
      ? (record.lane ?? '')
      : `${name(row.from)} → ${ends.length === 0 ? 'nobody' : ends.length > 2 ? `${ends.length} automatons` : ends.join(', ')}`;
  return (
    <header class="record-head">
      <div>
        <h2 class="clip" title={row.label}>
          <span class="record-seq">{record.seq}</span> {row.label}
        </h2>
        <p class="muted clip" title={path}>
          {seconds(record.t)} s{path === '' ? '' : ` · ${path}`}
        </p>
      </div>
      <button
        type="button"
        class="toggle"
        aria-pressed={isPinned}
        title="Compare others with this record (d)"
        onClick={() => {
          store.pin(isPinned ? undefined : record.seq);
        }}
      >
        <Icon name="pin" size={12} /> {isPinned ? 'pinned' : 'pin'}
      </button>
      {row.trouble !== undefined && (
        <p class="record-trouble">
          <Icon name="alert" size={14} />
          <span>{row.trouble}</span>
        </p>
      )}
    </header>
  );
}
