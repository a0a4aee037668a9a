import { createHash } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { whyNot } from '../../services/trace-file.js';
import { PortError } from '../read/port-error.js';

/** What became of the files. */
export interface Written {
  /** Paths relative to the folder, in order. */
  readonly written: readonly string[];
  /** Those that a person has changed, or that were there before: they are as they were. */
  readonly kept: readonly string[];
}

/** Remembers what was written, so that edits are noticed. */
const manifestName = '.porting-manifest.json';

/**
 * Checks that a folder can take the output, before anything is read.
 * @param source what is ported
 * @throws PortError `PORT_OUTPUT_UNUSABLE`
 */
export async function checkOutput(out: string, source: string): Promise<void> {
  const unusable = (why: string): PortError =>
    new PortError('PORT_OUTPUT_UNUSABLE', `${out} cannot take the output: ${why}.`, { path: out });
  const found = await stat(out).catch(() => undefined);
  if (found !== undefined && !found.isDirectory()) throw unusable('it is a file; name a folder with --out');
  const given = await stat(source).catch(() => undefined);
  if (given?.isDirectory() === true && resolve(out) === resolve(source)) {
    throw unusable('it is the folder that is ported; name another one with --out');
  }
}

/**
 * Writes the files, each at once or not at all. One that differs from what was written before, because a person has
 * edited it, stays as it is, unless `force` is given.
 * @param files texts by path relative to the folder, with `/`
 * @throws PortError `PORT_OUTPUT_UNWRITABLE`
 */
export async function writeOutput(
  out: string,
  files: ReadonlyMap<string, string>,
  { force }: { readonly force: boolean },
): Promise<Written> {
  const known = await readManifest(join(out, manifestName));
  const hashes = new Map(known);
  const written: string[] = [];
  const kept: string[] = [];
  try {
    for (const [path, text] of files) {
      const file = join(out, path);
      const present = await readFile(file, 'utf8').catch(absent);
      const hash = hashOf(text);
      const isEdited = present !== undefined && ![known.get(path), hash].includes(hashOf(present));
      if (isEdited && !force) {
        kept.push(path);
        continue;
      }
      if (present !== text) {
        await mkdir(dirname(file), { recursive: true });
        await writeFileAtomic(file, text);
      }
      hashes.set(path, hash);
      written.push(path);
    }
    await writeFileAtomic(join(out, manifestName), manifestOf(hashes));
  } catch (cause) {
    const sentence = `The output cannot be written to ${out}: ${whyNot(cause)}.`;
    throw new PortError('PORT_OUTPUT_UNWRITABLE', sentence, { path: out }, { cause });
  }
  return { written, kept };
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

/** Line ends do not count: git may change them. */
function hashOf(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
}

async function readManifest(path: string): Promise<ReadonlyMap<string, string>> {
  try {
    const { files } = JSON.parse(await readFile(path, 'utf8')) as { readonly files?: unknown };
    if (typeof files !== 'object' || files === null) return new Map();
    return new Map(
      Object.entries(files).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    // None yet, or none any more: then everything that is there counts as edited.
    return new Map();
  }
}

function manifestOf(hashes: ReadonlyMap<string, string>): string {
  const files = Object.fromEntries([...hashes].sort(([a], [b]) => (a < b ? -1 : 1)));
  const about = 'What pbx-automata port has written, so that it overwrites no edits; keep it with the files.';
  return `${JSON.stringify({ about, files }, undefined, 2)}\n`;
}
