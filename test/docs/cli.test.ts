import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import type { Command } from 'commander';
import { Captured } from '../cli/cli-kit.js';

const text = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');

/** The text of the chapter with this heading, and what is said of several commands at once. */
function chapter(name: string): string {
  const chapters = text.split(/^## /m);
  const own = chapters.filter((one) => (one.split('\n')[0] ?? '').split(', ').includes(name));
  const shared = chapters.filter((one) => /^(?:# |Connection\n)/.test(one));
  return [...own, ...shared].join('\n');
}

async function commands(): Promise<readonly Command[]> {
  const { makeProgram } = await import('../../cli/program.js');
  const { Terminal } = await import('../../cli/terminal.js');
  const io = {
    stdout: new Captured(),
    stderr: new Captured(),
    stdin: new PassThrough(),
    env: {},
    signal: new AbortController().signal,
  };
  return makeProgram(io, new Terminal(io), () => undefined).commands;
}

describe('docs/cli.md', () => {
  it('names every command in its table, and has a chapter for each', async () => {
    const all = await commands();
    expect(all).to.have.length.above(8);
    for (const command of all) {
      expect(text).to.match(RegExp(`^\\| \\[.*\`${command.name()}\``, 'm'));
      expect(text, command.name()).to.match(RegExp(`^## (?:.*, )?${command.name()}(?:,|$)`, 'm'));
    }
  });

  it('names every option where its command is described', async () => {
    const missing = (await commands()).flatMap((command) =>
      command.options
        .map(({ long }) => long ?? '')
        .filter((option) => !RegExp(`${option}(?![\\w-])`).test(chapter(command.name())))
        .map((option) => `${command.name()} ${option}`),
    );
    expect(missing).to.deep.equal([]);
  });

  it('names no option that no command has', async () => {
    const known = new Set((await commands()).flatMap(({ options }) => options.map(({ long }) => long)));
    const named = [...text.matchAll(/(?<=[`[| (])--[a-z][\w-]*/g)].map(([option]) => option);
    const unknown = named.filter((option) => !known.has(option) && !['--help', '--version'].includes(option));
    expect(unknown).to.deep.equal([]);
  });
});
