import { useState } from 'preact/hooks';
import { Icon } from '../icon.js';
import { readTrace } from '../trace-file.js';
import type { StoreProps } from '../use-store.js';

/** Recordings that the program brings along. */
export const samples = [
  {
    file: 'good-login.jsonl',
    title: 'A good login',
    about: 'PBX, Devices and Users; both lists arrive.',
    icon: 'check',
  },
  {
    file: 'wrong-app-password.jsonl',
    title: 'A wrong app password',
    about: 'The PBX lets the user in, the App Service does not.',
    icon: 'cross',
  },
  {
    file: 'hung-login.jsonl',
    title: 'A login that hangs',
    about: 'Somebody waits for an answer that never comes.',
    icon: 'wait',
  },
] as const;

/** Recordings to look at first. A page that was opened from disk cannot fetch them, so it shows none. */
export function Samples({ store }: StoreProps) {
  const [problem, setProblem] = useState('');
  if (!location.protocol.startsWith('http')) return null;
  const open = async (file: string, title: string): Promise<void> => {
    const response = await fetch(`samples/${file}`);
    if (!response.ok) throw new Error(String(response.status));
    const { records, notice } = readTrace(await response.text());
    if (records.length === 0) throw new Error('no records');
    store.openRecords(records, title, notice);
  };
  return (
    <section>
      <h2>Samples</h2>
      <ul class="open-list">
        {samples.map(({ file, title, about, icon }) => (
          <li key={file}>
            <button
              type="button"
              class="open-item"
              onClick={() => {
                open(file, title).catch(() => {
                  setProblem(
                    'The sample could not be fetched: the process that serves this page does not answer.',
                  );
                });
              }}
            >
              <Icon name={icon} size={15} />
              <span>
                <b>{title}</b>
                <span class="muted">{about}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p role="alert" class="bad">
        {problem}
      </p>
    </section>
  );
}
