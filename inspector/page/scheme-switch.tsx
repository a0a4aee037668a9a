import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icon.js';
import { remember, remembered } from './remembered.js';

type Scheme = 'system' | 'light' | 'dark';

const following: Readonly<Record<Scheme, Scheme>> = { system: 'light', light: 'dark', dark: 'system' };
const icons = { system: 'screen', light: 'sun', dark: 'moon' } as const;
const storageKey = 'pbx-automata scheme';

/** Colours as the system has them, light, or dark. */
export function SchemeSwitch() {
  const [scheme, setScheme] = useState<Scheme>(() => {
    const known = remembered(storageKey);
    return known === 'light' || known === 'dark' ? known : 'system';
  });
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (scheme === 'system') delete dataset['scheme'];
    else dataset['scheme'] = scheme;
    remember(storageKey, scheme);
  }, [scheme]);
  return (
    <button
      type="button"
      class="quiet shell-icon"
      aria-label={`Colours: ${scheme}. Change to ${following[scheme]}`}
      title={`Colours: ${scheme}`}
      onClick={() => {
        setScheme(following[scheme]);
      }}
    >
      <Icon name={icons[scheme]} />
    </button>
  );
}
