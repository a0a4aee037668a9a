import { useEffect, useState } from 'preact/hooks';
import type { Format, Material } from './formats.js';

interface PreviewProps {
  readonly format: Format;
  readonly material: Material;
}

interface Shown {
  readonly format: Format;
  readonly text: string;
}

/** Characters of a text that are shown. */
const shownLength = 6000;

/** The beginning of what would be saved. */
export function Preview({ format, material }: PreviewProps) {
  const [shown, setShown] = useState<Shown>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isWanted = true;
    setProblem(undefined);
    format.make(material, true).then(
      (made) => {
        if (isWanted && typeof made === 'string') setShown({ format, text: made });
      },
      (error: unknown) => {
        if (isWanted) setProblem(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      isWanted = false;
    };
  }, [format, material]);
  if (problem !== undefined) return <p class="bad export-preview">{problem}</p>;
  if (shown === undefined || shown.format !== format)
    return (
      <p class="muted export-preview" role="status">
        Preparing…
      </p>
    );
  const { text } = shown;
  const size = sizeText(new Blob([text]).size);
  if (format.extension === 'html')
    return (
      <p class="muted export-preview">
        One file of {size}: this page and {material.records.length.toLocaleString('en')} records.
      </p>
    );
  if (format.extension === 'svg' || format.extension === 'png')
    return (
      <div
        class="export-preview export-picture"
        tabIndex={0}
        role="group"
        aria-label="Picture"
        dangerouslySetInnerHTML={{ __html: text }}
      />
    );
  return (
    <div class="export-preview">
      <p class="muted">{size}</p>
      <pre tabIndex={0} aria-label="Beginning of the file">
        {text.slice(0, shownLength)}
        {text.length > shownLength && '\n…'}
      </pre>
    </div>
  );
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
