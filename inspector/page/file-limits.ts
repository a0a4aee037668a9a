/** Limits of what the page keeps: as much as a recording has when it reaches its cap. */
export const fileLimits = { records: 100_000, bytes: 51 * 1024 * 1024 } as const;

export type FileLimits = Readonly<Record<keyof typeof fileLimits, number>>;
