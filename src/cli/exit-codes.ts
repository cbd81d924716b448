/** What the process's exit code tells. The numbers are promised to users; `docs` and `--help` explain them. */
export const exitCodes = {
  ok: 0,
  unexpected: 1,
  /** Wrong usage or an invalid manifest; nothing was queued. */
  usage: 2,
  /** Finished, and some purchases failed or were cancelled. */
  someFailed: 3,
  /** Finished, and some purchases are in doubt. */
  someInDoubt: 4,
  /** The line is stopped and waits for a person. */
  held: 5,
  interrupted: 130,
} as const;
