import { lineKeys } from '../shared/ledger/keys.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { holdLine } from '../shared/ledger/line-hold.ts';
import type { Line } from '../shared/line.ts';
import { lineName } from '../shared/line.ts';
import { loadScript } from '../shared/redis/script.ts';

const lineTroubleScript = loadScript(import.meta.url, './line-trouble.lua');

/** With pauses of 1, 2, 4 and 8 s between them: a restart is sat out, a wrong address is told within a quarter minute. */
const missesUntilHold = 5;
/** Five equal answers that nobody understands say something of the account or of us, not of five rows. */
const oddAnswersUntilHold = 5;

/** A call could not be sent at all: everybody pauses, and after a few in a row the line is held. */
export async function noteMiss(ledger: Ledger, line: Line, code: string, message: string): Promise<void> {
  const misses = await countTrouble(ledger, line, 'miss', code);
  if (misses < missesUntilHold) return;
  const reason = `The service could not be reached ${misses} times in a row (${message}). Check the network and the endpoint, then release.`;
  await holdLine(ledger, line, { code, reason });
}

/** An answer with a code nobody knows: after five equal ones in a row the line is held. */
export async function noteOddAnswer(ledger: Ledger, line: Line, code: string): Promise<void> {
  const count = await countTrouble(ledger, line, 'odd', code);
  if (count < oddAnswersUntilHold) return;
  const reason = `The API answered ${count} times in a row with a code that is not known here. Look the code up, settle what is in doubt, then release.`;
  await holdLine(ledger, line, { code, reason });
}

async function countTrouble(ledger: Ledger, line: Line, kind: 'miss' | 'odd', code: string): Promise<number> {
  const { pacer } = lineKeys(ledger.prefix, lineName(line));
  return Number(await lineTroubleScript(ledger.redis, [pacer], [kind, code]));
}
