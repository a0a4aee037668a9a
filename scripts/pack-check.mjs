// Packs the package, installs it in an empty folder as a user would, and runs the main job there: as a program
// that imports it, and by its command; then the inspector and `port`, with nothing that only a developer has. The package
// of the bridge to XState 4 is packed and looked at as well.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

const command = 'node_modules/pbx-automata/dist/cli/main.js';

function check(isTrue, sentence) {
  if (!isTrue) throw new Error(sentence);
}

/** Serves a recording with the installed command, and looks at what it serves. */
async function inspectServes(file) {
  const child = spawn(process.execPath, [command, 'inspect', file, '--no-open'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const address = await new Promise((found, failed) => {
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text) => {
        said += text;
        const [url] = /http:\/\/127\.0\.0\.1:\d+\//.exec(said) ?? [];
        if (url !== undefined) found(url);
      });
      child.once('exit', () => failed(new Error(`inspect ended early: ${said}`)));
    });
    for (const name of ['', 'page.js', 'page.css', 'elk-worker.js', 'third-party-notices.txt']) {
      const { status } = await fetch(address + name);
      check(status === 200, `inspect does not serve /${name} (${status}).`);
    }
  } finally {
    child.removeAllListeners('exit');
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGINT');
    await ended;
  }
}

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
  check(/^\d+ devices$/m.test(output), `The installed package printed: ${output}`);
  const list = JSON.parse(run(process.execPath, [command, 'list', '-q', '--json', '--trace', 'login.jsonl']));
  check(list.devices.length > 0 && list.users.length > 0, 'The installed command listed nothing.');
  await inspectServes('login.jsonl');
  run(process.execPath, [command, 'export', 'login.jsonl', '--html', '--out', 'login.html']);
  const html = readFileSync(join(folder, 'login.html'), 'utf8');
  check(html.includes('id="trace-records"'), 'The exported page holds no records.');
  check(html.includes('The MIT License'), 'The exported page holds no licences.');

  for (const style of ['class', 'machine']) {
    const php = 'node_modules/pbx-automata/samples/porting/device-audit.php';
    run(process.execPath, [command, 'port', php, '--style', style, '--out', style], { stdio: 'pipe' });
    const found = run(process.execPath, [command, 'run', `${style}/start.ts`, '-q']);
    check(found.includes("'009033000003'"), `The audit ported in style ${style} printed: ${found}`);
  }

  const packages = readdirSync(join(folder, 'node_modules'));
  for (const name of [
    'typescript',
    'preact',
    'elkjs',
    '@xstate',
    '@statelyai',
    'pbx-automata-xstate-inspect',
  ])
    check(!packages.includes(name), `The installed package brings ${name} along.`);
  const xstate = JSON.parse(readFileSync(join(folder, 'node_modules/xstate/package.json'), 'utf8'));
  check(xstate.version.startsWith('5.'), `The installed package brings XState ${xstate.version} along.`);
  const installed = join(folder, 'node_modules/pbx-automata');
  const sources = readdirSync(installed, { recursive: true }).filter((name) => /(?<!\.d)\.tsx?$/.test(name));
  check(
    sources.every((name) => name.startsWith('samples')),
    `The package holds sources: ${sources.join(', ')}`,
  );

  const bridge = runNpm(
    ['pack', '--silent', '--workspace', 'pbx-automata-xstate-inspect', '--pack-destination', folder],
    root,
  )
    .trim()
    .split('\n')
    .at(-1);
  const size = (name) => `${(statSync(join(folder, name)).size / 1024).toFixed(0)} KiB`;
  console.log(
    `${packed}, ${size(packed)}: installed in an empty folder, ${output.trim()}, ${list.users.length} users; ` +
      'inspect serves its page, export makes one, ported PHP runs in both styles',
  );
  console.log(`${bridge}, ${size(bridge)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
