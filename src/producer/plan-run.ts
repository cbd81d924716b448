import { createHash } from 'node:crypto';
import { fewAhead } from '../shared/few-ahead.ts';
import { findBought, isAnyTargetBought, type Target } from '../shared/ledger/bought-targets.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { lineName, parseLineName, type ShownLine, shownLine } from '../shared/line.ts';
import { runFor } from './run-for.ts';
import type { Survey } from './survey-manifest.ts';
import type { TargetList } from './target-list.ts';

/** What submitting a manifest would do. */
export interface Plan {
  /** Stands for exactly this: these purchases in this order, as this run. */
  readonly hash: string;
  readonly manifest: string;
  readonly run: string;
  /** The manifest was submitted before, and would buy nothing again. */
  readonly existing: boolean;
  /** When that run was forgotten; null where it was not. ISO 8601 UTC. */
  readonly forgottenAt: string | null;
  /** The last run of the same manifest, where this one would be bought beside it before it is finished. */
  readonly besideRun: string | null;
  readonly rows: number;
  readonly total: number;
  readonly purchases: Readonly<Record<string, number>>;
  /** What is to follow purchases once they are made, by the name of its line. */
  readonly followUps: Readonly<Record<string, number>>;
  /** What each account would pay for: purchases by action. */
  readonly accounts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Targets of this manifest that an earlier run bought for; the first hundred. */
  readonly boughtBefore: readonly BoughtBefore[];
  readonly boughtBeforeCount: number;
  /** At the rate that the lines make, after what other runs queued, and without a hold; lines go side by side. */
  readonly durationSeconds: number;
  /** Lines that are held: nothing of them is bought until somebody releases them. */
  readonly held: readonly string[];
  /** Purchases of other runs that are bought before these. */
  readonly ahead: number;
}

/** A target that was bought for before, and in which run. */
export interface BoughtBefore extends ShownLine {
  readonly target: string;
  readonly run: string;
}

/** What awaits the purchases of one line. */
export interface Prospect {
  readonly callsPerSecond: number;
  /** Purchases that were queued before. */
  readonly ahead: number;
  readonly isHeld: boolean;
}

export interface PlanOptions {
  /** Buy the manifest again, on purpose. */
  readonly again: boolean;
  /** The manifest's file name. */
  readonly manifest: string;
  /** By the line's name, for every line of the manifest. */
  readonly prospects: Readonly<Record<string, Prospect>>;
}

const targetsShown = 100;
/** Looks for some targets that are under way while others are gone through. */
const looksAhead = 2;

/** Plans a run from a survey that found no problem. */
export async function planRun(ledger: Ledger, survey: Survey, options: PlanOptions): Promise<Plan> {
  const { run, existing, forgottenAt, besideRun } = await runFor(ledger, survey.manifestHash, options.again);
  const { shown, count } = await boughtBefore(ledger, survey.targets, run);
  const { prospects } = options;
  const held = existing ? [] : survey.lines.map(lineName).filter((line) => prospects[line]?.isHeld);
  return {
    hash: planHash(run, survey.manifestHash),
    manifest: options.manifest,
    run,
    existing,
    forgottenAt,
    besideRun,
    rows: survey.rows,
    total: survey.total,
    purchases: survey.purchases,
    followUps: survey.followUps,
    accounts: purchasesByAccount(survey),
    boughtBefore: shown,
    boughtBeforeCount: count,
    durationSeconds: existing ? 0 : secondsFor(survey.purchasesByLine, prospects),
    held,
    ahead: existing ? 0 : Object.values(prospects).reduce((sum, prospect) => sum + prospect.ahead, 0),
  };
}

function purchasesByAccount({ purchasesByLine }: Survey): Plan['accounts'] {
  const accounts: Record<string, Record<string, number>> = {};
  for (const [line, count] of Object.entries(purchasesByLine)) {
    const { action, account } = parseLineName(line);
    accounts[account] = { ...accounts[account], [action]: count };
  }
  return accounts;
}

function secondsFor(
  purchases: Readonly<Record<string, number>>,
  prospects: Readonly<Record<string, Prospect>>,
): number {
  const seconds = Object.entries(purchases).map(([line, count]) => {
    const prospect = prospects[line];
    return prospect ? (prospect.ahead + count) / prospect.callsPerSecond : 0;
  });
  return Math.ceil(Math.max(0, ...seconds));
}

/** Names a plan, for a person who approves it and a script that runs it later. */
export function planHash(run: string, manifestHash: string): string {
  return createHash('sha256').update(`${run} ${manifestHash}`).digest('hex').slice(0, 16);
}

async function boughtBefore(ledger: Ledger, targets: TargetList, ownRun: string) {
  const shown: BoughtBefore[] = [];
  let count = 0;
  if (!(await isAnyTargetBought(ledger))) return { shown, count };
  const look = async (batch: readonly Target[]) => ({ batch, runs: await findBought(ledger, batch) });
  for await (const { batch, runs } of fewAhead(targets.batches(), looksAhead, look)) {
    for (const [i, target] of batch.entries()) {
      const run = runs[i];
      if (!run || run === ownRun) continue;
      count += 1;
      if (shown.length < targetsShown) shown.push({ ...shownLine(target), target: target.target, run });
    }
  }
  return { shown, count };
}
