import { access, stat, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { whyNot } from '../services/trace-file.js';
import { CliOutputError } from './errors.js';

/** The name, with a number in it when it is taken: what was exported before stays. */
export async function freeName(name: string): Promise<string> {
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  for (let number = 1; ; number += 1) {
    const tried = number === 1 ? name : `${stem}-${number}${extension}`;
    const isTaken = await access(tried).then(
      () => true,
      () => false,
    );
    if (!isTaken) return tried;
  }
}

/**
 * Writes the file at once or not at all. One with secrets in it is for its owner's eyes only.
 * @throws CliOutputError `EXPORT_UNWRITABLE`
 */
export async function writeExport(path: string, text: string, isPrivate: boolean): Promise<void> {
  try {
    if (await isDevice(path)) await writeFile(path, text);
    else await writeFileAtomic(path, text, isPrivate ? { mode: 0o600 } : {});
  } catch (cause) {
    const sentence = `The export cannot be written to ${path}: ${whyNot(cause)}.`;
    throw new CliOutputError('EXPORT_UNWRITABLE', sentence, { path }, { cause });
  }
}

/** A device or a pipe is written to, not replaced by a file. */
async function isDevice(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}
