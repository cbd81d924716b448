import type { ArchiveLine } from '../shared/archive/archive-line.ts';
import { countFollowUps, emptyTally, type FollowUpTally } from '../shared/archive/count-follow-ups.ts';
import type { Archive } from '../shared/archive/read-archive.ts';
import { companionOf } from '../shared/follow-ups/companion.ts';
import { type AuditEntry, parseAuditEntry } from '../shared/ledger/audit.ts';
import { parseCounts, type RunCounts } from '../shared/ledger/read-counts.ts';
import { type PurchaseRecord, parseRecord } from '../shared/ledger/record.ts';
import { hasFollowUps, parseRun, type RunRecord } from '../shared/ledger/runs.ts';
import { comparePositions } from '../shared/purchase.ts';
import type { Books } from './books.ts';
import { groupErrors } from './error-groups.ts';
import { type FollowedPurchase, type FollowUpRecord, followUpOf } from './follow-up.ts';
import type { FollowUpReading } from './read-follow-ups.ts';
import type { RunSummary } from './read-summary.ts';
import { runStatus } from './run-status.ts';

/** Opens the books in an archive. Reads all of it but the purchases, which each report reads again. */
export async function archivedBooks(archive: Archive): Promise<Books> {
  const { record, counts, followUps, deeds, hasCount } = await gather(archive);
  return {
    record,
    purchases: () => purchasesIn(archive),
    joinFollowUps: (batches) => joinArchived(archive, batches),
    readSummary: async () => summaryOf({ record, counts, followUps }, deeds),
    readColumns: async () => ({ noteNames: record.noteNames ?? [], hasCount }),
  };
}

interface Gathered {
  readonly record: RunRecord;
  readonly counts: RunCounts;
  readonly followUps: FollowUpReading | null;
  readonly deeds: readonly AuditEntry[];
  readonly hasCount: boolean;
}

async function gather(archive: Archive): Promise<Gathered> {
  const hashes = { run: {}, counts: {}, errors: {}, rowCounts: {} };
  const tally = emptyTally();
  const deeds: AuditEntry[] = [];
  let hasCount = false;
  for await (const line of archive.lines()) {
    countFollowUps(tally, line);
    // Of these one is as good as all, and there may be millions.
    if ('hash' in line && line.hash === 'rowCounts') hasCount = true;
    else if ('hash' in line) Object.assign(hashes[line.hash], Object.fromEntries(line.fields));
    else if ('stream' in line && line.stream === 'audit') deeds.push(...line.entries.map(parseAuditEntry));
    else if ('lineDeeds' in line) deeds.push(...line.lineDeeds);
  }
  const { run, counts, errors } = hashes;
  const record = parseRun(archive.run, run);
  return {
    record,
    followUps: archive.holdsFollowUps && hasFollowUps(record) ? followUpReading(record, tally) : null,
    counts: parseCounts({ counts, errors, calls: {}, readAtMs: 0 }),
    deeds: deeds.sort((a, b) => a.at.localeCompare(b.at)),
    hasCount,
  };
}

function followUpReading(
  record: RunRecord,
  { counts, errors, finishedAtMs }: FollowUpTally,
): FollowUpReading {
  return {
    record: { ...record, run: companionOf(record.run), finishedAtMs },
    counts: parseCounts({ counts, errors, calls: {}, readAtMs: 0 }),
    outlooks: [],
    hasQuestions: false,
  };
}

async function* purchasesIn(archive: Archive): AsyncGenerator<readonly PurchaseRecord[]> {
  for await (const line of archive.lines()) {
    if ('purchases' in line) yield line.purchases.map(readPurchase);
  }
}

/** Reads the archive once more beside its purchases, as what followed them stands behind them in the same order. */
async function* joinArchived(
  archive: Archive,
  batches: AsyncIterable<readonly PurchaseRecord[]>,
): AsyncGenerator<readonly FollowedPurchase[]> {
  const followUps = followUpsIn(archive);
  let next = await followUps.next();
  try {
    for await (const batch of batches) {
      const joined: FollowedPurchase[] = [];
      for (const purchase of batch) {
        // Of purchases that were left out what followed them is too.
        while (!next.done && comparePositions(next.value.record, purchase) < 0) next = await followUps.next();
        const isHere = !next.done && comparePositions(next.value.record, purchase) === 0;
        joined.push({ ...purchase, followUp: followUpOf(purchase, isHere ? (next.value ?? null) : null) });
      }
      yield joined;
    }
  } finally {
    await followUps.return(undefined);
  }
}

async function* followUpsIn(archive: Archive): AsyncGenerator<FollowUpRecord, undefined> {
  for await (const line of archive.lines()) {
    if (!('followUps' in line)) continue;
    for (const [row, index, stored, handOver] of line.followUps)
      yield { record: parseRecord({ row, index }, stored), handOver };
  }
}

function readPurchase([row, index, stored]: PurchasesOf<ArchiveLine>[number]): PurchaseRecord {
  return parseRecord({ row, index }, stored);
}

type PurchasesOf<Line> = Line extends { purchases: infer Purchases } ? Purchases : never;

/** Nothing of an archived run waits for a line, or is in doubt. */
function summaryOf(
  { record, counts, followUps }: Pick<Gathered, 'record' | 'counts' | 'followUps'>,
  deeds: readonly AuditEntry[],
): RunSummary {
  return {
    status: runStatus({ record, counts, outlooks: [], traffic: [], followUps }),
    byLine: counts.byLine,
    outlooks: [],
    waits: [],
    followUps,
    failures: groupErrors(counts.errors.filter(({ state }) => state === 'failed')),
    doubts: [],
    inDoubt: [],
    deeds,
  };
}
