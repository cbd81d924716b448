import { OperatorError } from '../shared/errors.ts';
import { writeLineAudit } from '../shared/ledger/audit.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { setLineRate } from '../shared/ledger/line-rate.ts';
import { type Line, lineName } from '../shared/line.ts';
import { mostCallsPerSecond, rate } from '../shared/variable-rules.ts';
import type { Hand } from './act.ts';

/**
 * Sets a line's rate for every process, as a person wrote it: calls a second, or `default` for what each process was
 * started with. Returns what is set now. Throws an OperatorError for what TCBATCH_RATE would not take either.
 */
export async function changeRateByHand(
  ledger: Ledger,
  line: Line,
  { wanted, hand }: { readonly wanted: string; readonly hand: Hand },
): Promise<number | null> {
  const callsPerSecond = readWanted(line, wanted);
  await setLineRate(ledger, line, callsPerSecond);
  await writeLineAudit(ledger, line, { ...hand, what: `rate ${wanted}` });
  return callsPerSecond;
}

function readWanted(line: Line, wanted: string): number | null {
  if (wanted === 'default') return null;
  const read = rate(mostCallsPerSecond).safeParse(wanted);
  if (read.success) return read.data;
  throw new OperatorError(
    'rate-invalid',
    `Cannot set the rate of ${lineName(line)} as ${read.error.issues[0]?.message}: got ${wanted}`,
    { advice: 'Give a number such as 5, or `default` for what each worker was started with.' },
  );
}
