import { setTimeout as delay } from 'node:timers/promises';
import type { SkippableList } from '../../producer/skippable-list.ts';
import { findAction } from '../../shared/actions/index.ts';
import { OperatorError } from '../../shared/errors.ts';
import { type Line, lineName } from '../../shared/line.ts';
import type { Look } from '../../shared/seen.ts';
import { missingDomainCode } from '../../worker/reconcile/domain-grade.ts';
import { withLookRoom } from '../look-at-provider.ts';
import type { OpenLedger } from '../open-ledger.ts';
import type { Setup } from '../setup.ts';
import { readStanding } from './read-standing.ts';

/** How many rows would be skipped, by the line's name; where nobody could look, why. */
export type Skips = ReadonlyMap<string, { readonly count: number } | { readonly unknown: string }>;

export interface SkipsOptions {
  /** Whether domains are looked at before they are bought for. */
  readonly precheck: boolean;
  /** Nothing is bought, so nothing is skipped. */
  readonly isIdle: boolean;
}

/** Nobody waits longer for what is only nice to know. */
const mostSeconds = 3;
/** One look that is out when the time is over is waited for, so it gets a little less. */
const mostMsForOne = 2_000;

/** Looks how many rows of a manifest would be skipped, as far as the accounts' keys may see it, and in a hurry. */
export async function lookForSkips(
  ledger: OpenLedger,
  setup: Setup,
  { skippables, precheck, isIdle }: SkipsOptions & { readonly skippables: SkippableList },
): Promise<Skips> {
  const wanted = skippables.lines().filter(({ line }) => precheck || line.action !== 'CreatePackageOrder');
  if (setup.isSimulated || isIdle || wanted.length === 0) return new Map();
  const requestTimeoutMs = Math.min(mostMsForOne, setup.config.requestTimeoutMs);
  const hurried = { ...setup, config: { ...setup.config, requestTimeoutMs } };
  const timer = new AbortController();
  const over = delay(mostSeconds * 1000, null, { signal: timer.signal });
  over.catch(() => {});
  try {
    return await withLookRoom(ledger, hurried, async (room) => {
      const counts = wanted.map(async ({ line, count }) => {
        if (!(await setup.accounts.get(line.account)?.source.read())) {
          return [lineName(line), { unknown: 'no credentials were found' }] as const;
        }
        const look = onlySeen(room.inAccount(line.account).provider.look, over);
        return [lineName(line), await countSkips(look, line, { count, skippables })] as const;
      });
      return new Map(await Promise.all(counts));
    });
  } finally {
    timer.abort();
  }
}

async function countSkips(
  look: Look,
  line: Line,
  { count, skippables }: { readonly count: number; readonly skippables: SkippableList },
): Promise<{ readonly count: number } | { readonly unknown: string }> {
  const definition = findAction(line.action);
  if (!definition) throw new Error(`Cannot look for an action that is unknown: got ${line.action}`);
  try {
    const isSo = await readStanding(look, definition, { count, skippables: skippables.of(line) });
    let skipped = 0;
    for (const skippable of skippables.of(line)) if (isSo(skippable)) skipped += 1;
    return { count: skipped };
  } catch (error) {
    if (error instanceof OperatorError) return { unknown: error.message };
    throw error;
  }
}

/** Looks that throw an OperatorError unless they show something in time, so that nobody has patience with them. */
function onlySeen(look: Look, over: Promise<null>): Look {
  return async (readBack, params) => {
    const seen = await Promise.race([look(readBack, params), over]);
    if (seen === null) {
      throw new OperatorError(
        'look-in-vain',
        `${readBack.action} did not show all of it within ${mostSeconds} seconds`,
      );
    }
    if (seen.kind === 'unseen') throw new OperatorError('look-in-vain', `${readBack.action} gave no answer`);
    if (seen.kind === 'refused' && seen.code !== missingDomainCode)
      throw new OperatorError('look-refused', `${readBack.action} answered ${seen.code}`);
    return seen;
  };
}
