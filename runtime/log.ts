/** The categories of the original's log; `runtime` and `error` are on by default there. */
export const logCategories = ['smsg', 'lmsg', 'state', 'override', 'runtime', 'error', 'debug'] as const;
export type LogCategory = (typeof logCategories)[number];

/** Receives every log line; it decides what is shown. A sink that throws does not disturb a run. */
export type LogSink = (category: LogCategory, source: string, text: string) => void;

/** A sink that drops everything. */
export const silentLog: LogSink = () => undefined;
