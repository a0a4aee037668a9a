import { useState } from 'preact/hooks';
import { TraceDocument } from '../../model/trace-document.js';
import { samples } from '../open/samples.js';
import { readTrace, readTraceFile } from '../trace-file.js';
import type { ReadTrace } from '../trace-file.js';
import type { SecondTrace } from './second-trace.js';

interface SecondPickerProps {
  readonly title: string;
  readonly onOpen: (second: SecondTrace) => void;
}

/** Takes the second recording: dropped, picked or pasted. */
export function SecondPicker({ title, onOpen }: SecondPickerProps) {
  const [problem, setProblem] = useState<string>();
  const [isOver, setIsOver] = useState(false);
  const take = ({ records, notice }: ReadTrace, name: string): void => {
    if (records.length === 0) {
      setProblem(notice ?? 'There are no records in it.');
      return;
    }
    onOpen({ document: TraceDocument.of(records), title: name, ...(notice === undefined ? {} : { notice }) });
  };
  const takeFile = (file: File | undefined): void => {
    if (file === undefined) return;
    readTraceFile(file).then(
      (read) => {
        take(read, file.name);
      },
      () => {
        setProblem(`The file ${file.name} could not be read.`);
      },
    );
  };
  const takeSample = async (file: string, name: string): Promise<void> => {
    const response = await fetch(`samples/${file}`).catch(() => undefined);
    if (response?.ok === true) take(readTrace(await response.text()), name);
    else setProblem('The sample could not be fetched: the process that serves this page does not answer.');
  };
  return (
    <div
      class={`compare-drop${isOver ? ' compare-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => {
        setIsOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        // Else the page around it would open the file in place of the first one.
        event.stopPropagation();
        setIsOver(false);
        takeFile(event.dataTransfer?.files[0]);
      }}
      onPaste={(event) => {
        const text = event.clipboardData?.getData('text') ?? '';
        if (text.trim() === '') return;
        event.preventDefault();
        event.stopPropagation();
        take(readTrace(text), 'pasted recording');
      }}
    >
      <h1>Compare two recordings</h1>
      <p>
        The first is <strong>{title === '' ? 'the open one' : title}</strong>. Drop a second one here, paste
        its text, or pick a file: a login that worked beside one that failed, for example.
      </p>
      <label class="button compare-pick">
        Pick the second recording
        <input
          type="file"
          class="hidden-text"
          accept=".jsonl,.json,.ndjson,.txt"
          onChange={(event) => {
            takeFile(event.currentTarget.files?.[0]);
          }}
        />
      </label>
      {location.protocol.startsWith('http') && (
        <p class="compare-samples">
          or take a sample:
          {samples.map(({ file, title: name }) => (
            <button key={file} type="button" onClick={() => void takeSample(file, name)}>
              {name}
            </button>
          ))}
        </p>
      )}
      <p class="muted">
        What differs from login to login by nature (nonces, challenges, digests, times) is not compared.
      </p>
      {problem !== undefined && (
        <p class="bad" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
