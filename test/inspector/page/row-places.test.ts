import { expect } from 'chai';
import fc from 'fast-check';
import { TraceDocument } from '../../../inspector/model/trace-document.js';
import { densityOf, rowNear } from '../../../inspector/page/flow/density.js';
import { RowPlaces } from '../../../inspector/page/flow/row-places.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';

/** Records that come these many milliseconds one after the other. */
function spaced(pauses: readonly number[]): TraceDocument {
  let t = 0;
  return TraceDocument.of(
    pauses.map((pause, at): TraceRecord => {
      t += pause;
      return { seq: at + 1, t, kind: 'log', category: 'runtime', source: 'A', text: '' };
    }),
  );
}
const seqsOf = (document: TraceDocument): number[] => document.records.map(({ seq }) => seq);

describe('Places of rows', () => {
  it('gives each row a line, and each long silence one before its row', () => {
    const document = spaced([700, 10, 800, 499, 500]);
    const places = new RowPlaces(document, seqsOf(document));
    const lines = Array.from({ length: places.count + 1 }, (_, line) => places.at(line));
    expect(lines.map((line) => (line?.kind === 'row' ? line.seq : line?.gapMs))).to.deep.equal([
      1,
      2,
      800,
      3,
      4,
      500,
      5,
      undefined,
    ]);
  });

  it('finds each row on the line that it says', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1, 499, 500, 9000)), (pauses) => {
        const document = spaced(pauses);
        const seqs = seqsOf(document);
        const places = new RowPlaces(document, seqs);
        seqs.forEach((seq, index) => {
          expect(places.at(places.lineOf(index))).to.deep.equal({ kind: 'row', index, seq });
        });
      }),
    );
  });
});

describe('Density strip', () => {
  it('leaves room for what happened beside a silence of an hour', () => {
    const document = spaced([
      ...new Array<number>(50).fill(10),
      3_600_000,
      ...new Array<number>(50).fill(10),
    ]);
    const { places } = densityOf(document, seqsOf(document));
    expect((places[50] ?? 1) - (places[49] ?? 0)).to.be.below(0.06);
    expect(places.at(-1)).to.equal(1);
  });

  it('finds the row that is nearest', () => {
    const places = Float64Array.from([0, 0.2, 0.9, 1]);
    expect([0, 0.09, 0.11, 0.5, 0.6, 1].map((place) => rowNear(places, place))).to.deep.equal([
      0, 0, 1, 1, 2, 3,
    ]);
  });

  it('has nothing to show of nothing', () => {
    const { places, bars } = densityOf(TraceDocument.of([]), []);
    expect(places.length).to.equal(0);
    expect(new Set(bars)).to.deep.equal(new Set([0]));
  });
});
