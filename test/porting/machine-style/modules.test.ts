import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PortedMachines } from './ported-machines.js';
import { portMachines } from './ported-machines.js';

const base = 'extends AppPlatform\\FinitStateAutomaton';

/** Two automatons in one file, with methods of the same names. */
const twins = `
class Names ${base} {
  protected $names = array();
  protected $count = 0;
  protected $pages = 0;
  private $prefix = "user ";
  public function getNames() { return $this->names; }
  public function ReceiveInitialStart(AppPlatform\\Message $msg) { $this->ask(); }
  public function ReceiveInitialNamesResult(AppPlatform\\Message $msg) {
    $this->names = $msg->names;
    $this->count++;
    if (empty($this->names)) { return "Dead"; }
    return "Listing";
  }
  public function ReceiveListingPage(AppPlatform\\Message $msg) {
    $this->pages++;
    foreach ($msg->rows as $row) { $this->count += $this->weight($row); }
    if (isset($msg->error)) return "Failed";
    if ($msg->page == 3) return "Dead";
  }
  private function weight($row) { return strlen($this->prefix . $row); }
  private function ask() { $this->sendMessage(new AppPlatform\\Message("GetNames", "from", $this->count)); }
}
class Watcher ${base} {
  public function ReceiveInitialStart(AppPlatform\\Message $msg) { $this->ask(); }
  public function ReceiveInitialOpened(AppPlatform\\Message $msg) {
    $this->sendMessage(new AppPlatform\\Message("Follow", "id", $msg->id, "as", "number {$msg->id}"));
  }
  public function ReceiveInitialChanged(AppPlatform\\Message $msg) { $this->ask(); return "Dead"; }
  private function ask() { $this->sendMessage(new AppPlatform\\Message("Watch", "id", mt_rand())); }
}
`;

describe('translateMachines: what the modules look like', function () {
  this.timeout(60_000);
  let ported: PortedMachines;
  let code: string;

  before(async () => {
    ported = await portMachines({ 'twins.php': twins });
    code = ported.modules.get('twins.ts') ?? '';
  });
  after(() => {
    ported.remove();
  });

  it('gives a function the name of its machine only where another machine of the module has that name', () => {
    for (const name of ['namesInitialStart', 'watcherInitialStart', 'namesAsk', 'watcherAsk'])
      expect(code).to.include(`function ${name}(`);
    for (const name of ['initialNamesResult', 'listingPage', 'weight', 'initialChanged'])
      expect(code).to.include(`function ${name}(`);
  });

  it('keeps the names of guards and actions to the machine', () => {
    expect(code).to.include('initialStart: namesHandlers.run(namesInitialStart)');
    expect(code).to.include('initialStart: watcherHandlers.run(watcherInitialStart)');
    expect(code).to.include("listingPageReturnsDead: namesHandlers.returns(listingPage, 'Dead')");
  });

  it('has no transition that is never taken', () => {
    expect(code).to.match(
      /NamesResult: \[\s*\{ guard: 'initialNamesResultReturnsDead', target: 'Dead', actions: 'initialNamesResult' \},\s*\{ target: 'Listing', actions: 'initialNamesResult' \},\s*\]/,
    );
    expect(code).to.include("Changed: { target: 'Dead', actions: 'initialChanged' }");
    expect(code).not.to.include('initialNamesResultReturnsListing');
  });

  it('stays in the state where a handler may return nothing', () => {
    expect(code).to.match(
      /listingPageReturnsDead', target: 'Dead', .*\},\s*\{ actions: 'listingPage' \},\s*\]/,
    );
  });

  it('writes a message as an object, with null where PHP has null', () => {
    expect(code).to.match(
      /Opened: \{\s*actions: sendMessage\(\(\{ event: \{ msg \} \}\) => \(\{\s*mt: 'Follow',\s*id: msg\.id \?\? null,\s*as: `number \$\{text\(msg\.id\)\}`,?\s*\}\)\)/,
    );
  });

  it('says of members of what type they are, where PHP only puts that in them', () => {
    expect(code).to.include('readonly pages: number;').and.to.include('readonly prefix: string;');
    expect(code).to.include('readonly names: PhpValue;');
  });

  it('says which members of a message may be missing', () => {
    expect(code).to.match(
      /interface Page extends Message \{\s*mt: 'Page';\s*rows: PhpValue;\s*error\?: PhpValue;/,
    );
  });

  it('writes no function for a getter that only gives a member', () => {
    expect(code)
      .to.include('names: context.names')
      .and.not.to.match(/function \w*getNames/i);
  });

  it('writes tests of where a handler goes, which pass as they are', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        '--import',
        'tsx',
        '--conditions=pbx-automata-source',
        join('node_modules', 'mocha', 'bin', 'mocha.js'),
        '--no-config',
        'twins.test.ts',
      ],
      { cwd: ported.folder },
    );
    expect(stdout).to.include('goes to Dead on NamesResult in Initial when names is []');
    expect(stdout).to.include('goes to Listing on NamesResult in Initial when names is [""]');
    expect(stdout).to.include('goes to Failed on Page in Listing when error is true');
    expect(stdout).to.include('goes to Dead on Page in Listing when page is 3');
    expect(stdout).to.include('2 pending').and.not.to.include('failing');
  });

  it('writes no test where the way to a state cannot be told from the message', () => {
    // It calls a method of its own first.
    expect(ported.modules.get('twins.test.ts')).not.to.include('on Changed');
  });
});
