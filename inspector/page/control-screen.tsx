import { BreakpointsPanel } from './control/breakpoints-panel.js';
import { HoldPanel } from './control/hold-panel.js';
import { InjectForm } from './control/inject-form.js';
import { LookPanel } from './control/look-panel.js';
import { NotControllable } from './control/not-controllable.js';
import type { StoreProps } from './use-store.js';
import { useStore } from './use-store.js';

/** Holds the process, lets it go step by step, stops it at breakpoints, sends by hand. Only live. */
export function ControlScreen({ store }: StoreProps) {
  useStore(store);
  const { control } = store;
  if (!store.canControl || control === undefined) return <NotControllable store={store} />;
  const act = (command: Parameters<typeof store.act>[0]): void => {
    // The store shows a refusal as a notice.
    store.act(command).catch(() => undefined);
  };
  return (
    <div class="screen control">
      <h1 class="hidden-text">Control</h1>
      <div class="control-column">
        <HoldPanel store={store} control={control} act={act} />
      </div>
      <div class="control-column">
        <InjectForm store={store} control={control} />
      </div>
      <div class="control-column">
        <BreakpointsPanel store={store} control={control} act={act} />
        <LookPanel store={store} control={control} />
      </div>
    </div>
  );
}
