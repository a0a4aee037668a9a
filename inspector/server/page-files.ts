import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InspectorError } from './errors.js';

/** Where the built page lies, seen from this file in the sources as well as in the package. */
const builtPage = fileURLToPath(new URL('../page-dist/', import.meta.url));

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.jsonl': 'application/jsonl; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
};

/** One file of the page, as it is served. */
export interface PageFile {
  readonly type: string;
  readonly content: Buffer;
}

/** The files of the built page. What is not on the list, made when it is opened, does not exist for it. */
export class PageFiles {
  /** @param paths path on the disk by path in the address, e.g. `/page.js` */
  private constructor(private readonly paths: ReadonlyMap<string, string>) {}

  /**
   * @param folder where the page was built; default: where the build puts it
   * @throws InspectorError `INSPECTOR_PAGE_MISSING`
   */
  static async open(folder = builtPage): Promise<PageFiles> {
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    const paths = new Map<string, string>();
    for (const name of names) {
      if (types[extname(name)] !== undefined)
        paths.set(`/${name.replaceAll('\\', '/')}`, `${folder}/${name}`);
    }
    const index = paths.get('/index.html');
    if (index === undefined) {
      const sentence = `The inspector's page is not built: there is no index.html in ${folder}; in a clone, build it with: node scripts/build-page.mjs`;
      throw new InspectorError('INSPECTOR_PAGE_MISSING', sentence, { folder });
    }
    paths.set('/', index);
    return new PageFiles(paths);
  }

  /** The file at a path of the address, taken literally; undefined when there is none. */
  async read(path: string): Promise<PageFile | undefined> {
    const file = this.paths.get(path);
    const type = file === undefined ? undefined : types[extname(file)];
    if (file === undefined || type === undefined) return undefined;
    try {
      return { type, content: await readFile(file) };
    } catch {
      return undefined;
    }
  }
}
