import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the fixtures lie: test/fixtures/php/README.md. */
export const fixtureFolder = fileURLToPath(new URL('../fixtures/php/', import.meta.url));

export type PortStyle = 'class' | 'machine';

export interface FixtureAutomaton {
  /** With its PHP namespace. */
  readonly class: string;
  readonly nickname?: string;
  readonly socket?: string;
  /** Those of the constructor, after the socket. */
  readonly arguments?: readonly unknown[];
}

export type FixtureInput =
  | { readonly socket: string; readonly message: { readonly mt: string } }
  | { readonly silence: true }
  | { readonly close: string };

export interface FixtureScenario {
  readonly name: string;
  readonly automatons: readonly FixtureAutomaton[];
  readonly inputs: readonly FixtureInput[];
}

export interface FixtureEnd {
  readonly state: string;
  readonly running: boolean;
  readonly members: Readonly<Record<string, unknown>>;
}

/** A line of a recording; its first member says what kind it is. */
export type RecordingEntry = Readonly<Record<string, unknown>>;

/** What PHP did in one scenario. */
export interface RecordedRun {
  /** Without the end. */
  readonly entries: readonly RecordingEntry[];
  readonly end: Readonly<Record<string, FixtureEnd>>;
}

export interface PhpFixture {
  /** `01-device-lister` */
  readonly name: string;
  /** Path of the PHP file. */
  readonly file: string;
  readonly styles: readonly PortStyle[];
  /** Why a style is missing. */
  readonly why?: string;
  readonly scenarios: readonly FixtureScenario[];
  /** By the scenario's name. */
  readonly recordings: ReadonlyMap<string, RecordedRun>;
}

/** All fixtures with recordings, in order. */
export function phpFixtures(): PhpFixture[] {
  const inputs = readdirSync(fixtureFolder).filter((name) => name.endsWith('.input.json'));
  return inputs.sort().map((input) => {
    const name = input.slice(0, -'.input.json'.length);
    const given = JSON.parse(readFileSync(`${fixtureFolder}${input}`, 'utf8')) as Pick<
      PhpFixture,
      'styles' | 'why' | 'scenarios'
    >;
    return { ...given, name, file: `${fixtureFolder}${name}.php`, recordings: recordingsOf(name) };
  });
}

function recordingsOf(name: string): ReadonlyMap<string, RecordedRun> {
  const recordings = new Map<string, RecordedRun>();
  const path = `${fixtureFolder}${name}.recording.jsonl`;
  if (!existsSync(path)) return recordings;
  let scenario = '';
  let entries: RecordingEntry[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    const entry = JSON.parse(line) as RecordingEntry;
    if (typeof entry['scenario'] === 'string') {
      scenario = entry['scenario'];
      entries = [];
    } else if ('end' in entry) {
      recordings.set(scenario, { entries, end: entry['end'] as RecordedRun['end'] });
    } else {
      entries.push(entry);
    }
  }
  return recordings;
}

/** `Counter` of `App\Devices\Counter`. */
export function withoutNamespace(name: string): string {
  return name.slice(name.lastIndexOf('\\') + 1);
}
