/** A simulator in a process of its own, so that what it costs is not counted with the client. */
import { once } from 'node:events';
import type { ScenarioSettings } from 'pbx-automata/simulator';
import { startSimulator } from 'pbx-automata/simulator';

const [scenario] = (await once(process, 'message')) as [ScenarioSettings];
const simulator = await startSimulator({ scenario });
const { url, user, password } = simulator;
process.send?.({ url, user, password });
process.on('disconnect', () => {
  process.exit();
});
process.on('message', () => {
  const { rss } = process.memoryUsage();
  const { user: userTime, system } = process.cpuUsage();
  process.send?.({ connections: simulator.connectionCount, rss, cpuMs: (userTime + system) / 1000 });
});
