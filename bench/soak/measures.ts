import type { Measure } from './judge.ts';
import type { RedisShare } from './redis-share.ts';

const mebibyte = 1024 ** 2;

/** What a sample of one process holds. */
export interface ProcessSample {
  readonly residentMebibytes: number;
  readonly heapMebibytes: number;
  readonly externalMebibytes: number;
  readonly descriptors: number;
  readonly established: number;
  readonly otherSockets: number;
  readonly timers: number;
}

/**
 * The limits are what a process that is restarted once a month may grow by and still fit a machine of 2 GiB, and for
 * handles what stays below the 1,024 descriptors that a process is usually allowed.
 */
export const processMeasures: Readonly<Record<keyof ProcessSample, Measure>> = {
  residentMebibytes: { name: 'memory (resident set)', unit: 'MiB', limitPerHour: 2 },
  heapMebibytes: { name: 'heap after a full collection', unit: 'MiB', limitPerHour: 1 },
  externalMebibytes: { name: 'held outside the heap', unit: 'MiB', limitPerHour: 1 },
  descriptors: { name: 'open descriptors', unit: '', limitPerHour: 1 },
  established: { name: 'TCP sockets, established', unit: '', limitPerHour: 1 },
  otherSockets: { name: 'TCP sockets in other states', unit: '', limitPerHour: 1 },
  timers: { name: 'timers', unit: '', limitPerHour: 1 },
};

/** Of keys and connections alone: what stays of a purchase when its run is forgotten is told for each of them. */
export const redisMeasures: Readonly<Record<Exclude<keyof RedisShare, 'dataBytes'>, Measure>> = {
  keys: { name: 'keys', unit: '', limitPerHour: 1 },
  clients: { name: 'connections', unit: '', limitPerHour: 1 },
};

export function inMebibytes(bytes: number): number {
  return bytes / mebibyte;
}
