import { calledActions } from '../../shared/actions/index.ts';
import { handsNeeded } from '../../shared/hands-needed.ts';
import { readCrew } from '../../shared/ledger/crew.ts';
import { readLineRate } from '../../shared/ledger/line-rate.ts';
import { type Line, lineName } from '../../shared/line.ts';
import { type OpenLedger, withLedger } from '../open-ledger.ts';
import type { Setup } from '../setup.ts';
import type { Check } from './check.ts';

/** Whether the workers that run have enough purchases in hand for the latency they see; nothing where none do. */
export function checkConcurrency({ config, accounts }: Setup): Promise<Check[]> {
  return withLedger(config, async (ledger) => {
    const lines = [...accounts.keys()].flatMap((account) =>
      calledActions.map(({ name }) => ({ action: name, account })),
    );
    const checks = await Promise.all(lines.map((line) => checkLine(ledger, line)));
    return checks.filter((check) => check !== null);
  });
}

async function checkLine(ledger: OpenLedger, line: Line): Promise<Check | null> {
  const [crew, setByHand] = await Promise.all([readCrew(ledger, line), readLineRate(ledger, line)]);
  const hands = handsNeeded(crew, setByHand);
  if (hands === null) return null;
  const { needed, inHand, workers, concurrency, callsPerSecond, latency } = hands;
  const roundTrip = `answers after ${Math.round(latency.roundTripMs)} ms`;
  const has = `${workers === 1 ? '1 worker has' : `${workers} workers have`} ${inHand} purchases in hand`;
  const isEnough = inHand >= needed;
  return {
    name: 'concurrency',
    state: isEnough ? 'fine' : 'warning',
    finding: `${lineName(line)} ${roundTrip}: ${callsPerSecond} calls a second need ${needed} purchases in hand at once, and ${has}.`,
    advice: isEnough ? null : `Start each with --concurrency ${concurrency}, or start more workers.`,
  };
}
