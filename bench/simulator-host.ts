import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ScenarioSettings } from 'pbx-automata/simulator';
import type { LoginAddress } from './flow.js';

/** What the simulator's process says of itself. */
export interface SimulatorState {
  readonly connections: number;
  /** Bytes. */
  readonly rss: number;
  readonly cpuMs: number;
}

/** A simulator in another process. */
export class SimulatorHost {
  private constructor(
    readonly address: LoginAddress,
    private readonly child: ChildProcess,
  ) {}

  static async start(scenario: ScenarioSettings = {}): Promise<SimulatorHost> {
    const program = fileURLToPath(new URL('simulator-process.js', import.meta.url));
    const child = fork(program, { execArgv: [] });
    child.send(scenario);
    const [address] = (await once(child, 'message')) as [LoginAddress];
    return new SimulatorHost(address, child);
  }

  async state(): Promise<SimulatorState> {
    this.child.send('state');
    const [state] = (await once(this.child, 'message')) as [SimulatorState];
    return state;
  }

  /** Waits until every connection has ended, so that a round does not pay for the one before. */
  async settle(): Promise<void> {
    const deadline = performance.now() + 10_000;
    while ((await this.state()).connections > 0 && performance.now() < deadline) await sleep(10);
  }

  stop(): void {
    this.child.disconnect();
  }
}

/** Does something with a simulator in another process, and stops it whatever happens. */
export async function withSimulator<T>(
  scenario: ScenarioSettings,
  work: (host: SimulatorHost) => Promise<T>,
): Promise<T> {
  const host = await SimulatorHost.start(scenario);
  try {
    return await work(host);
  } finally {
    host.stop();
  }
}
