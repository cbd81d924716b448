import { createHash } from 'node:crypto';
import { companionOf } from '../follow-ups/companion.ts';
import { readHandOvers } from '../ledger/hand-overs.ts';
import { groupByBucket, runKeys } from '../ledger/keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { readStoredBatches, readStoredPositions } from '../ledger/read-purchases.ts';
import { hasFollowUps, type RunRecord } from '../ledger/runs.ts';
import { readLineDeeds } from '../line-deeds.ts';
import type { Position } from '../purchase.ts';
import { requireSettled } from '../require-settled.ts';
import { type ArchiveLine, archivedHashes, archivedStreams, archiveVersion } from './archive-line.ts';

const entriesPerLine = 500;

/**
 * Writes the books of a run down as lines of JSON, the purchases in row order, exactly as they are stored. Memory does
 * not grow with the run. Throws an OperatorError `run-unsettled` for a run whose books still change.
 */
export async function* writeArchive(ledger: Ledger, record: RunRecord): AsyncGenerator<string> {
  await requireSettled(ledger, record, 'archive');
  const digest = createHash('sha256');
  const header = {
    archive: 'tcbatch',
    version: archiveVersion,
    run: record.run,
    madeAt: new Date().toISOString(),
  };
  let purchases = 0;
  for await (const line of linesOf(ledger, record, header)) {
    const text = `${JSON.stringify(line)}\n`;
    digest.update(text);
    if ('purchases' in line) purchases += line.purchases.length;
    yield text;
  }
  // Whoever retried or resolved something meanwhile changed books that were being copied.
  await requireSettled(ledger, record, 'archive');
  yield `${JSON.stringify({ end: true, purchases, sha256: digest.digest('hex') })}\n`;
}

async function* linesOf<Header>(
  ledger: Ledger,
  record: RunRecord,
  header: Header,
): AsyncGenerator<Header | ArchiveLine> {
  yield header;
  for (const name of archivedHashes) yield* hashLines(ledger, record.run, name);
  for (const name of archivedStreams) yield* streamLines(ledger, record.run, name);
  yield* indexLines(ledger, record.run);
  yield { lineDeeds: await readLineDeeds(ledger, record) };
  for await (const batch of readStoredBatches(ledger, record.run)) {
    yield { purchases: batch.map(({ row, index, stored }) => [row, index, stored]) };
    if (hasFollowUps(record)) yield* followUpLines(ledger, companionOf(record.run), batch);
  }
}

async function* followUpLines(
  ledger: Ledger,
  companion: string,
  positions: readonly Position[],
): AsyncGenerator<ArchiveLine> {
  for (const group of groupByBucket(positions, ({ row }) => row)) {
    const found = await readStoredPositions(ledger, companion, group);
    if (found.length === 0) continue;
    const handOvers = await readHandOvers(ledger, companion, found);
    yield { followUps: found.map(({ row, index, stored }, i) => [row, index, stored, handOvers[i] ?? null]) };
  }
}

async function* hashLines(
  { redis, prefix }: Ledger,
  run: string,
  name: (typeof archivedHashes)[number],
): AsyncGenerator<ArchiveLine> {
  const key = runKeys(prefix, run)[name];
  let cursor = '0';
  do {
    const [next, values] = await redis.hscan(key, cursor, 'COUNT', entriesPerLine);
    cursor = next;
    if (values.length > 0) yield { hash: name, fields: inPairs(values) };
  } while (cursor !== '0');
}

async function* streamLines(
  { redis, prefix }: Ledger,
  run: string,
  name: (typeof archivedStreams)[number],
): AsyncGenerator<ArchiveLine> {
  const key = runKeys(prefix, run)[name];
  let from = '-';
  for (;;) {
    const entries = await redis.xrange(key, from, '+', 'COUNT', entriesPerLine);
    const last = entries.at(-1);
    if (!last) return;
    yield { stream: name, entries };
    from = `(${last[0]}`;
  }
}

async function* indexLines({ redis, prefix }: Ledger, run: string): AsyncGenerator<ArchiveLine> {
  const keys = runKeys(prefix, run);
  let cursor = '0';
  do {
    const [next, values] = await redis.zscan(keys.questions, cursor, 'COUNT', entriesPerLine);
    cursor = next;
    if (values.length > 0) yield { questions: inPairs(values) };
  } while (cursor !== '0');
  do {
    const [next, members] = await redis.sscan(keys.baseline, cursor, 'COUNT', entriesPerLine);
    cursor = next;
    if (members.length > 0) yield { baseline: members };
  } while (cursor !== '0');
}

function inPairs(values: readonly string[]): [string, string][] {
  return Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i] ?? '', values[2 * i + 1] ?? '']);
}
