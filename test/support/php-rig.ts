import type { PhpAutomaton } from '../../porting/classes/php-automaton.js';
import { Transitioner } from '../../porting/classes/transitioner.js';
import { SimulatedClock } from '../../runtime/clock.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import type { MemorySocketOptions } from '../../runtime/memory-socket.js';
import type { TransitionerOptions } from '../../runtime/transitioner.js';
import { opened } from './engine-kit.js';
import { RecordingTracer } from './recording-tracer.js';

/** A run of automatons of the PHP kind on a clock that stands still, written down, its log too. */
export interface PhpRig {
  readonly clock: SimulatedClock;
  readonly tracer: RecordingTracer;
  readonly transitioner: Transitioner;
  /** Lines of the log: `category source text`. */
  readonly log: string[];
}

export function makePhpRig(
  automatons: readonly PhpAutomaton[] = [],
  options: TransitionerOptions = {},
): PhpRig {
  const clock = new SimulatedClock();
  const tracer = new RecordingTracer();
  const log: string[] = [];
  const transitioner = new Transitioner(
    {
      clock,
      tracer,
      log: (category, source, text) => {
        log.push(`${category} ${source} ${typeof text === 'string' ? text : text()}`);
      },
      ...options,
    },
    automatons,
  );
  return { clock, tracer, transitioner, log };
}

/** A socket in memory that is open already. */
export function openSocket(name: string, options?: MemorySocketOptions): Promise<MemorySocket> {
  return opened(new MemorySocket(name, undefined, options));
}
