/** Translates PHP that was read into TypeScript. */
export { BodyTranslator } from './body-translator.js';
export type { BodyOptions, CallableOptions, TranslatedCallable, TranslatedFile } from './body-translator.js';
export { classDialect } from './class-dialect.js';
export type { Dialect, MethodTarget } from './dialect.js';
export { moduleOf } from './modules.js';
export { namesIn, translateFile } from './translate-file.js';
export { TranslationUnit } from './unit.js';
