import { readFileSync } from 'node:fs';
import { projectRoot } from './doc-snippets.js';

/** What a guide lets its reader do, or shows, in order. */
export type GuideStep =
  /** A line that begins with `$ `, and what is printed after it. */
  | { readonly kind: 'command'; readonly line: number; readonly command: string; readonly prints: string }
  /** A part of a file, shown: a block `mts FILE`. */
  | { readonly kind: 'shows'; readonly line: number; readonly file: string; readonly text: string }
  /** A file to be written: a block `mts FILE (new)`. */
  | { readonly kind: 'writes'; readonly line: number; readonly file: string; readonly text: string }
  /** Lines to be replaced: a block `diff FILE`. */
  | { readonly kind: 'edits'; readonly line: number; readonly file: string; readonly text: string }
  /** A diagram that the command before it has printed: a block `mermaid`. */
  | { readonly kind: 'draws'; readonly line: number; readonly text: string };

/** The steps of a page, from its blocks `console`, `mts`, `diff` and `mermaid`. */
export function guideSteps(page: string): GuideStep[] {
  const text = readFileSync(new URL(page, projectRoot), 'utf8').replaceAll('\r\n', '\n');
  return [...text.matchAll(/^```(\w+) ?(.*)\n([^]*?)^```$/gm)].flatMap((match) => {
    const [, kind = '', argument = '', body = ''] = match;
    const line = text.slice(0, match.index).split('\n').length;
    const [file = '', mark] = argument.split(' ');
    switch (kind) {
      case 'console':
        return commandsIn(body, line);
      case 'mts':
        return [{ kind: mark === '(new)' ? 'writes' : 'shows', line, file, text: body }];
      case 'diff':
        return [{ kind: 'edits', line, file, text: body }];
      case 'mermaid':
        return [{ kind: 'draws', line, text: body }];
      default:
        return [];
    }
  });
}

function commandsIn(body: string, blockLine: number): GuideStep[] {
  const steps: { kind: 'command'; line: number; command: string; prints: string }[] = [];
  for (const [at, line] of body.split('\n').slice(0, -1).entries()) {
    const last = steps.at(-1);
    if (line.startsWith('$ '))
      steps.push({ kind: 'command', line: blockLine + 1 + at, command: line.slice(2), prints: '' });
    else if (last === undefined) throw new Error(`line ${blockLine}: a block begins with no command`);
    else last.prints += `${line}\n`;
  }
  return steps;
}

/**
 * What a text that a page shows lacks of being the actual one; undefined when it is. A line `…` stands for any lines,
 * none included; the first of the lines after it is looked for.
 */
export function faultOfShown(shown: string, actual: string): string | undefined {
  const lines = actual.split('\n');
  let at = 0;
  let mayPass = false;
  for (const line of shown.split('\n').slice(0, -1)) {
    if (line === '…') {
      mayPass = true;
      continue;
    }
    const found = mayPass ? lines.indexOf(line, at) : at;
    if (found < 0 || lines[found] !== line) return `"${line}" is not printed there; printed is:\n${actual}`;
    at = found + 1;
    mayPass = false;
  }
  const rest = lines.slice(at).join('\n').trim();
  return mayPass || rest === '' ? undefined : `not shown, and no "…": ${rest}`;
}

/** A file's text with the lines of a diff replaced; they must be there once. */
export function withEdit(text: string, diff: string): string {
  const side = (sign: string): string =>
    diff
      .split('\n')
      .filter((line) => line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const parts = text.split(side('-'));
  if (parts.length !== 2) throw new Error(`not there once, but ${parts.length - 1} times:\n${side('-')}`);
  return parts.join(side('+'));
}
