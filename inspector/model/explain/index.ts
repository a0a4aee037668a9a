export { explain } from './explain.js';
export type { Explanation, Formula, FormulaInput } from './explanation.js';
