// Runs every sample against the simulator, as a user would, and looks at its exit code and output.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** How each sample is run, and what it must print. */
const runs: readonly {
  readonly sample: string;
  readonly with?: readonly string[];
  readonly prints: RegExp;
}[] = [
  { sample: 'own-automaton.ts', prints: /^10 IP232$/m },
  { sample: 'own-automaton.ts', with: ['cli/main.ts', 'run'], prints: /^ProductCounter: .*IP232: 10/m },
  {
    sample: 'ported-websocket-sample.ts',
    prints: /^device 009033410109 {2}IP811 [^]*^user jdo {2}John Doe$/m,
  },
  { sample: 'service-credentials.ts', prints: /^STUN server: stun\.sample\.dom$/m },
  {
    sample: 'two-automatons.ts',
    prints: /^PhoneFinder is Dead, UserReader is Dead\n[^]*^ckl: ckl's IP232$/m,
  },
  { sample: 'websocket-sample.ts', prints: /^device 009033410109 {2}IP811 [^]*^user jdo {2}John Doe$/m },
];

/** A sample ends in a second; one that takes this long hangs. */
const limitMs = 30_000;

const root = fileURLToPath(new URL('../', import.meta.url));

/** Runs one sample. @returns what is wrong with it; undefined when nothing is */
async function faultOf({
  sample,
  with: program = [],
  prints,
}: (typeof runs)[number]): Promise<string | undefined> {
  const { PBX_URL: _url, DEBUG: _debug, ...environment } = process.env;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=pbx-automata-source', ...program, `samples/${sample}`],
    { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'], timeout: limitMs },
  );
  let output = '';
  let complaints = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const ending = await new Promise<string | undefined>((resolve) => {
    child.on('error', (error) => {
      resolve(`it could not be started: ${error.message}`);
    });
    child.on('close', (code, signal) => {
      if (signal !== null) resolve(`it was ended by ${signal} after ${limitMs / 1000} s`);
      else resolve(code === 0 ? undefined : `it ended with exit code ${String(code)}\n${complaints}`);
    });
  });
  if (ending !== undefined) return ending;
  return prints.test(output) ? undefined : `its output has no ${String(prints)}:\n${output}`;
}

const samples = readdirSync(new URL('../samples/', import.meta.url)).filter((name) => name.endsWith('.ts'));
const forgotten = samples.filter((name) => !runs.some(({ sample }) => sample === name));
const faults = await Promise.all(runs.map(faultOf));
runs.forEach(({ sample, with: program = [] }, at) => {
  console.log(`${[...program, sample].join(' ')}: ${faults[at] ?? 'passed'}`);
});
for (const name of forgotten) console.log(`${name}: scripts/run-samples.ts does not run it`);
const failed = faults.filter((fault) => fault !== undefined).length + forgotten.length;
console.log(`${runs.length + forgotten.length - failed} samples passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
