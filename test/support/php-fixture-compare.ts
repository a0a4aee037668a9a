import type { FixtureEnd, RecordedRun, RecordingEntry } from './php-fixtures.js';
import { withoutNamespace } from './php-fixtures.js';
import type { PortedRun } from './php-fixture-run.js';
import { plain, plainMembers } from './plain-values.js';

/** Members of an automaton, as they are called in PHP. */
export type MembersOf = (nickname: string) => object;

/** What is compared, as lines that a test can show the difference of. */
export interface Comparison {
  readonly expected: readonly string[];
  readonly actual: readonly string[];
}

/** Class style: everything that happened, in its order. */
export function compareClassRun(recorded: RecordedRun, run: PortedRun, membersOf: MembersOf): Comparison {
  return {
    expected: [...recorded.entries.flatMap(comparable), ...expectedEnd(recorded, run)],
    actual: [...run.entries.flatMap(comparable), ...actualEnd(recorded, run, membersOf)],
  };
}

/**
 * Machine style: what is sent on each socket, what each automaton posts, the states that each goes through, and how
 * each ends. A machine's transition is complete before its effects (docs/semantics.md, rule 6), so the order between
 * two automatons is another.
 */
export function compareMachineRun(recorded: RecordedRun, run: PortedRun, membersOf: MembersOf): Comparison {
  return {
    expected: [...byPart(recorded.entries), ...expectedEnd(recorded, run).map(withoutSources)],
    actual: [...byPart(run.entries), ...actualEnd(recorded, run, membersOf).map(withoutSources)],
  };
}

function byPart(entries: readonly RecordingEntry[]): string[] {
  const parts = new Map<string, string[]>();
  const add = (part: string, what: unknown): void => {
    parts.set(part, [...(parts.get(part) ?? []), `${part} ${lineOf(what)}`]);
  };
  for (const entry of entries) {
    if ('send' in entry) add(`sent->${String(entry['socket'])}`, entry['send']);
    else if ('post' in entry)
      add(`posted by ${String(entry['by'])}`, { to: entry['to'], post: unnamed(entry['post']) });
    else if ('state' in entry) add(`states of ${String(entry['by'])}`, [entry['was'], entry['state']]);
  }
  return [...parts.keys()].sort().flatMap((part) => parts.get(part) ?? []);
}

/** What arrives on a socket has no `_sourcename` in a machine; a row that was a message shows it. */
function withoutSources(line: string): string {
  return line.replace(/"_sourcename":"[^"]*",?/g, '');
}

/** Machines' posts do not say where they come from: the engine knows. */
function unnamed(message: unknown): unknown {
  const { _sourcename, ...members } = message as Readonly<Record<string, unknown>>;
  return members;
}

/** PHP's answers to `timeout()` and the names of sources are not in what the engine records. */
function comparable(entry: RecordingEntry): string[] {
  if ('timeout' in entry) return [];
  const { from, ...members } = entry;
  const source = members['source'];
  if (typeof source === 'string') return [lineOf({ ...members, source: withoutNamespace(source) })];
  return [lineOf(members)];
}

function expectedEnd({ end }: RecordedRun, run: PortedRun): string[] {
  return Object.entries(end).map(([nickname, expected]) => endLine(nickname, expected, run));
}

function actualEnd({ end }: RecordedRun, run: PortedRun, membersOf: MembersOf): string[] {
  return Object.entries(end).map(([nickname, expected]) => {
    const snapshot = run.automatons[nickname];
    if (snapshot === undefined) return `end of ${nickname}: there is no such automaton`;
    const { state, status } = snapshot;
    const members = sameMembers(membersOf(nickname), expected.members);
    return endLine(nickname, { state, running: status === 'running', members }, run);
  });
}

/** Those that the PHP class has; a member that is called like a method is renamed. */
function sameMembers(object: object, expected: FixtureEnd['members']): FixtureEnd['members'] {
  const all = new Map<string, unknown>(Object.entries(object));
  const nameOf = (name: string): string =>
    [`${name}Member`, `${name}_`].find((other) => all.has(other)) ?? name;
  return Object.fromEntries(Object.keys(expected).map((name) => [name, all.get(nameOf(name))]));
}

/** When there was silence for too long, PHP's automatons were still running; here they are stopped. */
function endLine(nickname: string, { state, running, members }: FixtureEnd, { outcome }: PortedRun): string {
  const runs = outcome === 'timeout' || outcome === 'disconnected' ? 'as the run has ended' : running;
  return `end of ${nickname}: ${lineOf({ state, runs, members: plainMembers(members) })}`;
}

/** JSON with members in the order of their names; null is nothing. */
function lineOf(value: unknown): string {
  return JSON.stringify(sorted(plain(value)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
