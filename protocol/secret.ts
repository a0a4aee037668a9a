/** The class without the way into it: what everybody outside protocol/ imports. */
export { Secret } from './secret-access.js';
