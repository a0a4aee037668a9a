import { Writable } from 'node:stream';
import { expect } from 'chai';
import fc from 'fast-check';
import { aligned } from '../../cli/aligned.js';
import { counted, grouped } from '../../cli/counted.js';
import { csvOutput } from '../../cli/csv-output.js';
import { styles } from '../../cli/style.js';
import type { Lists } from '../../cli/rows.js';
import { jsonOutput } from '../../cli/rows.js';
import { tableOutput } from '../../cli/table-output.js';
import { writeAll } from '../../cli/write.js';
import { ExactNumber } from '../../runtime/exact-json.js';

const text = (parts: Iterable<string>): string => [...parts].join('');

describe('cli output', () => {
  it('counts in words', () => {
    expect([counted(0, 'user'), counted(1, 'user'), counted(1234567, 'user')]).to.deep.equal([
      '0 users',
      '1 user',
      '1,234,567 users',
    ]);
    fc.assert(fc.property(fc.nat(), (count) => grouped(count) === count.toLocaleString('en')));
  });

  it('encodes any rows as JSON that reads back', () => {
    const rows = fc.array(fc.dictionary(fc.string(), fc.jsonValue()));
    fc.assert(
      fc.property(rows, rows, (devices, users) => {
        const json = text(jsonOutput(new Map([['devices', devices] as const, ['users', users] as const])));
        expect(json).to.match(/\n$/);
        expect(JSON.parse(json)).to.deep.equal(JSON.parse(JSON.stringify({ devices, users })));
      }),
    );
    expect(text(jsonOutput(new Map()))).to.equal('{}\n');
  });

  it('writes CSV with all members that occur, quoted where needed', () => {
    const rows = [
      { id: new ExactNumber('9007199254740993'), name: 'a, "b"\nc' },
      { id: 2, online: true, ethIfs: [{ if: 'ETH0' }], note: null },
    ];
    expect(text(csvOutput(new Map([['devices', rows]])))).to.equal(
      'id,name,online,ethIfs,note\n9007199254740993,"a, ""b""\nc",,,\n2,,true,"[{""if"":""ETH0""}]",\n',
    );
  });

  it('aligns columns whatever is in them', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'B', '7', '-'), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, fc.constant('|')), { minLength: 1 }), (rows) => {
        const lines = [...aligned(rows, (one) => one.length)];
        expect(new Set(lines.map((line) => line.indexOf('|'))).size).to.equal(1);
      }),
    );
  });

  it('cuts the widest column to fit the terminal, and none below what can be read', () => {
    const rows = [['id', 'n'.repeat(50), 'end']];
    expect([...aligned(rows, (one) => one.length, 20)]).to.deep.equal([`id  ${'n'.repeat(10)}…  end`]);
    expect([...aligned([['a'.repeat(20), 'b'.repeat(20)]], (one) => one.length, 5)][0]).to.have.length(18);
  });

  it('shows wide characters and those that would steer the terminal in their places', async () => {
    const users = [
      { id: 1, username: '山田', dn: 'x' },
      { id: 2, username: '👩‍👩‍👧 é', dn: 'y' },
      { id: 3, username: '\u001b[31mred', dn: 'z' },
    ];
    const lists: Lists = new Map([['users', users]]);
    const lines = text(await tableOutput(lists, styles(false))).split('\n');
    const gap = ' '.repeat(11);
    expect(lines[1]).to.equal(`Id  User${gap}Display name`);
    expect(lines[2]).to.equal(`1   山田${gap}x`);
    expect(lines[3]).to.equal(`2   👩‍👩‍👧 é${gap}y`);
    expect(lines[4]).to.equal('3   \\u001b[31mred  z');
  });
});

describe('cli writing', () => {
  it('says in a sentence that the disk is full', async () => {
    const full = new Writable({
      write: (_chunk, _encoding, done) => {
        done(Object.assign(new Error('write'), { code: 'ENOSPC' }));
      },
    });
    const failure: unknown = await writeAll(full, ['x']).catch((error: unknown) => error);
    expect(failure).to.have.property('code', 'OUTPUT_UNWRITABLE');
    expect(failure).to.have.property('message').that.includes('no space is left on the disk; free some');
  });

  it('goes no faster than the reader', async () => {
    let waiting = 0;
    let most = 0;
    const slow = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        waiting += chunk.length;
        most = Math.max(most, waiting);
        setImmediate(() => {
          waiting -= chunk.length;
          done();
        });
      },
    });
    function* parts(): Iterable<string> {
      for (let count = 0; count < 1000; count += 1) {
        expect(slow.writableLength).to.be.at.most(70_000);
        yield 'x'.repeat(1000);
      }
    }
    expect(await writeAll(slow, parts())).to.equal(true);
    expect(most).to.be.at.most(70_000);
  });

  it('stops without an error when nobody reads any more', async () => {
    let asked = 0;
    const gone = new Writable({
      write: (_chunk, _encoding, done) => {
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      },
    });
    function* parts(): Iterable<string> {
      for (asked = 0; asked < 1000; asked += 1) yield 'x'.repeat(1000);
    }
    expect(await writeAll(gone, parts())).to.equal(false);
    expect(asked).to.be.below(100);
    expect(await writeAll(gone, ['more'])).to.equal(false);
  });
});
