import { OperatorError } from '../shared/errors.ts';
import { readCrew } from '../shared/ledger/crew.ts';
import { positionOf, runKeys } from '../shared/ledger/keys.ts';
import {
  changeFormat,
  isOfFormat1,
  noteOwnFormat,
  readFormat,
  requireFormat,
} from '../shared/ledger/keyspace-format.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { migrateRecord } from '../shared/ledger/migrate-record.ts';
import { type Replacement, replaceRecords } from '../shared/ledger/replace-records.ts';
import { listRuns, type RunRecord, readRun } from '../shared/ledger/runs.ts';
import { type Line, lineName } from '../shared/line.ts';
import { withQueue } from '../shared/queues.ts';

export interface Migrated {
  readonly runs: number;
  readonly purchases: number;
}

/**
 * Writes a ledger of an older version in this version's form. Cut short and called again, it goes on where it stopped.
 * Throws an OperatorError `workers-alive` while anybody works it, as old and new cannot work it side by side.
 */
export async function migrateLedger(ledger: Ledger): Promise<Migrated> {
  if ((await readFormat(ledger)) !== 1) {
    await requireFormat(ledger);
    await noteOwnFormat(ledger);
    return { runs: 0, purchases: 0 };
  }
  const records = await readRuns(ledger);
  await requireNobodyAtWork(ledger, records);
  let purchases = 0;
  // Cut short, the ledger still says that it is an old one.
  await changeFormat(ledger, 1);
  for (const record of records) purchases += await migrateRun(ledger, record);
  await requireNobodyAtWork(ledger, records);
  await changeFormat(ledger, null);
  return { runs: records.length, purchases };
}

async function readRuns(ledger: Ledger): Promise<RunRecord[]> {
  const newestFirst = await Promise.all((await listRuns(ledger)).map((run) => readRun(ledger, run)));
  return newestFirst.filter((record) => record !== null);
}

async function migrateRun(ledger: Ledger, { run, rows }: RunRecord): Promise<number> {
  let purchases = 0;
  for (const bucket of runKeys(ledger.prefix, run).buckets(rows)) {
    purchases += await migrateBucket(ledger, run, bucket);
  }
  return purchases;
}

async function migrateBucket(ledger: Ledger, run: string, bucket: string): Promise<number> {
  let migrated = 0;
  let cursor = '0';
  do {
    const [next, values] = await ledger.redis.hscan(bucket, cursor, 'COUNT', 500);
    cursor = next;
    const replacements = replacementsOf(values);
    for (let start = 0; start < replacements.length; start += perCall) {
      const batch = replacements.slice(start, start + perCall);
      const row = positionOf(batch[0]?.field ?? '1').row;
      migrated += await replaceRecords(ledger, { run, row }, batch);
    }
  } while (cursor !== '0');
  return migrated;
}

/** Lua hands on no more than some thousand values at once, three for each purchase. */
const perCall = 500;

function replacementsOf(values: readonly string[]): Replacement[] {
  const replacements: Replacement[] = [];
  for (let i = 0; i + 1 < values.length; i += 2) {
    const [field = '', from = ''] = values.slice(i, i + 2);
    if (isOfFormat1(from)) replacements.push({ field, from, to: migrateRecord(from) });
  }
  return replacements;
}

/** Old workers told nobody that they are there, but the server sees their connections, wherever it may be asked. */
async function requireNobodyAtWork(ledger: Ledger, records: readonly RunRecord[]): Promise<void> {
  const lines = new Map(records.flatMap((record) => record.lines).map((line) => [lineName(line), line]));
  for (const [name, line] of lines) {
    const workers = (await readCrew(ledger, line)).length + (await countConnected(ledger, line));
    if (workers === 0) continue;
    throw new OperatorError('workers-alive', `Cannot migrate the ledger as workers of ${name} are there`, {
      advice: 'End every `tcbatch worker` of the older version first; what is in flight gets its outcome.',
    });
  }
}

function countConnected(ledger: Ledger, line: Line): Promise<number> {
  return withQueue(ledger.redis, ledger.prefix, line, async (queue) => (await queue.getWorkers()).length);
}
