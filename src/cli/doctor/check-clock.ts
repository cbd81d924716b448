import { request } from 'undici';
import { actions } from '../../shared/actions/index.ts';
import { endpointFor } from '../../shared/endpoint.ts';
import type { Setup } from '../setup.ts';
import type { Check } from './check.ts';

const timeoutMs = 5_000;
/** The API takes signatures that are five minutes off; half of that leaves room for a clock that drifts on. */
const tolerableSeconds = 150;

/** Compares this machine's clock with the one of every endpoint. An endpoint that does not answer is a warning. */
export async function checkClocks({ accounts }: Setup): Promise<Check[]> {
  const urls = new Set(
    [...accounts.values()].flatMap((account) =>
      actions.map((definition) => endpointFor(account, definition).url),
    ),
  );
  return Promise.all([...urls].map(checkClock));
}

async function checkClock(url: string): Promise<Check> {
  const name = 'clock';
  try {
    const offSeconds = Math.round(Math.abs(await readOffsetMs(url)) / 1000);
    // The header counts whole seconds, so one of difference says nothing.
    const finding = `This clock and that of ${url} are ${offSeconds <= 1 ? 'the same' : `${offSeconds} s apart`}.`;
    if (offSeconds <= tolerableSeconds) return { name, state: 'fine', finding, advice: null };
    return {
      name,
      state: 'wrong',
      finding,
      advice: 'Set this machine’s clock, best by NTP: calls signed more than 5 minutes off are refused.',
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      name,
      state: 'warning',
      finding: `${url} does not tell the time: ${reason}`,
      advice: 'Check the network, a proxy, or TCBATCH_ENDPOINT; nothing can be bought until it answers.',
    };
  }
}

/** How far the server's clock is ahead of ours. */
async function readOffsetMs(url: string): Promise<number> {
  const askedAtMs = Date.now();
  const answer = await request(url, {
    method: 'HEAD',
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    reset: true,
    signal: AbortSignal.timeout(timeoutMs),
  });
  await answer.body.dump();
  const date = Date.parse(String(answer.headers.date ?? ''));
  if (Number.isNaN(date)) throw new Error('its answer has no Date');
  return date - (askedAtMs + Date.now()) / 2;
}
