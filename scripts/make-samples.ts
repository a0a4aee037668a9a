// Records the samples that the debugger's page brings along: logins to the simulator, secrets masked. Run it when the
// trace format or the simulator's scenarios change; test/inspector/server/samples.test.ts says when.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { playScenario } from '../inspector/server/play-scenario.js';
import { encode } from '../runtime/exact-json.js';
import { ProcessTrace } from '../services/process-trace.js';

/** Scenario by name of the sample. */
const samples: Readonly<Record<string, string>> = {
  'good-login': 'default',
  'wrong-app-password': 'wrong-app-password',
  'hung-login': 'silent',
};

const folder = fileURLToPath(new URL('../inspector/samples/', import.meta.url));
mkdirSync(folder, { recursive: true });

for (const [name, scenario] of Object.entries(samples)) {
  const trace = new ProcessTrace();
  let text = '';
  trace.listen({
    sink: (record) => (text += `${encode(record)}\n`),
    runBegins: () => undefined,
    runEnded: () => undefined,
  });
  const { ended } = await playScenario(scenario, new AbortController().signal);
  await ended;
  trace.close();
  writeFileSync(`${folder}${name}.jsonl`, text);
  console.log(`${name}.jsonl: ${text.split('\n').length - 1} records of scenario ${scenario}`);
}
