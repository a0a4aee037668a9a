import { createRequire } from 'node:module';
import type { LogCategory } from '../runtime/log.js';
import { logCategories } from '../runtime/log.js';

interface DebugChannel {
  (format: string, line: string): void;
  enabled: boolean;
  log: (...values: unknown[]) => void;
}

/** One namespace of debug for each category: `pbx:smsg`, `pbx:state` and so on. Ported programs have more of them. */
export class DebugChannels {
  readonly #probes = new Map<LogCategory, DebugChannel>();
  readonly #carriers = new Map<LogCategory, DebugChannel>();
  readonly #makeChannel = loadDebug();

  constructor(private readonly write: (line: string) => void) {
    for (const category of logCategories) this.#probes.set(category, this.#makeChannel(`pbx:${category}`));
  }

  /** Whether `DEBUG`, or the program by `debug.enable`, has switched this category on. */
  isWanted(category: LogCategory): boolean {
    return this.#probes.get(category)?.enabled === true;
  }

  carry(category: LogCategory, line: string): void {
    const carrier = this.#carriers.get(category) ?? this.#makeCarrier(category);
    carrier('%s', line);
  }

  #makeCarrier(category: LogCategory): DebugChannel {
    const carrier = this.#makeChannel(`pbx:${category}`);
    carrier.enabled = true;
    // debug hands on its own prefix with the format, and the line as it is.
    carrier.log = (_format, line) => {
      this.write(String(line));
    };
    this.#carriers.set(category, carrier);
    return carrier;
  }
}

function loadDebug(): (namespace: string) => DebugChannel {
  const loaded: unknown = createRequire(import.meta.url)('debug');
  if (!isChannelMaker(loaded))
    throw new TypeError('The package debug is not what it should be; install it anew.');
  return loaded;
}

function isChannelMaker(value: unknown): value is (namespace: string) => DebugChannel {
  return typeof value === 'function';
}
