import { useState } from 'preact/hooks';
import { Icon } from '../icon.js';
import type { StoreProps } from '../use-store.js';

/** Scenarios that the process plays on its simulator: each is a login to watch. */
export function ScenarioList({ store }: StoreProps) {
  const scenarios = store.process?.scenarios ?? [];
  const [starting, setStarting] = useState('');
  if (scenarios.length === 0) return null;
  const start = async (scenario: string): Promise<void> => {
    setStarting(scenario);
    try {
      await store.startScenario(scenario);
    } finally {
      setStarting('');
    }
  };
  return (
    <section>
      <h2>Start a login on the simulator</h2>
      <ul class="open-list open-scenarios">
        {scenarios.map(({ name, description }) => (
          <li key={name}>
            <button
              type="button"
              class="open-item"
              disabled={starting !== '' || !(store.isAside || store.connection === 'live')}
              onClick={() => {
                start(name).catch(() => undefined);
              }}
            >
              <Icon name="play" size={15} />
              <span>
                <b>{name}</b>
                <span class="muted">{description}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
