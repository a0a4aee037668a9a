import { useState } from 'preact/hooks';
import { Icon } from '../icon.js';
import type { TabProps } from './tab-props.js';

/** The record as it stands in the trace. */
export function RawTab({ record }: TabProps) {
  const [answer, setAnswer] = useState('');
  const text = JSON.stringify(record, null, 2);
  return (
    <div class="raw">
      <button
        type="button"
        onClick={() => {
          navigator.clipboard.writeText(JSON.stringify(record)).then(
            () => {
              setAnswer('Copied.');
            },
            () => {
              setAnswer('The browser does not let the page copy; mark the text and copy it.');
            },
          );
        }}
      >
        <Icon name="copy" size={13} /> Copy as one line
      </button>
      <span role="status" class="muted">
        {answer}
      </span>
      <pre>{text}</pre>
    </div>
  );
}
