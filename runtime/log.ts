/** The categories of the original's log; `runtime` and `error` are on by default there. */
export const logCategories = ['smsg', 'lmsg', 'state', 'override', 'runtime', 'error', 'debug'] as const;
export type LogCategory = (typeof logCategories)[number];

/**
 * Receives every log line and decides what is shown. A text that costs something to make comes as a function,
 * which a sink calls only for a line that it shows. A sink that throws does not disturb a run.
 */
export type LogSink = (category: LogCategory, source: string, text: string | (() => string)) => void;

/** A sink that drops everything. */
export const silentLog: LogSink = () => undefined;
