import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { lineKeys } from '../shared/ledger/keys.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { Line } from '../shared/line.ts';
import { lineName } from '../shared/line.ts';
import { loadScript } from '../shared/redis/script.ts';
import { beforeNextWrite } from '../shared/redis/write-together.ts';
import { isLifted } from '../shared/variable-rules.ts';
import { loadPacerScript, loadPaceScript, paceKeys } from './pace-script.ts';
import { createRedisClock } from './redis-clock.ts';
import { createSlotLead, mostExtraMs, type SlotLead } from './slot-lead.ts';
import { createSlotQueue, type Slot, type SlotQueue, type SlotReply } from './slot-queue.ts';
import { untilMoment } from './until-moment.ts';

const takeSlotsScript = loadPacerScript('./take-slots.lua');
const noteLateScript = loadPaceScript('./note-late.lua');
const slowDownScript = loadScript(import.meta.url, './slow-down.lua');

/** A little more than the even spacing: measured at the receiver, 2 % more still let one call over, 5 % none. */
const spacingMargin = 1.05;
/** How far ahead a slot is usually given out: long enough to write the attempt down, short enough that a hold stops soon. */
const defaultHorizonMs = 150;
/** And at least: those who wait are given slots together, and all their intents are written before the first is due. */
const defaultLeadMs = 5;
/** A send later than this would come too close to the next one; its slot is given up. */
const useByMs = 25;
/** Where there is no limit no other call is near, and only a hold has to stop a call that has its slot. */
const useLiftedByMs = 1000;
/** A send that is less late than this is as good as one in time: signing alone takes as long. */
const unnotedMs = 0.5;

/** What `take-slots.lua` returns. */
type ScriptReply = readonly [kind: SlotReply['kind'], nowUs?: string, inUs?: string];

export interface PacerOptions {
  /** How far ahead a slot is given out at most. */
  readonly horizonMs?: number;
  /** And at least: time that writing an intent down is known to take. */
  readonly leadMs?: number;
  /** Told each time that nothing may be sent for the sake of workers with strict pacing. */
  readonly onMixed?: () => void;
}

export interface Pacer extends SlotQueue {
  /** Tells every process that the API turned a call away. */
  readonly slowDown: () => Promise<void>;
}

/**
 * The pacer of one line in this process; those of all processes share their state in Redis. A rate set by hand counts
 * where it is lower than `ratePerSecond`.
 */
export function createPacer(
  ledger: Ledger,
  line: Line,
  ratePerSecond: number,
  options: PacerOptions = {},
): Pacer {
  const keys = paceKeys(ledger, line);
  const { horizonMs = defaultHorizonMs, leadMs = leadMsAt(ratePerSecond), onMixed } = options;
  const clock = createRedisClock();
  // Where a test lifts the rate there is no limit to be exact for.
  const isExact = !isLifted(ratePerSecond);
  const usableForMs = isExact ? useByMs : useLiftedByMs;
  const lead = createSlotLead({ leadMs, useByMs: usableForMs });

  const ask = async (wanted: number): Promise<SlotReply> => {
    const askedAtMs = performance.now();
    const extraMs = lead.extraMs();
    const ahead = [horizonMs + extraMs, leadMs + extraMs, horizonMs + mostExtraMs].map((ms) => ms * 1000);
    const args = [ratePerSecond, 1_000_000 * spacingMargin, ...ahead, wanted];
    const [kind, nowUs = '', inUs = ''] = (await takeSlotsScript(ledger.redis, keys, args)) as ScriptReply;
    if (kind === 'mixed') onMixed?.();
    if (kind === 'held' || kind === 'mixed') return { kind };
    const redisMs = Number(nowUs) / 1000;
    const inMs = inUs.split(' ').map((text) => Number(text) / 1000);
    clock.note({ askedAtMs, answeredAtMs: performance.now(), redisMs });
    if (kind === 'wait') return { kind, forMs: inMs[0] ?? 0 };
    const givenAt = clock.toOwnMs(redisMs);
    const slots = inMs.map((ms) => {
      const onLate = isExact ? noteLate(redisMs + ms) : null;
      return slotAt(givenAt + ms, { givenAt, usableForMs, lead, onLate });
    });
    return { kind, slots };
  };

  const noteLate = (dueMs: number) => async (lateMs: number) => {
    const args = [dueMs, lateMs].map((ms) => (ms * 1000).toFixed(0));
    await noteLateScript(ledger.redis, keys, args);
  };

  return {
    ...createSlotQueue(ask, (serve) => beforeNextWrite(ledger.redis, serve)),
    slowDown: () => slowDownLine(ledger, line),
  };
}

/** How far ahead a slot is given out at least, unless more is asked for. */
export function leadMsAt(ratePerSecond: number): number {
  // Never more than the spacing: a line that sends so often loses more by the wait than by an uneven start.
  return Math.min(defaultLeadMs, 1000 / ratePerSecond);
}

/** After the API turned a call away nobody sends for a second, and then all send a quarter less often for a while. */
export async function slowDownLine(ledger: Ledger, line: Line): Promise<void> {
  const { pacer } = lineKeys(ledger.prefix, lineName(line));
  await slowDownScript(ledger.redis, [pacer], [1000, 1.25, 4]);
}

interface SlotOptions {
  readonly givenAt: number;
  readonly usableForMs: number;
  readonly lead: SlotLead;
  /** Tells all of a call that leaves late; null where nobody has to know to the millisecond when a call leaves. */
  readonly onLate: ((lateMs: number) => Promise<void>) | null;
}

function slotAt(dueAt: number, { givenAt, usableForMs, lead, onLate }: SlotOptions): Slot {
  const lateMs = () => performance.now() - dueAt;
  return {
    isTimely: () => {
      const late = lateMs();
      if (late > usableForMs) return false;
      // Told or not, the call leaves: it is the other processes that keep their distance.
      if (late > unnotedMs) onLate?.(late).catch(() => {});
      return true;
    },
    reach: async () => {
      const late = lateMs();
      lead.note(dueAt + late - givenAt, late > usableForMs);
      if (onLate !== null) await untilMoment(dueAt);
      else if (late < 0) await delay(-late);
      return lateMs() <= usableForMs;
    },
    close: async () => {},
  };
}
