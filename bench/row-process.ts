/** Runs one row in a process of its own, so that it neither warms up nor litters nor breaks another one. */
import type { Row } from './measure.js';
import { rows } from './rows.js';

const entry = rows.find(({ name }) => name === process.argv[2]);
if (entry === undefined) throw new Error('There is no such row.');
const row: Row = await entry.load();
const figures = await row.run();
// Without a parent, as when it is profiled, what was measured is shown.
if (process.send === undefined) console.log(figures);
else {
  process.send(figures, () => {
    process.exit();
  });
}
