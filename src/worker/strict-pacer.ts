import { randomUUID } from 'node:crypto';
import { lineKeys } from '../shared/ledger/keys.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { Line } from '../shared/line.ts';
import { lineName } from '../shared/line.ts';
import { loadScript } from '../shared/redis/script.ts';
import { loadPacerScript } from './load-pacer-script.ts';
import { type Pacer, slowDownLine } from './pacer.ts';
import { createSlotQueue, type Slot, type SlotReply } from './slot-queue.ts';

const takeLeaseScript = loadPacerScript('./take-lease.lua');
const endLeaseScript = loadScript(import.meta.url, './end-lease.lua');

/** From the lease to the send, and from the answer to its record. */
const aroundCallMs = 5_000;

/**
 * A pacer that is right by construction: a call reaches the server between its sending and its answer, so as long as
 * at most RATE spans from sending to one second after the answer overlap, no second at the server holds more.
 */
export function createStrictPacer(
  ledger: Ledger,
  line: Line,
  { ratePerSecond, callTimeoutMs }: { readonly ratePerSecond: number; readonly callTimeoutMs: number },
): Pacer {
  const keys = lineKeys(ledger.prefix, lineName(line));
  const leases = Math.max(1, Math.floor(ratePerSecond));
  // Less than one call a second is one lease that is kept for longer.
  const afterAnswerMs = Math.ceil(1000 * Math.max(1, 1 / ratePerSecond));

  const ask = async (): Promise<SlotReply> => {
    const id = randomUUID();
    const lostAfterMs = callTimeoutMs + aroundCallMs + afterAnswerMs;
    const [kind, microseconds] = (await takeLeaseScript(
      ledger.redis,
      [keys.leases, keys.hold, keys.pacer],
      [leases, id, lostAfterMs],
    )) as [SlotReply['kind'], string?];
    if (kind === 'slots') return { kind, slots: [slotOf(id)] };
    return kind === 'held' ? { kind } : { kind, forMs: Number(microseconds) / 1000 };
  };

  const slotOf = (id: string): Slot => ({
    isTimely: () => true,
    reach: async () => true,
    close: async ({ wasSent }) => {
      await endLeaseScript(ledger.redis, [keys.leases], [id, wasSent ? afterAnswerMs : 0]);
    },
  });

  return { ...createSlotQueue(ask), slowDown: () => slowDownLine(ledger, line) };
}
