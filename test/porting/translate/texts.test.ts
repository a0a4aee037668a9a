import { expect } from 'chai';
import { format } from 'prettier';
import { outputOf, translateSnippet } from './translated-snippet.js';

/** What PHP becomes inside of a function with the parameters `$x`, `$y`, `$msg`. */
const pieces: readonly (readonly [php: string, typescript: string])[] = [
  ["$name = 'a'; return $name . 'b';", "const name: string = 'a'; return `${name}b`;"],
  ['return "got " . count($x) . " of $y";', 'return `got ${count(x)} of ${text(y)}`;'],
  ['return $x == 0;', 'return looseEquals(x, 0);'],
  ["return $x === 'a' && $y !== null;", "return x === 'a' && y != null;"],
  ['return count($x) > 0 ? $x[0] : null;', 'return count(x) > 0 ? elementOf(x, 0) : null;'],
  ['if (isset($x->last) && $x->last) return 1;', 'if (isTruthy(x?.last)) { return 1; }'],
  ['$x->a->b = $y; return $x;', 'x.a.b = y; return x;'],
  [
    "$x['k'][] = $y; return $x;",
    "x = copyOf(x); x = withElement(x, 'k', append(elementOf(x, 'k'), copyOf(y))); return x;",
  ],
  ['$l = []; $l[] = $y; return $l;', 'let l: PhpValue[] = []; l.push(y); return l;'],
  ['for ($i = 0; $i < 3; $i++) echo $i;', 'for (let i = 0; i < 3; i++) { echo(i); }'],
  ['foreach ($x as $k => $v) echo $k, $v;', 'for (const [k, v] of entriesOf(x)) { echo(k, v); }'],
  ['while (true) { break; }', 'while (true) { break; }'],
  ['return new stdClass;', 'return {};'],
  ['$x++; return ++$y;', 'x = increment(x); return (y = increment(y));'],
  ['unset($x->a, $y[1]); return $y;', "y = copyOf(y); withoutMember(x, 'a'); y = without(y, 1); return y;"],
  ['# why\nreturn; // so', '// why\nreturn; // so'],
];

async function formatted(code: string): Promise<string> {
  const text = await format(`function f() {\n${code}\n}`, {
    parser: 'typescript',
    printWidth: 200,
    singleQuote: true,
  });
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(1, -1)
    .join('\n');
}

function bodyOf(code: string): string {
  const start = code.indexOf('function f(');
  return code.slice(code.indexOf('{', start) + 1, code.lastIndexOf('\n}'));
}

describe('PHP as TypeScript', () => {
  for (const [php, typescript] of pieces) {
    it(php, async () => {
      const { code } = await translateSnippet(`function f($x, $y, $msg) {\n${php}\n}`);
      expect(await formatted(bodyOf(code))).to.equal(await formatted(typescript));
    });
  }

  it('a class keeps its shape, and its handlers are spelled as messages find them', async () => {
    const { code, problems } = await translateSnippet(`
/** Lists devices. */
class Lister extends AppPlatform\\FinitStateAutomaton {
  protected $devices = array(); // all
  public function receiveInitialstart(\\AppPlatform\\Message $msg) { $this->SENDMESSAGE(new \\AppPlatform\\Message("Get")); }
  public function ReceiveInitialResult(\\AppPlatform\\Message $msg) { $this->devices[] = $msg->device; return "Dead"; }
}`);
    expect(problems).to.deep.equal([]);
    expect(code).to.include('/** Lists devices. */\nexport class Lister extends FiniteStateAutomaton {');
    expect(code).to.include("static override readonly states = ['Initial', 'Dead'];");
    expect(code).to.include('// all\nprotected devices: PhpValue[] = [];');
    expect(code).to.include('override ReceiveInitialStart(msg: Message): void {');
    expect(code).to.include("this.sendMessage(new Message('Get'));");
    expect(code).to.include('ReceiveInitialResult(msg: Message): NextState {');
    expect(code).to.include('this.devices.push(msg.device);');
  });

  it('a program waits for logins and runs, and so do the functions that it calls', async () => {
    const { code } = await translateSnippet(`
function login($connector) { return $connector->connect(); }
$c = new AppPlatform\\AppServiceLogin("pbx", new AppPlatform\\AppUserCredentials("u", "p"));
if (login($c)) { (new AppPlatform\\Transitioner())->run(); }`);
    expect(code).to.include('export async function login(connector: PhpValue): Promise<PhpValue> {');
    expect(code).to.include('if (isTruthy(await login(c)))');
    expect(code).to.include('await (new Transitioner() as PhpValue).run();');
    expect(code).to.match(/if \(import\.meta\.url === pathToFileURL\(.*\)\.href\) await main\(\);\n$/);
  });
});

describe('a module reads as if it were written here', () => {
  it('a comment on the file is at its top, and what an argument assigns is declared before', async () => {
    const { code } = await translateSnippet(`/** What it is for. */

require_once 'classes/websocket.class.php';
$c = new AppPlatform\\AppServiceLogin("pbx", new AppPlatform\\AppUserCredentials("u", "p"), array($s = new AppPlatform\\AppServiceSpec("x")));
echo $c->getAppAutomaton($s) ? 1 : 2;`);
    expect(code).to.match(/^\/\*\* What it is for\. \*\/\s+import /);
    expect(code.match(/What it is for/g)).to.have.length(1);
    expect(code).to.match(/const s: PhpValue = new AppServiceSpec\('x'\);\nconst c: .*, \[s\]\);/);
  });

  it('an argument that something else comes before stays where it is', async () => {
    const { code } = await translateSnippet(
      '$a = array(next_one(), $b = 5); echo $b; function next_one() { return 1; }',
    );
    expect(code).to.include('let b: PhpValue;');
    expect(code).to.include('[next_one(), b = 5]');
  });

  it('the recipe for calls that wait stands at the first of them', async () => {
    const { problems } = await translateSnippet(
      '$a = curl_exec($ch); $b = file_get_contents("x"); sleep(1);',
    );
    const sentences = problems.map(({ sentence }) => sentence);
    expect(sentences[0]).to.match(/^curl_exec\(\) waits for the network, .*invoke/);
    expect(sentences[1]).to.equal(
      'file_get_contents() reads or writes a file: see curl_exec() above for what to do.',
    );
    expect(sentences[2]).to.match(/^sleep\(\) waits for time to pass and stops everything/);
  });

  it('methods that always give a boolean, number or text need no conversion where they are called', async () => {
    const { code } = await translateSnippet(`class A { private $n = 0; private $t = array();
      function isFull() { return count($this->t) > 3; }
      function maybe() { if ($this->n) return true; }
      function look() { return $this->isFull() && $this->maybe(); } }`);
    expect(code).to.include('isFull(): boolean {');
    expect(code).to.include('maybe(): PhpValue {');
    expect(code).to.include('return this.isFull() && isTruthy(this.maybe());');
  });

  it('a list is copied only where its class or the other holder changes it', async () => {
    const { code } = await translateSnippet(`
class Changes { public $names; function take(AppPlatform\\Message $msg) { $this->names = $msg->names; $this->names[] = 1; } }
class Keeps { public $names; function take(AppPlatform\\Message $msg) { $this->names = $msg->names; } }`);
    expect(code.split('class Keeps')[0]).to.include('this.names = copyOf(msg.names);');
    expect(code.split('class Keeps')[1]).to.include('this.names = msg.names;');
  });
});

describe('variables that PHP gives a program', () => {
  it('its arguments are those of the process', async () => {
    const { code } = await translateSnippet(
      'if ($argc > 1) echo $argv[1]; function f() { global $argv; return $argv; }',
    );
    expect(code).to.include('elementOf(process.argv.slice(1), 1)');
    expect(code).to.include('(process.argv.length - 1)');
    expect(code).not.to.include('globals.argv');
  });
});

describe('what cannot be translated', () => {
  const cases: readonly (readonly [php: string, sentence: RegExp])[] = [
    ['$r = curl_exec($ch);', /^curl_exec\(\) waits for the network.*invoke/],
    ['sleep(1);', /^sleep waits|^sleep\(\) waits for time to pass/],
    ['$db = new PDO("x");', /^PDO waits for a database/],
    ['extract($row);', /local variables/],
    ['$name = "a"; $$name = 1;', /^A variable whose name is in a variable/],
    ['$a = &$b[next($c)];', /^References/],
    ['goto end; end: echo 1;', /^goto/],
    ['$a = 1; $b = $a . ($a = 2);', /^PHP reads the variable on the left after/],
    ['$a = 1; $b = $a + $a++;', /^PHP reads the variable on the left after/],
    ['unknown_function(1);', /^There is no function unknown_function\(\)/],
    ['$add = function (&$l) { $l[] = 1; };', /by reference/],
    ['function up(&$n) { $n++; } $l = array(1); array_map("up", $l);', /by reference/],
    ['class L { function __construct(&$l) { $l[] = 1; } } $l = array(); new L($l);', /by reference/],
    ['eval("1;");', /^eval/],
    ['echo UNKNOWN_CONSTANT;', /^The constant UNKNOWN_CONSTANT/],
  ];
  for (const [php, sentence] of cases) {
    it(`${php} is reported, stays as a comment, and throws when it is reached`, async () => {
      const { code, problems } = await translateSnippet(php);
      const todo = problems.find(({ severity }) => severity === 'todo');
      expect(todo?.sentence).to.match(sentence);
      expect(todo?.line).to.equal(2);
      expect(code).to.include('// TODO(port): ');
      expect(code).to.include('// PHP: ');
      const thrown = await outputOf(code).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(thrown).to.have.property('code', 'PORT_NOT_PORTED');
    });
  }

  it('a handler does not wait', async () => {
    const { code, problems } = await translateSnippet(`class A extends AppPlatform\\FinitStateAutomaton {
      function ReceiveInitialStart($msg) { $t = new AppPlatform\\Transitioner(); $t->run(); } }`);
    expect(problems.map(({ sentence }) => sentence).join()).to.include('may not wait');
    expect(code).not.to.include('await');
  });
});
