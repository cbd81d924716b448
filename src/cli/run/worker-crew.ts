import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '../../shared/environment.ts';
import { noMetrics } from '../../shared/variable-rules.ts';
import { say } from '../terminal.ts';
import { type OwnProcess, startOwnProcess } from './own-process.ts';

/** The worker processes of one run. */
export interface WorkerCrew {
  /** Why no worker is left that could go on; null while there is one. */
  readonly failure: () => string | null;
  /** Lets what is in flight finish, and waits until every process is gone. Safe to call twice. */
  readonly drain: () => Promise<void>;
  /** Ends every process at once. */
  readonly kill: () => void;
}

export interface CrewOptions {
  readonly environment: Environment;
  readonly size: number;
  readonly arguments: readonly string[];
  /** More deaths than these are no accident; 10 unless told. */
  readonly mostReplacements?: number;
  /** Before a worker that died is replaced. */
  readonly pauseMs?: number;
  /** Where the worker on a seat, counted from 1, tells its metrics; null: nowhere, and so unless told. */
  readonly metricsPortOf?: (seat: number) => number | null;
  /** Told once, when no worker is left that could go on. */
  readonly onFailure?: (reason: string) => void;
}

/** Starts `size` workers and keeps as many working until they are drained. */
export function startCrew(options: CrewOptions): WorkerCrew {
  const { environment, size, mostReplacements = 10, pauseMs = 0, metricsPortOf = () => null } = options;
  const members = new Set<OwnProcess>();
  let isDraining = false;
  let replacements = 0;
  let failure: string | null = null;

  const hire = (seat: number) => {
    // Two processes cannot listen on one port, so none inherits ours.
    const TCBATCH_METRICS_PORT = String(metricsPortOf(seat) ?? noMetrics);
    const member = startOwnProcess(['worker', ...options.arguments], {
      environment: { ...environment, TCBATCH_METRICS_PORT },
    });
    members.add(member);
    void member.ended.then((code) => {
      members.delete(member);
      if (!isDraining) void replace(seat, code);
    });
  };
  const replace = async (seat: number, code: number | null) => {
    // A wrong setup stays wrong, and its reason stands on standard error already.
    if (code === 2 || replacements === mostReplacements) {
      failure ??= code === 2 ? 'The worker cannot work with this setup.' : 'Workers keep dying.';
      options.onFailure?.(failure);
      return;
    }
    replacements += 1;
    say(
      `A worker ended unexpectedly (${code === null ? 'killed' : `exit code ${code}`}); another one takes over.`,
    );
    if (pauseMs > 0) await delay(pauseMs, undefined, { ref: false });
    if (!isDraining) hire(seat);
  };
  for (let seat = 1; seat <= size; seat += 1) hire(seat);
  return {
    failure: () => failure,
    drain: async () => {
      isDraining = true;
      await Promise.all(Array.from(members, (member) => member.drain()));
    },
    kill: () => {
      isDraining = true;
      for (const member of members) member.kill();
    },
  };
}
