import { writeSync } from 'node:fs';

/** What a process tells of itself, one JSON line at a time, to whoever started it. */
export interface Vitals {
  readonly residentBytes: number;
  /** Of the heap, after a full collection: what is still reachable. */
  readonly heapBytes: number;
  /** Held outside the heap for objects of the heap: buffers, compiled scripts. */
  readonly externalBytes: number;
  /** Timers that keep the process alive. */
  readonly timers: number;
}

const tellEveryMs = 10_000;

// Loaded into each process that is watched, which runs with --expose-gc.
setInterval(() => {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const timers = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const vitals: Vitals = { residentBytes: rss, heapBytes: heapUsed, externalBytes: external, timers };
  try {
    writeSync(3, `${JSON.stringify(vitals)}\n`);
  } catch {
    // A process that a watched one started has nobody to tell.
  }
}, tellEveryMs).unref();
