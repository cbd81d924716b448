import { lineName } from '../../shared/line.ts';
import type { RunStatus } from '../../shared/run.ts';
import type { LineOutlook } from '../read-line-outlook.ts';
import { secondsOfMoving, type Wait } from '../time-left.ts';
import { inPurchases, inSeries, inTime } from './words.ts';

/** What the time left depends on. */
export interface TimeLeft {
  readonly status: Pick<RunStatus, 'state' | 'etaSeconds' | 'startsAt'>;
  readonly waits: readonly Wait[];
  readonly outlooks: readonly Pick<LineOutlook, 'line' | 'workers'>[];
}

/** How long a run still takes, or what it waits for; null when there is nothing to wait for. */
export function timeLeftText({ status, waits, outlooks }: TimeLeft): string | null {
  switch (status.state) {
    case 'submitting':
    case 'finished':
    case 'cancelled':
      return null;
    case 'paused':
      return status.startsAt === null ? 'none while the run is paused' : null;
    case 'held': {
      const moving = secondsOfMoving(waits);
      const rest = moving > 0 ? `; the rest about ${inTime(moving)}` : '';
      return `none while ${heldLines(waits)} held${rest}`;
    }
    case 'running':
      return `about ${inTime(status.etaSeconds ?? 0)}${afterOthers(waits)}${onceWorked(waits, outlooks)}`;
  }
}

function heldLines(waits: readonly Wait[]): string {
  const held = waits.filter(({ isHeld, unsettled }) => isHeld && unsettled > 0);
  return `${inSeries(held.map(({ line }) => lineName(line)))} ${held.length === 1 ? 'is' : 'are'}`;
}

function afterOthers(waits: readonly Wait[]): string {
  const ahead = waits.filter(({ unsettled }) => unsettled > 0).reduce((sum, wait) => sum + wait.ahead, 0);
  return ahead > 0 ? `, after ${inPurchases(ahead)} of other runs` : '';
}

function onceWorked(waits: readonly Wait[], outlooks: TimeLeft['outlooks']): string {
  const waiting = new Set(waits.filter(({ unsettled }) => unsettled > 0).map(({ line }) => lineName(line)));
  const alone = outlooks.filter(({ workers }) => workers === 0).map(({ line }) => lineName(line));
  const awaited = alone.filter((line) => waiting.has(line));
  return awaited.length === 0 ? '' : `, once a worker works ${inSeries(awaited)}`;
}
