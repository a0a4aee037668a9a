interface TabListProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly id: Id; readonly title: string }[];
  readonly current: Id;
  readonly onChoose: (id: Id) => void;
  /** `id` of the element that the tabs change. */
  readonly panel: string;
}

/** Tabs as screen readers know them: one stop of the Tab key, arrow keys choose. */
export function TabList<Id extends string>({ label, tabs, current, onChoose, panel }: TabListProps<Id>) {
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0 || !(event.currentTarget instanceof HTMLElement)) return;
    const index = tabs.findIndex(({ id }) => id === current);
    const target = (index + step + tabs.length) % tabs.length;
    const next = tabs[target];
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next.id);
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[target]?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          role="tab"
          aria-selected={id === current}
          aria-controls={panel}
          tabIndex={id === current ? 0 : -1}
          onClick={() => {
            onChoose(id);
          }}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
