import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';

const root = new URL('../../', import.meta.url);
const folders = ['runtime', 'protocol', 'machines', 'services', 'cli', 'samples'];

/** Every heading that a comment cites: `docs/protocol.md, "Login"` and `docs/protocol.md, "A" and "B"`. */
function citations(file: string): string[] {
  const unwrapped = readFileSync(new URL(file, root), 'utf8').replace(/\n\s*(?:\*|\/\/) ?/g, ' ');
  const cited = unwrapped.matchAll(/docs\/protocol\.md, ("[^"]+"(?:(?:,| and|, and) "[^"]+")*)/g);
  return [...cited].flatMap(([, names = '']) =>
    [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name),
  );
}

describe('docs/protocol.md', () => {
  const document = readFileSync(new URL('docs/protocol.md', root), 'utf8');
  const headings = new Set([...document.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading));
  const present = folders.filter((folder) => existsSync(new URL(folder, root)));
  const files = present.flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  );

  it('has every section that the code cites', () => {
    const missing = files.flatMap((file) =>
      citations(file)
        .filter((heading) => !headings.has(heading))
        .map((heading) => `${file}: ${heading}`),
    );
    expect(missing).to.deep.equal([]);
  });

  it('is cited at all, so that this test can find something', () => {
    expect(files.flatMap(citations)).to.include('LoginResult');
  });
});
