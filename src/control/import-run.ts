import type { ArchiveLine } from '../shared/archive/archive-line.ts';
import { countFollowUps, emptyTally } from '../shared/archive/count-follow-ups.ts';
import type { Archive } from '../shared/archive/read-archive.ts';
import { OperatorError } from '../shared/errors.ts';
import { companionOf } from '../shared/follow-ups/companion.ts';
import { everyRunKey, runKeys } from '../shared/ledger/keys.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { hasFollowUps, listImported, parseRun, type RunRecord, readRun } from '../shared/ledger/runs.ts';
import { removeTombstone } from '../shared/ledger/tombstones.ts';
import { writeCompanion, writeFollowUps } from './import-follow-ups.ts';
import { writeStoredPurchases } from './write-stored-purchases.ts';

/**
 * Brings the books of an archived run back, for reading: nothing of it is ever queued or sent. The run appears once all
 * of it is there; cut short and called again, it begins anew. Throws an OperatorError `run-exists` where the ledger has
 * it. Returns the run's record.
 */
export async function importRun(ledger: Ledger, archive: Archive): Promise<RunRecord> {
  const { run } = archive;
  if ((await readRun(ledger, run)) !== null) {
    throw new OperatorError('run-exists', `Cannot import run ${run} as the ledger has it already`, {
      advice: `See \`tcbatch report ${run}\`.`,
    });
  }
  const described = describedIn(archive);
  const record = parseRun(run, described);
  // What an import left that was cut short.
  for (const part of [run, companionOf(run)]) {
    for (const key of everyRunKey(ledger.prefix, part, record.rows)) await ledger.redis.unlink(key);
  }
  const followUps = emptyTally();
  for await (const line of archive.lines()) {
    await writeLine(ledger, run, line);
    await writeFollowUps(ledger, run, line);
    countFollowUps(followUps, line);
  }
  if (hasFollowUps(record) && archive.holdsFollowUps) await writeCompanion(ledger, record, followUps);
  await ledger.redis.hset(runKeys(ledger.prefix, run).run, { ...described, phase: phaseFor(record) });
  await listImported(ledger, record);
  await removeTombstone(ledger, run);
  return record;
}

/** Which server held it tells nothing here, and nothing of it is sent. */
const fenceFields = ['server', 'replicas', 'confirmed', 'weakenedAt'];

function describedIn({ description }: Archive): Record<string, string> {
  const fields = { ...description };
  for (const name of fenceFields) delete fields[name];
  return fields;
}

function phaseFor({ phase }: RunRecord): string {
  return phase === 'cancelled' ? 'cancelled' : 'archived';
}

async function writeLine(ledger: Ledger, run: string, line: ArchiveLine): Promise<void> {
  const { redis } = ledger;
  const keys = runKeys(ledger.prefix, run);
  if ('hash' in line) {
    // The run itself comes last, as it is what makes the others be found.
    if (line.hash !== 'run') await redis.hset(keys[line.hash], Object.fromEntries(line.fields));
  } else if ('stream' in line) {
    for (const [id, values] of line.entries) await redis.xadd(keys[line.stream], id, ...values);
  } else if ('questions' in line) {
    for (const [member, score] of line.questions) await redis.zadd(keys.questions, score, member);
  } else if ('baseline' in line) {
    await redis.sadd(keys.baseline, ...line.baseline);
  } else if ('purchases' in line) {
    await writeStoredPurchases(ledger, run, line.purchases);
  }
}
