// Installs the packages this checkout needs, when they are missing or older than package-lock.json. Called before
// `npm start` and `npm test`, with Node's own means only, so that both work in a fresh clone in every shell.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `pbx-automata needs Node.js 20.19 or newer; this is ${process.versions.node}. Install a newer one.`,
  );
  process.exit(1);
}

const stamp = new URL('node_modules/.installed-lock', root);
const wanted = createHash('sha256')
  .update(readFileSync(new URL('package-lock.json', root)))
  .digest('hex');
const isInstalled = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
if (!isInstalled) {
  console.error('Installing packages (once)…');
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm === undefined ? ['npm'] : [process.execPath, npm];
  const { status } = spawnSync(command, [...first, 'ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: fileURLToPath(root),
    stdio: ['ignore', 2, 2],
    shell: npm === undefined,
  });
  if (status !== 0) {
    console.error(
      'The packages could not be installed; see above, and check the connection to the npm registry.',
    );
    process.exit(status ?? 1);
  }
  writeFileSync(stamp, wanted);
}
