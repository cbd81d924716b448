import { accountKeys } from '../../shared/ledger/keys.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { holdLine } from '../../shared/ledger/line-hold.ts';
import { listActiveRuns, type RunRecord, readRun } from '../../shared/ledger/runs.ts';
import type { Line } from '../../shared/line.ts';
import type { Log } from '../../shared/log.ts';
import { type Repetition, repeatUntilStopped } from '../../shared/repeat-until-stopped.ts';
import type { LookRoom } from '../reconcile/room.ts';
import { judgeBalance } from './judge-balance.ts';
import { readBalance } from './read-balance.ts';

/** Whether anybody wants to know is asked this often; the balance itself is looked at ever so often at most. */
const askEveryMs = 2_000;
const lookEveryMs = 30_000;
/** Longer than it takes to look that often, so that misses count as a row only while they follow each other. */
const missesLastMs = 10 * lookEveryMs;

/**
 * Holds the lines of runs that are to stop below a balance, once it falls below it. Every worker does so for the accounts
 * whose lines it works; whoever looks first looks for all of them.
 */
export function watchBalances(room: LookRoom, lines: readonly Line[]): Repetition {
  return repeatUntilStopped(() => lookAtAll(room, lines), {
    everyMs: askEveryMs,
    onError: (error) => room.log.warn({ err: error }, 'Cannot watch the balance'),
  });
}

async function lookAtAll(room: LookRoom, lines: readonly Line[]): Promise<void> {
  const runs = await runsToStop(room.ledger);
  if (runs.length === 0) return;
  const accounts = new Set(lines.map((line) => line.account));
  const look = async (account: string): Promise<void> => {
    // Of all lines, not of our own alone: while we have looked, nobody else does.
    const limits = runs.flatMap((run) => limitOf(run, account));
    if (limits.length > 0 && room.canLook(account)) await lookAtAccount(room.inAccount(account), limits);
  };
  // Side by side: one whose provider does not answer keeps no other waiting.
  await Promise.all(Array.from(accounts, look));
}

/** Lines that a run sends to, of one account, and the balance below which it stops. */
interface Limit {
  readonly run: string;
  readonly stopBelowCents: number;
  readonly lines: readonly Line[];
}

async function runsToStop(ledger: Ledger): Promise<RunRecord[]> {
  const records = await Promise.all((await listActiveRuns(ledger)).map((run) => readRun(ledger, run)));
  return records.filter(
    (record) => record?.phase === 'running' && record.stopBelowCents !== null && record.finishedAtMs === null,
  ) as RunRecord[];
}

function limitOf({ run, lines, stopBelowCents }: RunRecord, account: string): Limit[] {
  const ofAccount = lines.filter((line) => line.account === account);
  return stopBelowCents === null || ofAccount.length === 0 ? [] : [{ run, stopBelowCents, lines: ofAccount }];
}

async function lookAtAccount(room: LookRoom, limits: readonly Limit[]): Promise<void> {
  const { account } = room;
  const { redis, prefix } = room.ledger;
  const { balanceLease, balanceMisses } = accountKeys(prefix, account);
  if ((await redis.set(balanceLease, '1', 'PX', lookEveryMs, 'NX')) === null) return;
  const seen = await readBalance(room.provider.look);
  const misses = seen.kind === 'seen' ? 0 : await redis.incr(balanceMisses);
  if (misses === 0) await redis.del(balanceMisses);
  else {
    await redis.pexpire(balanceMisses, missesLastMs);
    room.log.warn({ account, misses }, 'Cannot read the balance');
  }
  for (const limit of limits) {
    const hold = judgeBalance({ seen, misses, stopBelowCents: limit.stopBelowCents });
    if (hold) await holdAll(room, limit, hold);
  }
}

async function holdAll(
  { ledger, log }: { readonly ledger: Ledger; readonly log: Log },
  { run, lines }: Limit,
  hold: { readonly code: string; readonly reason: string },
): Promise<void> {
  for (const line of lines) {
    if ((await holdLine(ledger, line, hold)) === 'held')
      log.error({ run, ...line, code: hold.code }, 'Line held');
  }
}
