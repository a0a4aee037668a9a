import { expect } from 'chai';
import type { PortedMachines } from './ported-machines.js';
import { portMachines } from './ported-machines.js';

const php = `
/*
 * About the file.
 */

// what all lists have in common
abstract class Base extends AppPlatform\\FinitStateAutomaton {
  const PAGE = 10; // rows of a page
  /** the names */
  protected $names = array();
  protected $more = null;
  // what to ask for
  abstract protected function what();
}
/** Lists names. */
class Lister extends Base {
  private $other; // not its own
  // makes it
  public function __construct($ws, $given) {
    // the parent first
    parent::__construct($ws);
    $this->other = $given;
  }
  protected function what() { return "Get"; }
  // gives the names
  public function getNames() { return $this->names; }
  public function ReceiveInitialStart($msg) {
    $this->sendMessage(new AppPlatform\\Message($this->what(), "limit", self::PAGE));
  }
  // a page
  public function ReceiveInitialGetResult($msg) {
    $this->log("page " . $msg->page); // once
    $this->names = array_merge($this->names, $msg->names);
    // is it the last one?
    if (isset($msg->last)) {
      // say so
      $this->log("last");
      return "Dead";
    } else {
      // remember
      $this->more = $msg->more;
    }
  }
  // nothing finds it
  private function ReceiveInitialHidden($msg) { return "Dead"; }
}
`;

describe('translateMachines: comments stay with what they explain', function () {
  this.timeout(60_000);
  let ported: PortedMachines;
  let code: string;

  before(async () => {
    ported = await portMachines({ 'lister.php': php });
    code = ported.modules.get('lister.ts') ?? '';
  });
  after(() => {
    ported.remove();
  });

  const places: readonly (readonly [string, RegExp])[] = [
    ['the file', /^\/\*\n \* About the file\.\n \*\/\n\nimport /],
    ['class and base', /\/\/ what all lists have in common\n\/\*\* Lists names\. \*\/\nexport const Lister/],
    ['a property', /\/\*\* the names \*\/\n {2}readonly names: Rows;/],
    ['a property, behind it', /\/\/ not its own\n {2}readonly other: /],
    ['a constant', /\/\/ rows of a page\nconst PAGE = 10;/],
    ['a method without a body', /\/\/ what to ask for\nfunction what\(/],
    ['a constructor', /\/\/ makes it\n\/\/ the parent first\nfunction construct\(/],
    ['a getter', /\/\/ gives the names\n {2}readonly names: /],
    ['a handler', /\/\/ a page\n {8}GetResult: \[/],
    ['an effect with a name', /\/\/ once\n {4}logGetResult: writeLog\(/],
    ['a guard', /\/\/ is it the last one\?\n {10}\{\n {12}guard: 'hasLast'/],
    ['an effect', /\/\/ say so\n\s+writeLog\('last', 'debug'\)/],
    ['an effect under else', /\/\/ remember\n\s+assign\(\{ more/],
    ['what has no counterpart', /Lister::ReceiveInitialHidden\(\), which .*:\n\/\/ nothing finds it\n/],
  ];
  for (const [what, place] of places) {
    it(`of ${what}`, () => {
      expect(code).to.match(place);
    });
  }

  it('each once, so that effects of several transitions have a name', () => {
    expect(code.match(/\/\/ once/g)).to.have.length(1);
    expect(code.match(/'logGetResult', *'addNames'|'logGetResult',\s+'addNames'/g)).to.have.length(2);
  });
});
