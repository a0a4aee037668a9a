import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Figure, Row } from '../measure.js';
import { inTurn, median } from '../measure.js';
import { withSimulator } from '../simulator-host.js';

const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Milliseconds from the start of a Node.js process to its end. */
async function lifetime(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, { env: environment, stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${args.join(' ')} ended with exit code ${code ?? 'none'}.`);
  return performance.now() - startedAt;
}

async function against(
  what: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<Figure> {
  const { a, b } = await inTurn(
    { rounds: 15, warmUp: 2 },
    () => lifetime([cli, 'list', '--json', ...args], environment),
    () => lifetime(['-e', '0'], environment),
  );
  const differences = a.map((time, round) => time - (b[round] ?? NaN));
  const difference = median(differences);
  return {
    what,
    measured: `${difference.toFixed(0)} ms`,
    reach: '≤ 250 ms',
    isMet: difference <= 250,
    detail: `${median(a).toFixed(0)} against ${median(b).toFixed(0)} ms`,
  };
}

/** The command `list`, from the start of the process to its end. */
export const startRow: Row = {
  run: () =>
    withSimulator({}, async ({ address: { url, user, password } }) => {
      const state = mkdtempSync(join(tmpdir(), 'pbx-automata-bench-'));
      const environment = { ...process.env, XDG_STATE_HOME: state, PBX_PASSWORD: password };
      try {
        const other = ['--pbx', url, '--user', user, '--no-session'];
        return [
          await against('`list` against a PBX, longer than `node -e 0` by', other, environment),
          await against('`list` with its own simulator, longer by', [], environment),
        ];
      } finally {
        rmSync(state, { recursive: true });
      }
    }),
};
