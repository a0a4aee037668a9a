// Packs the package, installs it in an empty folder as a user would, and runs the main job there: as a program
// that imports it, and by its command.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'pbx-automata-pack-'));
const npm = process.env.npm_execpath;
const run = (command, args, options = {}) =>
  execFileSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    ...options,
  });
const runNpm = (args, cwd) =>
  npm === undefined ? run('npm', args, { cwd, shell: true }) : run(process.execPath, [npm, ...args], { cwd });

const program = `
import { AppServiceLogin, AppServiceSpec, AppUserCredentials, DeviceLister, Transitioner } from 'pbx-automata';
import { startSimulator } from 'pbx-automata/simulator';

const simulator = await startSimulator();
const devices = new AppServiceSpec('innovaphone-devices');
const login = new AppServiceLogin(simulator.url, new AppUserCredentials(simulator.user, simulator.password), [devices], {
  sessionStore: false,
});
await login.connectOrThrow();
const transitioner = new Transitioner();
const lister = transitioner.add(DeviceLister, { socket: login.getAppWebSocket(devices) });
await transitioner.run();
console.log(lister.output.devices.length + ' devices');
login.close();
await simulator.close();
`;

try {
  const packed = runNpm(['pack', '--silent', '--pack-destination', folder], root).trim().split('\n').at(-1);
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'empty', private: true, type: 'module' }),
  );
  writeFileSync(join(folder, 'main.mjs'), program);
  runNpm(['install', '--silent', '--omit=dev', '--no-audit', '--no-fund', join(folder, packed)], folder);
  const output = run(process.execPath, ['main.mjs']);
  if (!/^\d+ devices$/m.test(output)) throw new Error(`The installed package printed: ${output}`);
  const list = JSON.parse(
    run(process.execPath, ['node_modules/pbx-automata/dist/cli/main.js', 'list', '--json']),
  );
  if (list.devices.length === 0 || list.users.length === 0)
    throw new Error('The installed command listed nothing.');
  const packages = readdirSync(join(folder, 'node_modules'));
  if (packages.includes('typescript')) throw new Error('The installed package brings developer tools along.');
  console.log(`${packed}: installed in an empty folder, ${output.trim()}, ${list.users.length} users`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
