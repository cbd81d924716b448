import { findAction } from '../shared/actions/index.ts';
import { targetOf } from '../shared/actions/target.ts';
import { followUpActionFor } from '../shared/follow-ups/follow-up-for.ts';
import { type Line, lineName } from '../shared/line.ts';
import type { CheckedRow } from '../shared/purchase.ts';
import { type CheckOptions, checkManifest } from './manifest/check-manifest.ts';
import { manifestHasher } from './manifest/manifest-hasher.ts';
import type { ManifestSource } from './manifest/manifest-source.ts';
import { type CheckSummary, type SummaryOptions, summarizeCheck } from './manifest/summarize-check.ts';
import { type SkippableList, skippableList } from './skippable-list.ts';
import { type TargetList, targetList } from './target-list.ts';

/** What one pass over a manifest learned: whether it may be submitted, and what submitting it would mean. */
export interface Survey extends CheckSummary {
  /** Purchases of all rows. */
  readonly total: number;
  /** Follows from the purchases in their order; the same for two files that ask for the same. */
  readonly manifestHash: string;
  /** Lines that the purchases go to. */
  readonly lines: readonly Line[];
  /** Purchases by the line's name. */
  readonly purchasesByLine: Readonly<Record<string, number>>;
  /** How many purchases are to be followed by another, by the name of its line. */
  readonly followUps: Readonly<Record<string, number>>;
  /** Names of the notes that any row has, in the order met. */
  readonly noteNames: readonly string[];
  /** Targets that should be bought for once. */
  readonly targets: TargetList;
  /** What may be so already, and is then skipped. */
  readonly skippables: SkippableList;
}

/** How to check, and what to do with what is found. */
export type SurveyOptions = CheckOptions & Omit<SummaryOptions, 'onRow'>;

/** Reads a manifest from end to end, checks every row and sums up. Nothing is queued. */
export async function surveyManifest(source: ManifestSource, options: SurveyOptions): Promise<Survey> {
  const hasher = manifestHasher();
  const lines = new Map<string, Line>();
  const purchasesByLine: Record<string, number> = {};
  const followUps: Record<string, number> = {};
  const noteNames = new Set<string>();
  const targets = targetList();
  const skippables = skippableList();
  const onRow = (row: CheckedRow) => {
    hasher.add(row);
    const line = lineName(row);
    lines.set(line, { action: row.action, account: row.account });
    purchasesByLine[line] = (purchasesByLine[line] ?? 0) + row.count;
    if (row.terms.site !== undefined) {
      const next = lineName({ action: followUpActionFor(row.terms.site), account: row.account });
      followUps[next] = (followUps[next] ?? 0) + row.count;
    }
    for (const name of Object.keys(row.notes)) noteNames.add(name);
    const target = targetIn(row);
    skippables.add(row);
    if (target !== null) targets.add({ action: row.action, account: row.account, target });
  };
  const summary = await summarizeCheck(checkManifest(source, options), { ...options, onRow });
  return {
    ...summary,
    total: Object.values(summary.purchases).reduce((sum, count) => sum + count, 0),
    manifestHash: hasher.digest(),
    lines: [...lines.values()],
    purchasesByLine,
    followUps,
    noteNames: [...noteNames],
    targets,
    skippables,
  };
}

function targetIn({ action, params }: CheckedRow): string | null {
  const definition = findAction(action);
  return definition ? targetOf(definition, params) : null;
}
