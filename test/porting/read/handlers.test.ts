import { expect } from 'chai';
import { readPhp } from '../../../porting/read/read-php.js';
import type { PhpClass, PhpProject } from '../../../porting/tools.js';
import { automaton, PhpFolder } from '../php-folder.js';

const folders: PhpFolder[] = [];

async function read(text: string): Promise<PhpProject> {
  const folder = new PhpFolder({ 'a.php': `<?php\n${text}` });
  folders.push(folder);
  return readPhp(`${folder.path}/a.php`);
}

async function only(text: string): Promise<PhpClass> {
  const { classes } = await read(text);
  const found = [...classes.values()].find(({ isAutomaton }) => isAutomaton);
  if (found === undefined) throw new Error('There is no automaton.');
  return found;
}

function table({ handlers }: PhpClass): string[] {
  return handlers.map(({ state, mt, owner }) => `${owner.name}: ${mt} in ${state}`);
}

/** What a handler with this body returns. */
async function returned(body: string, rest = ''): Promise<readonly [(string | null)[], isUnknown: boolean]> {
  const { handlers } = await only(automaton('A', { ReceiveInitialStart: body }, rest));
  const [first] = handlers;
  return [[...(first?.returns ?? [])], first?.returnsUnknown ?? false];
}

describe('handlers and states of PHP classes', () => {
  after(() => {
    for (const folder of folders) folder.remove();
  });

  it('are told from the names of methods and what they return', async () => {
    const klass = await only(
      automaton('A', {
        ReceiveInitialStart: 'return "Listing";',
        ReceiveListingStart: '',
        receivelistinggetdevicesresult: 'if ($msg->last) return "Dead";',
        helper: 'return "Nowhere";',
      }),
    );
    expect(klass.states).to.deep.equal(['Initial', 'Listing', 'Dead']);
    expect(table(klass)).to.deep.equal([
      'A: Start in Initial',
      'A: Start in Listing',
      'A: getdevicesresult in Listing',
    ]);
  });

  it('are those of ancestors too, but for overridden ones', async () => {
    const { classes } = await read(
      automaton('Base', { ReceiveInitialStart: '', ReceiveInitialOne: '', ReceiveNextTwo: '' }) +
        'class Child extends Base { function receiveInitialONE($m) { return "Next"; } }',
    );
    const child = classes.get('child');
    expect(child && table(child)).to.deep.equal([
      'Base: Start in Initial',
      'Base: Two in Next',
      'Child: ONE in Initial',
    ]);
    // The state that only the child returns tells what the base's handler is for.
    const base = classes.get('base');
    expect(base && table(base)).to.include('Base: Two in Next');
  });

  it('come from traits too', async () => {
    const klass = await only(
      `trait T { public function ReceiveInitialExtra($msg) { return "Dead"; } }\n${automaton('A', { ReceiveInitialStart: '' }, 'use T;')}`,
    );
    expect(table(klass)).to.deep.equal(['T: Extra in Initial', 'A: Start in Initial']);
  });

  it('are only public methods; another one is reported', async () => {
    const { classes, problems } = await read(
      `class A extends AppPlatform\\FinitStateAutomaton { public function ReceiveInitialStart($m) {} protected function ReceiveInitialX($m) {} }`,
    );
    expect(classes.get('a')?.handlers).to.have.length(1);
    expect(problems.map(({ sentence }) => sentence).join()).to.match(/^A::ReceiveInitialX is protected/);
  });

  describe('a name that can be taken apart in several ways', () => {
    it('means the one whose state is known', async () => {
      const klass = await only(
        automaton('A', {
          ReceiveInitialStart: 'return "GetDevices";',
          ReceiveGetDevicesResult: '',
          ReceiveInitialGetStart: '',
        }),
      );
      expect(table(klass)).to.deep.equal([
        'A: Start in Initial',
        'A: Result in GetDevices',
        'A: GetStart in Initial',
      ]);
    });

    it('means all whose states are known, and is reported', async () => {
      const { classes, problems } = await read(
        automaton('A', {
          ReceiveInitialStart: 'return $msg->x ? "A" : "AB";',
          ReceiveABC: '',
        }),
      );
      const klass = classes.get('a');
      expect(klass && table(klass)).to.deep.equal(['A: Start in Initial', 'A: BC in A', 'A: C in AB']);
      expect(problems).to.have.length(1);
      expect(problems[0]?.sentence).to.include('BC in A').and.to.include('C in AB');
      expect(problems[0]).to.include({ severity: 'notice', file: 'a.php', line: 5 });
    });

    it('is guessed, and reported, when no state of it is known', async () => {
      const { classes, problems } = await read(
        automaton('A', { ReceiveInitialStart: '', ReceiveNeverCalledNow: '' }),
      );
      expect(classes.get('a')?.handlers[1]).to.include({ state: 'Never', mt: 'CalledNow' });
      expect(problems[0]?.sentence).to.match(/^No handler of A returns a state that ReceiveNeverCalledNow/);
    });

    it('is reported, with how to declare it, when it cannot even be guessed', async () => {
      const { problems } = await read(automaton('A', { ReceiveInitialStart: '', ReceiveBGo: '' }));
      expect(problems[0]?.sentence).to.match(
        /^No state is known for A::ReceiveBGo: .*; if it is a handler, name its state among the states of the ported automaton, or in PHP give it a Receive<State>Start\.$/,
      );
    });
  });

  const bodies: Record<
    string,
    readonly [body: string, returns: (string | null)[], isUnknown?: boolean, rest?: string]
  > = {
    nothing: ['', [null]],
    'a text': ['return "X";', ['X']],
    'a text sometimes': ['if ($msg->a) return "X";', ['X', null]],
    'one of two': ['if ($msg->a) { return "X"; } else { return "Y"; }', ['X', 'Y']],
    'a ternary': ['return $msg->a ? "X" : null;', ['X', null]],
    'a short ternary': ['return null ?: "Y";', ['Y']],
    'a coalescing default': ['return null ?? "Y";', ['Y']],
    match: ['return match ($msg->a) { 1 => "X", 2, 3 => "Y", default => null };', ['X', 'Y', null]],
    switch: ['switch ($msg->a) { case 1: return "X"; default: return "Y"; }', ['X', 'Y']],
    'a switch that breaks': ['switch ($msg->a) { case 1: return "X"; default: break; }', ['X', null]],
    'a variable': ['$next = null; if ($msg->a) $next = "X"; return $next;', [null, 'X']],
    'a variable that may be unset': ['if ($msg->a) $next = "X"; return $next;', ['X', null]],
    'a parameter': ['return $msg;', [], true],
    'a variable of a loop': ['foreach ($msg->a as $next) {} $next = "X"; return $next;', [], true],
    'a member of the message': ['return $msg->next;', [], true],
    'a constant of the class': ['return self::NEXT;', ['X'], false, 'const NEXT = "X";'],
    'constants of constants': ['return static::B;', ['XY'], false, 'const A = "X"; const B = self::A . "Y";'],
    "a method's result": [
      'return $this->next();',
      ['X', null],
      false,
      'function next() { if (1) return "X"; }',
    ],
    'a method that calls itself': [
      'return $this->a();',
      ['X'],
      false,
      'function a() { return rand() ? $this->a() : "X"; }',
    ],
    'a member': [
      'return $this->next;',
      ['X', 'Y'],
      true,
      'public $next = "X"; function f() { $this->next = "Y"; }',
    ],
    'what a closure returns does not count': ['$f = function () { return "X"; }; return null;', [null]],
    'an exception': ['throw new Exception("x");', []],
    'true is no state that is known': ['return true;', [], true],
    'concatenated texts': ['return "Wait" . "ing";', ['Waiting']],
    'an endless loop': ['while (true) { if ($msg->a) return "X"; }', ['X']],
  };
  for (const [name, [body, returns, isUnknown = false, rest]] of Object.entries(bodies)) {
    it(`return: ${name}`, async () => {
      const found = await returned(body, rest);
      expect(found).to.deep.equal([returns, isUnknown]);
    });
  }

  it('return: constants of the file', async () => {
    const klass = await only(
      `const NEXT = 'Listing';\n${automaton('A', { ReceiveInitialStart: 'return NEXT;' })}`,
    );
    expect(klass.handlers[0]?.returns).to.deep.equal(['Listing']);
    expect(klass.states).to.deep.equal(['Initial', 'Listing', 'Dead']);
  });

  it('return: what the parent returns', async () => {
    const { classes } = await read(
      automaton('Base', { ReceiveInitialStart: 'return "X";' }) +
        'class Child extends Base { function ReceiveInitialStart($m) { return parent::ReceiveInitialStart($m); } }\n' +
        'class Login extends AppPlatform\\AppLoginAutomaton { function ReceiveInitialAppLoginResult($m) { return parent::ReceiveInitialAppLoginResult($m); } }',
    );
    expect(classes.get('child')?.handlers[0]?.returns).to.deep.equal(['X']);
    expect(classes.get('login')?.handlers[0]).to.deep.include({
      returns: [null, 'Dead'],
      returnsUnknown: false,
    });
  });
});
