import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CliResult } from './cli-kit.js';
import { call, temporaryFolder } from './cli-kit.js';

/** An automaton of one's own in plain TypeScript, with what only a compiler takes away (enum, types). */
const stun = `
import { assign } from 'xstate';
import type { Message } from 'pbx-automata';
import { sendMessage, setupAutomaton } from 'pbx-automata';
import { api } from './api.js';

interface GetStun extends Message<'GetStun'> { readonly api: string }
interface GetStunResult extends Message<'GetStunResult'> { readonly stun?: string }
enum Known { Nothing = '' }

const request: GetStun = { mt: 'GetStun', api };
export default setupAutomaton({
  types: {
    context: {} as { readonly stun: string },
    messages: {} as GetStunResult,
    output: {} as { readonly ok: true; readonly stun: string },
  },
  accepts: { GetStunResult: 'wire' },
}).createMachine({
  id: 'Stun',
  initial: 'Initial',
  context: { stun: Known.Nothing },
  states: {
    Initial: {
      on: {
        Start: { actions: sendMessage(request) },
        GetStunResult: { target: 'Dead', actions: assign({ stun: ({ event }) => event.msg.stun ?? '' }) },
      },
    },
    Dead: { type: 'final' },
  },
  output: ({ context }) => ({ ok: true as const, stun: context.stun }),
});
`;

describe('cli run', () => {
  const folder = temporaryFolder();

  after(() => {
    folder.remove();
  });

  function file(name: string, content: string): string {
    const path = join(folder.path, name);
    writeFileSync(path, content);
    return path;
  }

  function run(path: string, ...options: string[]): Promise<CliResult> {
    return call(['run', path, ...options]);
  }

  const lister = `
import { FiniteStateAutomaton, Message } from 'pbx-automata/porting';
class Lister extends FiniteStateAutomaton {
  count = 0;
  ReceiveInitialStart() { this.sendMessage(new Message('GetDevices')); }
  ReceiveInitialGetDevicesResult(msg: Message) { this.count += msg.devices.length; return msg.last ? 'Dead' : null; }
}`;
  for (const [what, ending] of [
    ['a class by default', 'export default Lister;'],
    ['a class by name', 'export { Lister };'],
    ['an instance', 'export default new Lister();'],
    [
      'what makes one',
      "export default { automaton: (ws: unknown) => new Lister(ws as never), nickname: 'Lister' };",
    ],
    ['an entry with a class', 'export default [{ automaton: Lister }];'],
  ] as const) {
    it(`runs an automaton of the PHP kind: ${what}`, async () => {
      const path = file(`lister-${what.replaceAll(' ', '-')}.ts`, `${lister}\n${ending}\n`);
      const { code, stdout, stderr } = await run(path, '--app', 'devices', '--quiet', '--json');
      expect(stderr).to.not.include('Error');
      expect(JSON.parse(stdout)).to.have.nested.property('Lister.ok', true);
      expect(code).to.equal(0);
    });
  }

  it('runs a machine on the socket of the first --app, on the one engine there is', async () => {
    const path = file(
      'one.ts',
      `import { DeviceLister } from 'pbx-automata';\nexport default DeviceLister;\n`,
    );
    const { code, stdout, stderr } = await run(path, '--app', 'devices', '--json');
    expect(stderr).to.include('devices: logged in');
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.have.nested.property('DeviceLister.devices.length', 12);
  });

  it('runs several at once, each on the socket of its App Service, with input from the login', async () => {
    const path = file(
      'two.ts',
      `import { defineAutomatons, DeviceLister, UserLister } from 'pbx-automata';
       export default defineAutomatons(
         { machine: DeviceLister, app: 'devices', nickname: 'Phones' },
         { machine: UserLister, app: 'users', input: ({ user, app }) => {
           if (app?.name !== 'users') throw new Error('wrong app');
           return { user: user ?? {} };
         } },
       );`,
    );
    const trace = join(folder.path, 'two.jsonl');
    const { code, stdout } = await run(path, '--json', '-q', '--trace', trace);
    expect(code).to.equal(0);
    const outputs = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(outputs)).to.deep.equal(['Phones', 'UserLister']);
    expect(outputs).to.have.nested.property('UserLister.users[0].username', 'ckl');
    const ladder = await call(['replay', trace]);
    expect(ladder.code).to.equal(0);
    expect(ladder.stdout).to.include('Phones  DeviceLister').and.include('run 2: finished');
    const chart = file('broken.jsonl', '{"format":"something else"}\n');
    expect(await call(['replay', chart])).to.include({ code: 2, stdout: '' });
  });

  it('runs as an app, a TypeScript file with a module beside it', async () => {
    file('api.ts', `export const api: string = 'PbxAdminApi';\n`);
    const path = file('stun.ts', stun);
    const { code, stdout, stderr } = await run(path, '--as-app', 'pbxadminapi');
    expect(stderr).to.include('pbxadminapi: logged in');
    expect({ code, stdout }).to.deep.equal({
      code: 0,
      stdout: "Stun: { ok: true, stun: 'stun.sample.dom' }\n",
    });
  });

  it('takes TypeScript files for modules where package.json does not say so', async () => {
    const place = join(folder.path, 'typeless');
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'package.json'), '{ "name": "typeless" }');
    writeFileSync(
      join(place, 'a.ts'),
      `import { FiniteStateAutomaton } from 'pbx-automata/porting';
import { word } from './words/b.js';
export class Typeless extends FiniteStateAutomaton { said = ''; ReceiveInitialStart() { this.said = word; return 'Dead'; } }`,
    );
    mkdirSync(join(place, 'words'));
    writeFileSync(join(place, 'words', 'b.ts'), `export const word: string = 'hello';`);
    const start = join(place, 'start.ts');
    writeFileSync(start, `import { Typeless } from './a.js';\nexport default Typeless;\n`);
    const { code, stdout, stderr } = await run(start, '--json');
    expect([code, stdout], stderr).to.deep.equal([0, '{ "Typeless": {"ok":true,"said":"hello"} }\n']);
  });

  it('tells who failed, and prints what the others left', async () => {
    const path = file(
      'late.ts',
      `import { defineAutomatons, DeviceLister } from 'pbx-automata';
       export default defineAutomatons(
         { machine: DeviceLister, app: 'devices' },
         { machine: DeviceLister, app: 'pbx', nickname: 'Lost' },
       );`,
    );
    const { code, stdout, stderr } = await run(path, '--json', '--timeout', '0.2', '-q');
    expect(code).to.equal(4);
    expect(stderr).to.match(/^Error: Lost: No message came for 0.2 s/);
    const outputs = JSON.parse(stdout) as Record<string, unknown>;
    expect(outputs).to.have.nested.property('DeviceLister.ok', true);
    expect(outputs).to.have.nested.property('Lost.error.code', 'RUN_TIMEOUT');
  });

  it('runs nothing when a login fails', async () => {
    const path = file(
      'no-app.ts',
      `import { DeviceLister } from 'pbx-automata';\nexport default DeviceLister;\n`,
    );
    const { code, stdout, stderr } = await run(path, '--app', 'nothing');
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect(stderr).to.include('no app "nothing"');
    const unknown = await run(path, '--as-app', 'nothing');
    expect(unknown.code).to.equal(2);
    expect(unknown.stderr).to.include('no app nothing, only devices, users, pbxadminapi');
    const both = await run(path, '--as-app', 'pbxadminapi', '--app', 'devices');
    expect(both.code).to.equal(2);
    expect(both.stderr).to.include('leave out either --as-app or devices');
  });

  const wrong: Record<string, readonly [content: string | undefined, hint: RegExp]> = {
    'is not there': [undefined, /There is no file .*wrong-0\.ts/],
    'does not compile': ['const x: = 3;', /wrong-1\.ts cannot be loaded: .*wrong-1\.ts:1:9: ERROR/],
    throws: ['throw new Error("out of order");', /cannot be loaded: out of order/],
    'imports what is not there': ['import "no-such-package";', /Cannot find package 'no-such-package'/],
    'exports nothing': ['export const x = 3;', /exports no automaton; end it with "export default machine;"/],
    'exports something else': ['export default { id: "x" };', /exports something else than automatons/],
    'exports an empty list': ['export default [];', /exports something else than automatons/],
  };
  Object.entries(wrong).forEach(([what, [content, hint]], at) => {
    it(`says so when the file ${what}`, async () => {
      const path = join(folder.path, `wrong-${at}.ts`);
      if (content !== undefined) file(`wrong-${at}.ts`, content);
      expect(existsSync(path)).to.equal(content !== undefined);
      const { code, stdout, stderr } = await run(path);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
      expect(stderr)
        .to.match(/^Error: /)
        .and.match(hint);
      expect(stderr).to.not.include('embedded simulator');
    });
  });

  it('says so when the file exports a machine that is no automaton', async () => {
    const path = file(
      'plain.ts',
      `import { createMachine } from 'xstate';\nexport default createMachine({ id: 'plain' });\n`,
    );
    const { code, stderr } = await run(path, '-q');
    expect(code).to.equal(2);
    expect(stderr).to.include('setupAutomaton');
  });
});
