import type { Worker } from 'bullmq';
import type { Log } from './log.ts';

/**
 * Logs what a queue's worker meets. A lost connection is told of at each try to make it again, on two connections:
 * each kind of loss is logged once, until a connection was ready again, and without a stack, which leads nowhere.
 */
export function logQueueTrouble(worker: Worker, log: Log): void {
  const told = new Set<string>();
  worker.on('error', (error) => {
    const loss = lossOf(error);
    if (loss === null) return log.warn({ err: error }, sentence);
    if (told.has(loss.code)) return;
    told.add(loss.code);
    log.warn({ err: Object.assign(new Error(loss.message), { code: loss.code, stack: '' }) }, sentence);
  });
  worker.getBackend().on('ready', () => told.clear());
}

const sentence = 'Queue connection in trouble';

interface Loss {
  /** The system's code; ioredis's own words have none, and stand for themselves. */
  readonly code: string;
  readonly message: string;
}

/** Null for an error that tells of no lost connection. */
function lossOf(error: Error): Loss | null {
  const { message } = error;
  if (message.startsWith('Connection is closed')) return { code: message, message };
  if (!('code' in error && 'syscall' in error && typeof error.code === 'string')) return null;
  // Where a name has several addresses, what each of them said stands in the errors within.
  return { code: error.code, message: message || error.code };
}
