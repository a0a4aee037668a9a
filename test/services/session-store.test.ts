import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { exportSession, SessionCredentials } from '../../protocol/credentials.js';
import { FileSessionStore, SessionStoreError } from '../../services/file-session-store.js';
import type { SessionStore } from '../../services/session-store.js';
import { MemorySessionStore } from '../../services/session-store.js';
import { stateFolder } from '../../services/state-folder.js';

const alice = { pbx: 'pbx.sample.dom:443', user: 'alice' };
const session = new SessionCredentials('0123456789abcdef0123456789abcdef', 'marker-secret-of-alice');
const newer = new SessionCredentials('fedcba9876543210fedcba9876543210', 'marker-secret-newer');

describe('session stores', () => {
  let folder = '';
  let warnings: string[] = [];

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'pbx-automata-test-')), 'state', 'sessions');
    warnings = [];
  });

  afterEach(async () => {
    await rm(join(folder, '..', '..'), { recursive: true, force: true });
  });

  const fileStore = (): FileSessionStore =>
    new FileSessionStore(folder, {
      onWarning: (sentence) => {
        warnings.push(sentence);
      },
    });

  async function plain(store: SessionStore, key = alice): Promise<{ usr: string; pwd: string } | undefined> {
    const found = await store.read(key);
    return found === undefined ? undefined : exportSession(found);
  }

  /** The one file in the folder. */
  async function onlyFile(): Promise<string> {
    const [name, ...others] = await readdir(folder);
    expect(others).to.deep.equal([]);
    return join(folder, name ?? '');
  }

  for (const [name, make] of [
    ['FileSessionStore', fileStore],
    ['MemorySessionStore', () => new MemorySessionStore()],
  ] as const) {
    describe(name, () => {
      it('reads what was written, the last one per PBX and user', async () => {
        const store = make();
        expect(await plain(store)).to.equal(undefined);
        await store.write(alice, session);
        await store.write({ ...alice, user: 'bob' }, newer);
        await store.write({ ...alice, pbx: 'other.sample.dom:443' }, newer);
        expect(await plain(store)).to.deep.equal(exportSession(session));
        await store.write(alice, newer);
        expect(await plain(store)).to.deep.equal(exportSession(newer));
        expect(await plain(store, { ...alice, pbx: 'PBX.Sample.Dom:443' })).to.deep.equal(
          exportSession(newer),
        );
        expect(await plain(store, { ...alice, user: 'Alice' })).to.equal(undefined);
      });

      it('forgets one entry and no other, and takes it easy when there is none', async () => {
        const store = make();
        const bob = { ...alice, user: 'bob' };
        await store.remove(alice);
        await store.write(alice, session);
        await store.write(bob, newer);
        await store.remove(alice);
        expect(await plain(store)).to.equal(undefined);
        expect(await plain(store, bob)).to.deep.equal(exportSession(newer));
      });

      it('shows no secret', async () => {
        const store = make();
        await store.write(alice, session);
        expect(inspect(store, { depth: 9, showHidden: true })).to.not.include('marker-secret');
      });
    });
  }

  it('keys that look alike are different entries', async () => {
    const store = fileStore();
    const keys = [
      { pbx: 'a', user: 'b","c' },
      { pbx: 'a","b', user: 'c' },
      { pbx: 'a', user: '../../b' },
      { pbx: '', user: '' },
    ];
    for (const [index, key] of keys.entries())
      await store.write(key, new SessionCredentials(`u${index}`, 'p'));
    const found = await Promise.all(keys.map((key) => plain(store, key)));
    expect(found.map((entry) => entry?.usr)).to.deep.equal(['u0', 'u1', 'u2', 'u3']);
    expect(await readdir(folder)).to.have.length(keys.length);
  });

  describe('modes', () => {
    const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
    const stateHome = process.env.XDG_STATE_HOME;

    before(function () {
      if (process.platform === 'win32') this.skip();
    });

    afterEach(() => {
      if (stateHome === undefined) delete process.env.XDG_STATE_HOME;
      else process.env.XDG_STATE_HOME = stateHome;
    });

    it('only the user can read a folder and a file that the store makes', async () => {
      await fileStore().write(alice, session);
      expect([await modeOf(folder), await modeOf(await onlyFile())]).to.deep.equal([0o700, 0o600]);
    });

    it('a file that others could read is closed to them, in a given folder that keeps its mode', async () => {
      await mkdir(folder, { recursive: true });
      await chmod(folder, 0o755);
      const store = fileStore();
      await store.write(alice, session);
      await chmod(await onlyFile(), 0o644);
      await store.write(alice, newer);
      expect([await modeOf(folder), await modeOf(await onlyFile())]).to.deep.equal([0o755, 0o600]);
    });

    it("the store's own folder, in the state folder, is closed to others", async () => {
      process.env.XDG_STATE_HOME = join(folder, '..');
      const own = join(folder, '..', 'pbx-automata', 'sessions');
      await mkdir(own, { recursive: true });
      await chmod(own, 0o755);
      const store = new FileSessionStore();
      expect(store.folder).to.equal(own);
      await store.write(alice, session);
      expect(await modeOf(own)).to.equal(0o700);
    });
  });

  const damages: [string, (text: string) => string][] = [
    ['cut off', (text) => text.slice(0, 40)],
    ['empty', () => ''],
    ['no object', () => '[]'],
    ['null', () => 'null'],
    ['of another version', (text) => text.replace('"version": 1', '"version": 2')],
    ['of another user', (text) => text.replace('alice', 'mallory')],
    ['without a password', (text) => text.replace('"pwd"', '"pw"')],
    ['with a password that is no text', (text) => text.replace(/"pwd": "[^"]*"/, '"pwd": 7')],
    ['huge', (text) => text + ' '.repeat(70_000)],
  ];
  for (const [name, damage] of damages) {
    it(`a file that is ${name} is set aside with one warning, and the next session is kept`, async () => {
      const store = fileStore();
      await store.write(alice, session);
      const path = await onlyFile();
      const text = await readFile(path, 'utf8');
      expect(damage(text)).to.not.equal(text);
      await writeFile(path, damage(text));
      expect(await store.read(alice)).to.equal(undefined);
      expect(await store.read(alice)).to.equal(undefined);
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.include(`${path}.damaged`);
      expect(warnings[0]).to.not.include('marker-secret');
      expect(await readFile(`${path}.damaged`, 'utf8')).to.equal(damage(text));
      await store.write(alice, newer);
      expect(await plain(store)).to.deep.equal(exportSession(newer));
    });
  }

  it('a place that cannot be read warns and goes on', async () => {
    const store = fileStore();
    await store.write(alice, session);
    const path = await onlyFile();
    await rm(path);
    await mkdir(path);
    expect(await store.read(alice)).to.equal(undefined);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include('EISDIR');
  });

  it('SESSION_STORE_UNWRITABLE when the place cannot be written, without the session in it', async () => {
    await mkdir(join(folder, '..'), { recursive: true });
    await writeFile(folder, 'a file where the folder should be');
    const failure: unknown = await fileStore()
      .write(alice, session)
      .catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(SessionStoreError).with.property('code', 'SESSION_STORE_UNWRITABLE');
    expect(failure).to.have.property('message').that.includes(folder).and.includes('password again');
    expect(inspect(failure, { depth: 9 })).to.not.include('marker-secret');
  });

  it('SESSION_STORE_UNWRITABLE, and no endless loop, where the file system takes no folders', async function () {
    if (process.platform !== 'linux') this.skip();
    const failure: unknown = await new FileSessionStore('/proc/no-such-folder/sessions')
      .write(alice, session)
      .catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(SessionStoreError).with.property('code', 'SESSION_STORE_UNWRITABLE');
  });

  it('many writers at once: every entry is there and whole, nothing else is left', async () => {
    const stores = [fileStore(), fileStore(), fileStore()];
    const writes = stores.flatMap((store, number) =>
      Array.from({ length: 10 }, (_, index) =>
        store.write(
          { pbx: 'pbx', user: `user${index}` },
          new SessionCredentials(`${number}-${index}`, 'p'.repeat(200)),
        ),
      ),
    );
    await Promise.all(writes);
    for (let index = 0; index < 10; index += 1) {
      const found = await plain(fileStore(), { pbx: 'pbx', user: `user${index}` });
      expect(found?.usr).to.match(new RegExp(`^[012]-${index}$`));
    }
    expect(await readdir(folder)).to.have.length(10);
    expect(warnings).to.deep.equal([]);
  });
});

describe('stateFolder', () => {
  const at = (platform: NodeJS.Platform, home: string, environment = {}): string =>
    stateFolder({ platform, home, environment });

  it("is the platform's own place for state", () => {
    expect(at('linux', '/home/a')).to.equal('/home/a/.local/state/pbx-automata');
    expect(at('darwin', '/Users/a')).to.equal('/Users/a/Library/Application Support/pbx-automata');
    expect(at('win32', 'C:\\Users\\a', { LOCALAPPDATA: 'D:\\Local' })).to.equal('D:\\Local\\pbx-automata');
    expect(at('win32', 'C:\\Users\\a')).to.equal('C:\\Users\\a\\AppData\\Local\\pbx-automata');
  });

  it('is where XDG_STATE_HOME says, if that is a whole path', () => {
    expect(at('linux', '/home/a', { XDG_STATE_HOME: '/var/state' })).to.equal('/var/state/pbx-automata');
    expect(at('darwin', '/Users/a', { XDG_STATE_HOME: '/var/state' })).to.equal('/var/state/pbx-automata');
    for (const XDG_STATE_HOME of ['', 'relative/path', undefined]) {
      expect(at('linux', '/home/a', { XDG_STATE_HOME })).to.equal('/home/a/.local/state/pbx-automata');
    }
  });
});
