import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { Line } from '../shared/line.ts';
import { beforeNextWrite } from '../shared/redis/write-together.ts';
import { loadPacerScript, loadPaceScript, paceKeys } from './pace-script.ts';
import { type Pacer, slowDownLine } from './pacer.ts';
import { createSlotQueue, type Slot, type SlotReply } from './slot-queue.ts';

const takeLeaseScript = loadPacerScript('./take-lease.lua');
const endLeaseScript = loadPaceScript('./end-lease.lua');

/** From the lease to the send, and from the answer to its record. */
const aroundCallMs = 5_000;

interface StrictPacerOptions {
  readonly ratePerSecond: number;
  readonly callTimeoutMs: number;
  /** Told each time that no lease is lent as calls of workers with even spacing may be on their way. */
  readonly onMixed?: () => void;
}

/**
 * A pacer that is right by construction: a call reaches the server between its sending and its answer, so as long as
 * at most RATE spans from sending to one second after the answer overlap, no second at the server holds more.
 */
export function createStrictPacer(
  ledger: Ledger,
  line: Line,
  { ratePerSecond, callTimeoutMs, onMixed }: StrictPacerOptions,
): Pacer {
  const keys = paceKeys(ledger, line);

  const ask = async (): Promise<SlotReply> => {
    const id = randomUUID();
    const sendByMs = performance.now() + aroundCallMs;
    const [kind, microseconds] = (await takeLeaseScript(ledger.redis, keys, [
      ratePerSecond,
      id,
      callTimeoutMs + aroundCallMs,
    ])) as [SlotReply['kind'], string?];
    if (kind === 'slots') return { kind, slots: [slotOf(id, sendByMs)] };
    if (kind === 'mixed') onMixed?.();
    return kind === 'wait' ? { kind, forMs: Number(microseconds) / 1000 } : { kind };
  };

  const slotOf = (id: string, sendByMs: number): Slot => {
    // A call that is sent later may outlast its lease, which Redis by then has lent to another.
    const isTimely = () => performance.now() <= sendByMs;
    return {
      isTimely,
      reach: async () => isTimely(),
      close: async ({ wasSent }) => {
        await endLeaseScript(ledger.redis, keys, [ratePerSecond, id, wasSent ? 1 : 0]);
      },
    };
  };

  return {
    ...createSlotQueue(ask, (serve) => beforeNextWrite(ledger.redis, serve)),
    slowDown: () => slowDownLine(ledger, line),
  };
}
