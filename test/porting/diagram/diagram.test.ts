import { expect } from 'chai';
import type { Diagrams } from '../../../porting/tools.js';
import { diagramOf } from '../../../porting/tools.js';
import { automaton, PhpFolder } from '../php-folder.js';

const send = (mt: string): string => `$this->sendMessage(new \\AppPlatform\\Message("${mt}"));`;
const post = (mt: string, to = ''): string => `$this->postEvent(new \\AppPlatform\\Message("${mt}")${to});`;

describe('diagrams of PHP automatons', () => {
  const folders: PhpFolder[] = [];

  after(() => {
    for (const folder of folders) folder.remove();
  });

  function diagrams(text: string): Promise<Diagrams> {
    const folder = new PhpFolder({ 'a.php': `<?php\n${text}` });
    folders.push(folder);
    return diagramOf(`${folder.path}/a.php`);
  }

  async function mermaid(handlers: Readonly<Record<string, string>>): Promise<string> {
    return (await diagrams(automaton('A', handlers))).automatons[0]?.mermaid ?? '';
  }

  it('show states, messages, and what is sent and posted on the way', async () => {
    const text = await mermaid({
      ReceiveInitialStart: send('Ask'),
      ReceiveInitialAskResult: `${post('Done', ', "B"')} if ($msg->last) { ${send('Bye')} return "Dead"; } ${send('Next')}`,
    });
    expect(text).to.include('title: "A"').and.to.include('s1 : Start / send Ask');
    expect(text).to.include('s1 : AskResult / post Done to B, send Next');
    expect(text).to.include('s1 --> s2 : AskResult / post Done to B, send Bye');
  });

  it('follow the methods that a handler calls, and variables', async () => {
    const text = await mermaid({
      ReceiveInitialStart: '$this->ask(); return "Wait";',
      ask: '$m = new \\AppPlatform\\Message("Ask"); $m->x = 1; $this->sendMessage($m); $this->ask();',
      ReceiveWaitX:
        'foreach ($msg->all as $one) { $this->sendMessage($one); } switch ($msg->a) { case 1: return "Dead"; }',
    });
    expect(text).to.include('s1 --> s2 : Start / send Ask');
    expect(text).to.include('s2 --> s3 : X / send some message');
  });

  it('have a picture each', async () => {
    const { automatons } = await diagrams(
      automaton('A', { ReceiveInitialStart: `${send('Ask')} return "Dead";` }),
    );
    expect(automatons[0]?.svg).to.match(/^<svg [^]*Statechart of the PHP class A[^]*send Ask[^]*<\/svg>\s*$/);
  });

  it('tell who says what to whom', async () => {
    const { overview } = await diagrams(
      automaton('A', {
        ReceiveInitialStart: `${send('Ask')} ${post('One')} ${post('Two', ', "C"')} ${post('Nobody')}`,
      }) +
        automaton('B', { ReceiveInitialStart: '', ReceiveInitialOne: '', ReceiveInitialTwo: '' }) +
        automaton('C', { ReceiveInitialStart: '', ReceiveInitialTwo: '' }),
    );
    expect(overview).to.include('a0 --> |"Ask"| a0s(("socket of A"))');
    expect(overview).to.include('a0 -. "One" .-> a1').and.to.include('a0 -. "Two" .-> a2');
    expect(overview).not.to.include('"Two" .-> a1');
    expect(overview).to.include('a0 -. "Nobody" .-> nobody["no automaton here"]');
  });

  it('leave abstract classes to those that extend them', async () => {
    const { automatons } = await diagrams(
      `abstract ${automaton('Base', { ReceiveInitialStart: send('Ask') })} class Child extends Base {}`,
    );
    expect(automatons.map(({ name }) => name)).to.deep.equal(['Child']);
    expect(automatons[0]?.mermaid).to.include('send Ask');
  });
});
