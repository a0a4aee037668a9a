import { expect } from 'chai';
import { ownPackage } from '../../../porting/project/own-package.js';
import { packageFiles } from '../../../porting/project/package-files.js';
import { compilerErrors } from '../../support/compiled-ports.js';
import type { PortedMachines } from './ported-machines.js';
import { portMachines } from './ported-machines.js';

const php = `
class Relay extends AppPlatform\\FinitStateAutomaton {
  public $rows = array();
  public $last = null;
  public $sendNext = 0;
  public function ReceiveInitialStart($msg) {
    $this->sendMessage(new AppPlatform\\Message("Begin"));
    $this->postEvent(new AppPlatform\\Message("Begun"));
    if (isset($msg->quick)) return "Dead";
  }
  public function ReceiveInitialRow($msg) {
    $this->rows[] = $msg->row;
    $this->last = $msg->row;
    $this->sendMessage(new AppPlatform\\Message("Next", "after", $msg->row));
    $this->postEvent(new AppPlatform\\Message("Row", "row", $msg->row), $msg->to);
    if ($msg->end) return "Send";
  }
  public function ReceiveSendNext($msg) {
    if (empty($msg->row)) return "Dead";
    $this->sendNext++;
  }
}
`;

describe('translateMachines: effects of several transitions have names', function () {
  this.timeout(120_000);
  let ported: PortedMachines;

  before(async () => {
    ported = await portMachines({ 'relay.php': php });
  });
  after(() => {
    ported.remove();
  });

  it('named after what they do, and not as a handler is', () => {
    const code = ported.modules.get('relay.ts') ?? '';
    for (const name of ['sendBegin', 'postBegun', 'addRows', 'setLast', 'sendNext2', 'postRow', 'sendNext'])
      expect(code).to.include(`    ${name}: `);
  });

  it('which compile, and ask for the message that they are for', () => {
    const contents = {
      out: '/',
      own: ownPackage(),
      scripts: {},
      imports: new Set<string>(),
      hasTests: false,
    };
    const tsconfig = packageFiles(contents).get('tsconfig.json') ?? '';
    expect(compilerErrors(ported.modules, tsconfig)).to.deep.equal([]);
  });
});
