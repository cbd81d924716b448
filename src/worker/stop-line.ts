import { ruleForCode } from '../shared/actions/rule-for-code.ts';
import { holdLine } from '../shared/ledger/line-hold.ts';
import type { Bench } from './bench.ts';
import { untilWritten } from './until-written.ts';

/** Holds a line for a code that would meet every other purchase too, and lets go of what was about to be sent. */
export async function stopLine({ definition, ledger, line, log, pacer }: Bench, code: string): Promise<void> {
  pacer.revoke();
  const { remedy } = ruleForCode(definition, code);
  const held = await untilWritten(log, () => holdLine(ledger, line, { code, reason: remedy }));
  // Of the calls that were on their way together, one tells.
  if (held === 'held') log.error({ code }, 'Line held');
}
