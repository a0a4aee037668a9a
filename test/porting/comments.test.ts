import { expect } from 'chai';
import { readPhp } from '../../porting/read/read-php.js';
import { port } from '../../porting/tools.js';
import type { PortStyle } from '../support/php-fixtures.js';
import { phpFixtures } from '../support/php-fixtures.js';

const styles: readonly PortStyle[] = ['class', 'machine'];

/** The words of a comment: how it is marked and broken into lines is the formatter's. */
function wordsOf(comment: string): string {
  return comment
    .replace(/^(?:\/\/|#+|\/\*+)|\*\/$|\s*\?>$/g, '')
    .replace(/\n\s*\*/g, '\n')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Everything that is written in comments of TypeScript, as one line. */
function commentsIn(code: string): string {
  const found = code.match(/\/\*[^]*?\*\/|(?<!:)\/\/[^\n]*/g) ?? [];
  return found.map(wordsOf).join(' ');
}

describe('what people wrote in comments is in the port', function () {
  this.timeout(60_000);

  for (const { name, file } of phpFixtures()) {
    for (const style of styles) {
      it(`${name}, ${style} style`, async () => {
        const { files } = await readPhp(file);
        const { modules } = await port(file, { style });
        const written = commentsIn([...modules.values()].join('\n'));
        const comments = files.flatMap(({ ast }) => ast.comments ?? []).map(({ value }) => wordsOf(value));
        expect(comments.filter((one) => !written.includes(one))).to.deep.equal([]);
      });
    }
  }
});
