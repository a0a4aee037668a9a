import { expect } from 'chai';
import fc from 'fast-check';
import { Queue } from '../../runtime/queue.js';

type Act =
  { readonly what: 'add' | 'take' | 'takeAll'; readonly times: number } | { readonly what: 'putBack' };

describe('Queue', () => {
  it('is first in, first out, like a plain array, however much passes through it', () => {
    const acts = fc.array(
      fc.oneof(
        fc.record({
          what: fc.constantFrom('add' as const, 'take' as const),
          times: fc.integer({ min: 1, max: 3_000 }),
        }),
        fc.constant<Act>({ what: 'takeAll', times: 1 }),
        fc.constant<Act>({ what: 'putBack' }),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(acts, (todo: readonly Act[]) => {
        const queue = new Queue<number>();
        let plain: number[] = [];
        let next = 0;
        for (const act of todo) {
          if (act.what === 'putBack') {
            queue.putBack([-1, -2]);
            plain = [-1, -2, ...plain];
          } else if (act.what === 'takeAll') {
            expect(queue.takeAll()).to.deep.equal(plain);
            plain = [];
          } else {
            for (let time = 0; time < act.times; time += 1) {
              next += 1;
              if (act.what === 'take') expect(queue.take()).to.equal(plain.shift());
              else {
                queue.add(next);
                plain.push(next);
              }
            }
          }
          expect(queue.length).to.equal(plain.length);
        }
        expect(queue.takeAll()).to.deep.equal(plain);
      }),
      { numRuns: 100 },
    );
  });
});
