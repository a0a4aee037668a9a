// Finds the Chromium that tests drive the debugger's page with, or installs it where that can be done without asking.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Usual places, and the names it has on the search path. */
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files\\Chromium\\Application\\chrome.exe',
];
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** This machine; a test hands in another one. */
const thisMachine = {
  env: process.env,
  isProgram: (path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  },
  isRoot: () => process.getuid?.() === 0,
  run: (program, args) =>
    spawnSync(program, args, {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0,
  say: (sentence) => {
    console.error(sentence);
  },
};

/**
 * The path of a Chromium or Chrome. `PBX_CHROMIUM` names one; as root on Debian it is installed with apt-get when there is none.
 * @throws Error with a sentence that says how to get one
 */
export function findChromium(machine = thisMachine) {
  const wanted = machine.env.PBX_CHROMIUM;
  if (wanted !== undefined && wanted !== '') {
    if (machine.isProgram(wanted)) return wanted;
    throw new Error(
      `PBX_CHROMIUM names ${wanted}, which is no program; set it to the path of Chromium or Chrome.`,
    );
  }
  const found = look(machine) ?? (install(machine) ? look(machine) : undefined);
  if (found !== undefined) return found;
  throw new Error(
    'The tests of the inspector need Chromium: install it (on Debian: apt-get install chromium), or set PBX_CHROMIUM to its path.',
  );
}

function look({ env, isProgram }) {
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [...places, ...onPath].find(isProgram);
}

const aptGet = '/usr/bin/apt-get';

/** @returns whether apt-get has installed it; it is tried as root only, for nobody is asked for a password */
function install({ isRoot, isProgram, run, say }) {
  if (!isRoot() || !isProgram(aptGet)) return false;
  say('Installing Chromium for the tests of the inspector (once)…');
  const installIt = () => run(aptGet, ['install', '-y', '--no-install-recommends', 'chromium']);
  return installIt() || (run(aptGet, ['update']) && installIt());
}
