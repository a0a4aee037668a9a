import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { port } from '../../../porting/tools.js';

const checkout = fileURLToPath(new URL('../../../', import.meta.url));

/** PHP ported in machine style into a folder of its own, which finds packages as an installed one would. */
export interface PortedMachines {
  readonly folder: string;
  readonly modules: ReadonlyMap<string, string>;
  /** `line severity sentence` of each problem. */
  readonly problems: readonly string[];
  remove(): void;
}

/** @param php programs by file name */
export async function portMachines(php: Readonly<Record<string, string>>): Promise<PortedMachines> {
  const folder = mkdtempSync(join(tmpdir(), 'machines-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [name, text] of Object.entries(php)) write(`php/${name}`, `<?php\n${text}`);
  const { modules, problems } = await port(join(folder, 'php'), { style: 'machine' });
  for (const [name, code] of modules) write(name, code);
  write('package.json', '{ "type": "module" }');
  for (const name of ['pbx-automata', 'xstate', 'chai', 'mocha', 'tsx']) {
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    const target = name === 'pbx-automata' ? checkout : join(checkout, 'node_modules', name);
    symlinkSync(target, join(folder, 'node_modules', name), 'junction');
  }
  return {
    folder,
    modules,
    problems: problems.map(({ line, severity, sentence }) => `${line} ${severity} ${sentence}`),
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

/** The how-to's device lister. */
export const deviceLister = `
// an automaton which lists all devices in Devices
class DeviceLister extends AppPlatform\\FinitStateAutomaton {
  protected $devices = array();
  public function getDevices() {
    return $this->devices;
  }
  public function ReceiveInitialStart(\\AppPlatform\\Message $msg) {
    AppPlatform\\Log::log("Requesting Device List");
    $this->sendMessage(new AppPlatform\\Message("GetDevices"));
  }
  public function ReceiveInitialGetDevicesResult(\\AppPlatform\\Message $msg) {
    AppPlatform\\Log::log("got " . count($msg->devices) . " Device Info(s)");
    $this->devices = array_merge($this->devices, $msg->devices);
    if (isset($msg->last) && $msg->last) {
      AppPlatform\\Log::log("Last chunk");
      return "Dead";
    }
  }
}
`;

/** One that reads page by page, with a method that handlers share and a constructor. */
export const userLister = `
class UserLister extends AppPlatform\\FinitStateAutomaton {
  const PAGE = 10;
  protected $users = array();
  protected $expected = 0;
  private $myInfo;
  public function __construct(AppPlatform\\WSClient $ws, $loginResult, $nickname = null) {
    parent::__construct($ws, $nickname);
    $this->myInfo = $loginResult;
  }
  public function getUsers() { return $this->users; }
  public function ReceiveInitialStart(\\AppPlatform\\Message $msg) {
    $me = $this->myInfo->info->user;
    $this->sendMessage(new AppPlatform\\Message("NumUsers", "user", $me->sip, "domain", "@{$me->domain}"));
  }
  public function ReceiveInitialNumUsersResult(\\AppPlatform\\Message $msg) {
    $this->expected = $msg->numUsers;
    if ($msg->numUsers == 0) return "Dead";
    $this->request();
  }
  public function ReceiveInitialReadUserInfo(\\AppPlatform\\Message $msg) {
    $this->users[] = $msg;
  }
  public function ReceiveInitialReadUserResult(\\AppPlatform\\Message $msg) {
    if (count($this->users) >= $this->expected) return "Dead";
    $this->request();
  }
  private function request() {
    $this->sendMessage(new AppPlatform\\Message("ReadUser", "offset", count($this->users), "limit", self::PAGE));
  }
}
`;
