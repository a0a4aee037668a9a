import { expect } from 'chai';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyStateMachine } from 'xstate';
import { initialTransition } from 'xstate';
import { MemorySocket } from '../../../runtime/memory-socket.js';
import { Transitioner } from '../../../runtime/transitioner.js';
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
const someChunk = JSON.stringify({ mt: 'GetDevicesResult', devices });
const lastChunk = JSON.stringify({ mt: 'GetDevicesResult', devices, last: true });

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
`;

describe('translateMachines: what becomes of PHP', function () {
  this.timeout(60_000);
  let ported: PortedMachines;

  before(async () => {
    ported = await portMachines({ 'devices.php': deviceLister, 'posts.php': posts, 'shapes.php': shapes });
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

  it('says in the program why getWs() is not there', () => {
    expect(ported.modules.get('shapes.ts')).to.match(
      /notPorted\(\s*'getWs\(\): a machine has no socket to look at/,
    );
  });

  it('takes 100,000 devices in 1,000 chunks at most about 12 times as long as a tenth of both', async () => {
    const machine = await machineOf('devices.ts', 'DeviceLister');
    const run = async (chunks: number): Promise<number> => {
      const socket = new MemorySocket('DEVICES-WS', undefined, {
        onMessage: (_message, peer) => {
          for (let chunk = 1; chunk <= chunks; chunk += 1)
            peer.send(chunk === chunks ? lastChunk : someChunk);
        },
      });
      const transitioner = new Transitioner();
      const lister = transitioner.add(machine, { socket });
      const begun = performance.now();
      await transitioner.run();
      const ms = performance.now() - begun;
      expect((lister.output as { readonly devices: readonly unknown[] }).devices).to.have.lengthOf(
        chunks * 100,
      );
      return ms;
    };
    await run(1000);
    const times: { readonly many: number; readonly few: number }[] = [];
    for (let round = 0; round < 5; round += 1) times.push({ many: await run(1000), few: await run(100) });
    const many = Math.min(...times.map((time) => time.many));
    const few = Math.min(...times.map((time) => time.few));
    // A busy machine gets some more: copying the list each time would be 60 times as long and more.
    expect(many / few).to.be.below(18);
  });
});
