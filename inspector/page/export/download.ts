/** How long a browser gets to read a file that it was handed, in milliseconds. */
const keepMs = 60_000;

/** Hands a file to the browser to be saved. */
export function download(content: string | Blob, name: string, type: string): void {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, keepMs);
}

/** A file name that every system takes, made of a title. */
export function fileNameOf(title: string, suffix: string): string {
  const stem = title
    .replace(/\.(jsonl|json|html|ndjson|txt)$/i, '')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|-+$/g, '');
  return `${stem === '' ? 'trace' : stem}${suffix}`;
}
