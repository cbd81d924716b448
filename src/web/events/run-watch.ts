import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { readStatusOf } from '../../report/read-status.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import type { Counts } from '../../shared/ledger/read-counts.ts';
import { readRun } from '../../shared/ledger/runs.ts';
import type { Log } from '../../shared/log.ts';
import type { RunStatus } from '../../shared/run.ts';

/** Where a run stood at one moment. */
export interface Reading {
  /** Grows, and ends in what stands for the status: two equal ends are the same status. */
  readonly id: string;
  readonly status: RunStatus;
  /** By the line's name: `CreatePlan`, or `CreatePlan.acme` for another account. */
  readonly byAction: Readonly<Record<string, Counts>>;
}

export interface Watcher {
  readonly onReading: (reading: Reading) => void;
  /** The run is no more. */
  readonly onGone: () => void;
}

/** Watches runs for whoever asks: each run is read once, however many watch it. */
export interface RunWatch {
  /** Adds a watcher, who is told at once where the run stands. Returns what ends it. */
  readonly add: (run: string, watcher: Watcher) => () => void;
  /** Runs that are watched. */
  readonly size: () => number;
  readonly close: () => void;
}

/** Four times a second is as often as anybody is told. */
const lookEveryMs = 250;
/** A run that is over changes only when somebody retries it. */
const lookAtFinishedEveryMs = 2_000;

export function watchRuns(ledger: Ledger, log: Log): RunWatch {
  const watched = new Map<string, Watched>();
  const stop = new AbortController();
  const isStopped = () => stop.signal.aborted;

  const follow = async (run: string, entry: Watched) => {
    while (entry.watchers.size > 0 && !isStopped()) {
      await look(ledger, run, entry).catch((error: unknown) => {
        // Redis may be away for a while; whoever watches keeps what they saw last.
        log.debug({ run, reason: String(error) }, 'A run that is watched could not be read');
      });
      await wait(pauseAfter(entry.last), undefined, { signal: stop.signal }).catch(() => {});
    }
    if (watched.get(run) === entry) watched.delete(run);
  };
  return {
    add: (run, watcher) => {
      let entry = watched.get(run);
      if (entry && entry.watchers.size > 0) {
        entry.watchers.add(watcher);
        if (entry.last) watcher.onReading(entry.last);
      } else {
        entry = { watchers: new Set([watcher]), last: null };
        watched.set(run, entry);
        void follow(run, entry);
      }
      const { watchers } = entry;
      return () => watchers.delete(watcher);
    },
    size: () => watched.size,
    close: () => stop.abort(),
  };
}

interface Watched {
  readonly watchers: Set<Watcher>;
  last: Reading | null;
}

async function look(ledger: Ledger, run: string, entry: Watched): Promise<void> {
  const record = await readRun(ledger, run);
  if (!record) {
    for (const watcher of entry.watchers) watcher.onGone();
    entry.watchers.clear();
    return;
  }
  const { status, counts } = await readStatusOf(ledger, record);
  const id = `${Date.now()}-${digestOf(status)}`;
  if (entry.last && digestPart(entry.last.id) === digestPart(id)) return;
  entry.last = { id, status, byAction: Object.fromEntries(counts.byLine) };
  for (const watcher of entry.watchers) watcher.onReading(entry.last);
}

function pauseAfter(last: Reading | null): number {
  const isOver = last?.status.state === 'finished' || last?.status.state === 'cancelled';
  return isOver ? lookAtFinishedEveryMs : lookEveryMs;
}

function digestOf(status: unknown): string {
  return createHash('sha256').update(JSON.stringify(status)).digest('hex').slice(0, 12);
}

function digestPart(id: string): string {
  return id.slice(id.indexOf('-') + 1);
}
