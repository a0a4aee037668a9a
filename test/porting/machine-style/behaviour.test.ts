import { expect } from 'chai';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { initialTransition, transition } from 'xstate';
import type { Rows } from '../../../porting/machine/index.js';
import type { PortedMachines } from './ported-machines.js';
import { deviceLister, portMachines } from './ported-machines.js';

const posts = `
use AppPlatform\\Message;
class Asker extends AppPlatform\\FinitStateAutomaton {
  private $answer = null;
  public function ReceiveInitialStart(Message $msg) {
    $this->postEvent(new Message("Ask"));
    $this->sendMessage(new Message("Told", "answer", $this->answer));
  }
  public function ReceiveInitialAnswer(Message $msg) { $this->answer = $msg->answer; }
}
class Answerer extends AppPlatform\\FinitStateAutomaton {
  public function ReceiveInitialStart(Message $msg) { }
  public function ReceiveInitialAsk(Message $msg) {
    $this->postEvent(new Message("Answer", "answer", 42), "Asker");
  }
}
class Teller extends AppPlatform\\FinitStateAutomaton {
  public function ReceiveInitialStart(Message $msg) { $this->postEvent(new Message("News"), "Reader"); }
  public function ReceiveInitialDone(Message $msg) {
    $this->postEvent(new Message("Done"));
    return "Dead";
  }
}
`;

const devices = Array.from({ length: 100 }, (_, id) => ({
  id,
  hwId: `0090334${id}`,
  name: 'IP232',
  online: true,
}));
const someChunk = { mt: 'GetDevicesResult', devices };
const lastChunk = { mt: 'GetDevicesResult', devices, last: true };

const shapes = `
class Patient extends AppPlatform\\FinitStateAutomaton {
  public function ReceiveInitialStart(AppPlatform\\Message $msg) { return $msg->next; }
  public function ReceiveOtherStart(AppPlatform\\Message $msg) { return "Dead"; }
  public function timeout() { return false; }
}
class Moody extends AppPlatform\\FinitStateAutomaton {
  private $count = 0;
  public function ReceiveInitialStart(AppPlatform\\Message $msg) { }
  public function timeout() { return ++$this->count > 2; }
}
class Login extends AppPlatform\\AppLoginAutomaton {
  public function ReceiveInitialAppLoginSuccess(AppPlatform\\Message $msg) { return "Working"; }
}
class Nosy extends AppPlatform\\FinitStateAutomaton {
  public function ReceiveInitialStart(AppPlatform\\Message $msg) { $this->log($this->getWs()->getUrl()); }
}
class Suspicious extends AppPlatform\\FinitStateAutomaton {
  public function ReceiveInitialStart(AppPlatform\\Message $msg) { $this->log($msg->_sourcename); }
  public function ReceiveInitialTold(AppPlatform\\Message $msg) { $this->log($msg->_sourcename); }
  public function ReceiveInitialAsk(AppPlatform\\Message $msg) {
    $this->log($msg->_sourcename . self::raw_json_encode($msg->value));
  }
}
`;

const afterLogin = `
class AfterLogin extends AppPlatform\\FinitStateAutomaton {
  public function ReceiveInitialStart(AppPlatform\\Message $msg) { }
  public function ReceiveInitialAppLoginSuccess(AppPlatform\\Message $msg) { return "Dead"; }
}
`;

describe('translateMachines: what becomes of PHP', function () {
  this.timeout(60_000);
  let ported: PortedMachines;

  before(async () => {
    ported = await portMachines({
      'devices.php': deviceLister,
      'posts.php': posts,
      'shapes.php': shapes,
      'after-login.php': afterLogin,
    });
  });
  after(() => {
    ported.remove();
  });

  const machineOf = async (module: string, name: string): Promise<AnyStateMachine> => {
    const exports = (await import(pathToFileURL(join(ported.folder, module)).href)) as Record<
      string,
      AnyStateMachine
    >;
    const machine = exports[name];
    if (machine === undefined) throw new Error(`There is no ${name} in ${module}.`);
    return machine;
  };

  it('reports a handler that needs the answer before its post returns, with file and line', () => {
    expect(ported.problems).to.include(
      '7 notice Asker posts Ask here, and Answer comes back before postEvent() returns in PHP; a machine handles Answer after this step, in the state that the handler returns, so move what depends on it into the handler of Answer, or use --style class.',
    );
  });

  it('reports a broadcast that its poster handles itself', () => {
    expect(ported.problems.join('\n')).to.match(/^21 notice Teller posts Done and has a handler for it/m);
  });

  it('does not report a post to another one by name, of which nothing comes back', () => {
    expect(ported.problems.join('\n')).not.to.include('News');
  });

  it('takes from posts alone what only automatons of the project post', () => {
    expect(ported.modules.get('posts.ts')).to.include(`accepts: { Ask: 'post' }`);
  });

  it('takes what the logins of the library post from posts alone, so that no peer can feign one', () => {
    expect(ported.modules.get('after-login.ts')).to.include(`accepts: { AppLoginSuccess: 'post' }`);
  });

  it('has a timeout() that always waits as the tag of the states', async () => {
    const [first] = initialTransition(await machineOf('shapes.ts', 'Patient'));
    expect(first.hasTag('waits')).to.equal(true);
  });

  it('leaves what is no machine a class, and says why', () => {
    const code = ported.modules.get('shapes.ts') ?? '';
    expect(code).to.include('class Moody extends').and.to.include('class Login extends');
    const said = ported.problems.join('\n');
    expect(said).to.match(/Moody stays a class, because its timeout\(\) decides anew each time/);
    expect(said).to.match(/Login stays a class, because it extends AppLoginAutomaton of the library/);
  });

  it('marks a method of the library that machines do not have, in the code and in the report', () => {
    const sentence =
      'getWs() is not there in a machine, which has no socket to look at; let the program look before the run, or use --style class.';
    expect(ported.modules.get('shapes.ts')).to.include(`// TODO(port): ${sentence}\n`);
    expect(ported.problems).to.include(`17 todo ${sentence}`);
  });

  it('reports who asks a message from a socket for its sender', () => {
    const found = ported.problems.filter((one) => one.includes('reads _sourcename'));
    expect(found).to.have.lengthOf(2);
    expect(found[0]).to.match(
      /^20 notice Suspicious reads _sourcename of Start, which in PHP is its own nickname/,
    );
    expect(found[1]).to.match(
      /^21 notice Suspicious reads _sourcename of Told, which a machine has only when/,
    );
  });

  it('encodes as PHP does where that needs no automaton', () => {
    expect(ported.modules.get('shapes.ts')).to.include('FiniteStateAutomaton.raw_json_encode(msg.value)');
  });

  it('copies no row of a list that grows chunk by chunk', async () => {
    const machine = await machineOf('devices.ts', 'DeviceLister');
    const [first] = initialTransition(machine);
    const lists = [someChunk, someChunk, lastChunk].reduce<{ state: AnyMachineSnapshot; seen: unknown[] }>(
      ({ state, seen }, msg) => {
        const [next] = transition(machine, state, { type: msg.mt, msg, origin: 'wire', from: 'DEVICES-WS' });
        const { devices: rows } = next.context as { readonly devices: Rows };
        return { state: next, seen: [...seen, rows.list()] };
      },
      { state: first, seen: [] },
    );
    // After the first chunk the newest version has the same array as the one before, longer.
    expect(lists.seen[2]).to.equal(lists.seen[0]).and.to.equal(lists.seen[1]);
    expect(lists.state.output).to.have.property('devices').that.has.lengthOf(300);
    expect(lists.state.output).to.have.nested.property('devices[299].hwId', '009033499');
  });
});
