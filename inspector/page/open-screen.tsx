import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icon.js';
import { attachAddress } from './open/attach-address.js';
import { Samples } from './open/samples.js';
import { ScenarioList } from './open/scenario-list.js';
import type { PageStore } from './page-store.js';
import { recentNames, rememberName } from './remembered.js';
import { readTraceFile } from './trace-file.js';
import type { StoreProps } from './use-store.js';
import { useStore } from './use-store.js';

/** Where a recording comes from. Nothing is sent anywhere, and opening runs nothing. */
export function OpenScreen({ store }: StoreProps) {
  useStore(store);
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState({ isOver: false, text: '' });

  const open = (file: File | undefined): void => {
    if (file === undefined) return;
    setState({ isOver: false, text: `Reading ${file.name}…` });
    openFile(store, file).then(
      (sentence) => {
        setState({ isOver: false, text: sentence });
      },
      () => {
        setState({ isOver: false, text: `${file.name} could not be read. Check that you may read it.` });
      },
    );
  };
  usePaste(store);
  return (
    <div class="screen">
      <div class="screen-body open">
        <header>
          <h1>See what your automatons did</h1>
          <p class="muted">
            A trace shows every message, post, state and timer of a login, and why it failed. It stays on this
            machine.
          </p>
        </header>
        <div
          class={`open-drop${state.isOver ? ' over' : ''}`}
          onDragOver={(event) => {
            event.preventDefault();
            setState({ isOver: true, text: '' });
          }}
          onDragLeave={() => {
            setState({ isOver: false, text: '' });
          }}
          onDrop={(event) => {
            event.preventDefault();
            open(event.dataTransfer?.files[0]);
          }}
        >
          <p class="open-drop-title">Drop a trace here</p>
          <p class="muted">
            or paste its lines, or
            <button type="button" class="primary" onClick={() => input.current?.click()}>
              Choose a file
            </button>
          </p>
          <input
            ref={input}
            type="file"
            class="hidden-text"
            tabIndex={-1}
            aria-label="Trace file"
            accept=".jsonl,.ndjson,.json,.txt"
            onChange={({ currentTarget }) => {
              open(currentTarget.files?.[0]);
              currentTarget.value = '';
            }}
          />
          <p role="status" class="open-status">
            {state.text}
          </p>
          <p class="muted open-how">
            Make one with <code>pbx-automata list --trace login.jsonl</code>
          </p>
        </div>
        <div class="open-columns">
          <Samples store={store} />
          <ScenarioList store={store} />
          <section>
            <h2>Attach to a program</h2>
            <p class="muted">
              Paste the address that <code>--inspect</code> or <code>inspect()</code> printed.
            </p>
            <AttachForm />
            <Recent />
          </section>
        </div>
      </div>
    </div>
  );
}

/** @returns a sentence when the file is no trace */
async function openFile(store: PageStore, file: File): Promise<string> {
  const { records, notice } = await readTraceFile(file);
  if (records.length === 0) return notice ?? 'The file is empty.';
  rememberName(file.name);
  store.openRecords(records, file.name, notice);
  return '';
}

/** A trace that is pasted anywhere on this screen is opened. */
function usePaste(store: PageStore): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
      const text = event.clipboardData?.getData('text') ?? '';
      if (text === '') return;
      openFile(store, new File([text], 'pasted trace')).then(
        (sentence) => {
          if (sentence !== '') store.setNotice(sentence);
        },
        () => {
          store.setNotice('What was pasted could not be read.');
        },
      );
    };
    addEventListener('paste', onPaste);
    return () => {
      removeEventListener('paste', onPaste);
    };
  }, [store]);
}

function AttachForm() {
  const [problem, setProblem] = useState('');
  return (
    <form
      class="open-attach"
      onSubmit={(event) => {
        event.preventDefault();
        const text = new FormData(event.currentTarget).get('address');
        const answer = attachAddress(typeof text === 'string' ? text : '');
        setProblem(answer.problem ?? '');
        if (answer.url !== undefined) location.assign(answer.url);
      }}
    >
      <input
        name="address"
        type="text"
        class="mono"
        aria-label="Address of the program"
        aria-describedby="attach-problem"
        placeholder="http://127.0.0.1:…/#t=…"
        spellcheck={false}
        autocomplete="off"
      />
      <button type="submit">Attach</button>
      <p id="attach-problem" role="alert" class="bad">
        {problem}
      </p>
    </form>
  );
}

function Recent() {
  const names = recentNames();
  if (names.length === 0) return null;
  return (
    <>
      <h3>Opened lately</h3>
      <ul class="open-recent">
        {names.map((name) => (
          <li key={name}>
            <Icon name="check" size={12} /> {name}
          </li>
        ))}
      </ul>
      <p class="muted open-small">The page keeps names only; choose the file again to see it.</p>
    </>
  );
}
