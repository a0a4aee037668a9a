// The licence texts of what is bundled into the page: most licences ask that they go wherever the code goes.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names of the packages among a bundle's inputs (esbuild's `metafile`), each once, in order. */
export function packagesOf({ inputs }) {
  const names = Object.keys(inputs).flatMap((path) => {
    const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
    return name === undefined ? [] : [name];
  });
  return [...new Set(names)].sort();
}

/** For each package its name, release, licence and that licence's text. */
export function noticesOf(names, root) {
  return names.map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(entry));
    if (file === undefined) throw new Error(`The package ${name} has no licence text to pass on.`);
    const text = readFileSync(join(folder, file), 'utf8').trim();
    return `${name} ${version}, ${license}\n\n${text}\n`;
  });
}
