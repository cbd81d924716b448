import { calledActions } from '../../shared/actions/index.ts';
import type { Config } from '../../shared/config.ts';
import { handsNeeded } from '../../shared/hands-needed.ts';
import { readCrew } from '../../shared/ledger/crew.ts';
import { readLineRate } from '../../shared/ledger/line-rate.ts';
import { defaultAccount } from '../../shared/line.ts';
import { type OpenLedger, withLedger } from '../open-ledger.ts';
import type { Check } from './check.ts';

/** Whether the workers that run have enough purchases in hand for the latency they see; nothing where none do. */
export function checkConcurrency(config: Config): Promise<Check[]> {
  return withLedger(config, async (ledger) => {
    const checks = await Promise.all(calledActions.map(({ name }) => checkLine(ledger, name)));
    return checks.filter((check) => check !== null);
  });
}

async function checkLine(ledger: OpenLedger, action: string): Promise<Check | null> {
  const line = { action, account: defaultAccount };
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
    finding: `${action} ${roundTrip}: ${callsPerSecond} calls a second need ${needed} purchases in hand at once, and ${has}.`,
    advice: isEnough ? null : `Start each with --concurrency ${concurrency}, or start more workers.`,
  };
}
