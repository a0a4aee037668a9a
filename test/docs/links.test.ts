import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { projectRoot } from '../support/doc-snippets.js';

const pages = ['README.md', 'CHANGELOG.md', 'samples/README.md', 'bench/README.md', 'docs/diagrams/README.md']
  .concat(readdirSync(new URL('docs/', projectRoot)).map((name) => `docs/${name}`))
  .filter((page) => page.endsWith('.md') && existsSync(new URL(page, projectRoot)));

const withoutCode = (text: string): string => text.replace(/^```[^]*?^```$/gm, '').replace(/`[^`\n]*`/g, '`');

/** What a link to a heading says after its `#`, as the usual renderers of Markdown make it. */
function anchorsOf(page: string): Set<string> {
  const text = readFileSync(new URL(page, projectRoot), 'utf8').replace(/^```[^]*?^```$/gm, '');
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );
}

/** The fault of a link; undefined when it leads somewhere, or out of the project. */
function faultOf(page: string, link: string): string | undefined {
  if (/^[a-z]+:/i.test(link)) return undefined;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : new URL(path, `file:///${page}`).pathname.slice(1);
  if (!existsSync(new URL(target, projectRoot))) return `${page}: there is no ${target}`;
  if (anchor === undefined || !target.endsWith('.md') || anchorsOf(target).has(anchor)) return undefined;
  return `${page}: ${target} has no heading #${anchor}`;
}

describe('Links in the documents', () => {
  const links = pages.flatMap((page) =>
    [...withoutCode(readFileSync(new URL(page, projectRoot), 'utf8')).matchAll(/\]\(([^)\s]+)\)/g)].map(
      ([, link = '']) => ({ page, link }),
    ),
  );

  it('are found', () => {
    expect(links).to.deep.include({ page: 'docs/howto.md', link: 'protocol.md' });
  });

  it('lead to files and headings that exist', () => {
    const faults = links.map(({ page, link }) => faultOf(page, link)).filter((fault) => fault !== undefined);
    expect([...new Set(faults)]).to.deep.equal([]);
  });

  it('reach every page of docs from docs/README.md', () => {
    const index = readFileSync(new URL('docs/README.md', projectRoot), 'utf8');
    // Pictures are for the pages that show them.
    const unreachable = readdirSync(new URL('docs/', projectRoot)).filter(
      (name) =>
        !['README.md', 'images'].includes(name) &&
        !name.startsWith('.') &&
        !new RegExp(`\\(${name}[)/]`).test(index),
    );
    expect(unreachable).to.deep.equal([]);
  });
});
