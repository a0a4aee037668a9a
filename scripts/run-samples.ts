// Runs every sample against the simulator, as a user would, and looks at its exit code and output.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A line that the output of each sample must contain. */
const expectedLines: Readonly<Record<string, RegExp>> = {
  'own-automaton.ts': /^10 IP232$/m,
  'service-credentials.ts': /^STUN server: stun\.sample\.dom$/m,
  'two-automatons.ts': /^PhoneFinder is Dead, UserReader is Dead\n[^]*^ckl: ckl's IP232$/m,
  'websocket-sample.ts': /^device 009033410109 {2}IP811 [^]*^user jdo {2}John Doe$/m,
};

/** A sample ends in a second; one that takes this long hangs. */
const limitMs = 30_000;

const root = fileURLToPath(new URL('../', import.meta.url));

/** Runs one sample. @returns what is wrong with it; undefined when nothing is */
async function faultOf(sample: string): Promise<string | undefined> {
  const expected = expectedLines[sample];
  if (expected === undefined) return 'scripts/run-samples.ts does not know what it prints';
  const { PBX_URL: _url, DEBUG: _debug, ...environment } = process.env;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=pbx-automata-source', `samples/${sample}`],
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
  return expected.test(output) ? undefined : `its output has no ${String(expected)}:\n${output}`;
}

const samples = readdirSync(new URL('../samples/', import.meta.url)).filter((name) => name.endsWith('.ts'));
const missing = Object.keys(expectedLines).filter((name) => !samples.includes(name));
const results = await Promise.all(
  [...samples, ...missing].map(async (sample) => ({ sample, fault: await faultOf(sample) })),
);
for (const { sample, fault } of results) console.log(`${sample}: ${fault ?? 'passed'}`);
const failed = results.filter(({ fault }) => fault !== undefined).length;
console.log(`${results.length - failed} samples passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
