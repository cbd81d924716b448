import { request } from 'undici';
import type { ProxyRules } from '../../shared/outgoing/proxy-rules.ts';
import { withAgent } from '../../shared/outgoing/with-agent.ts';
import { endpointUrls } from '../live-account.ts';
import type { Setup } from '../setup.ts';
import type { Check } from './check.ts';

const timeoutMs = 5_000;
/** The API takes signatures that are five minutes off; half of that leaves room for a clock that drifts on. */
const tolerableSeconds = 150;

/** Compares this machine's clock with the one of every endpoint. An endpoint that does not answer is a warning. */
export async function checkClocks({ accounts, config }: Setup): Promise<Check[]> {
  return Promise.all(endpointUrls(accounts.values()).map((url) => checkClock(url, config.proxies)));
}

async function checkClock(url: string, proxies: ProxyRules): Promise<Check> {
  const name = 'clock';
  try {
    const offSeconds = Math.round(Math.abs(await readOffsetMs(url, proxies)) / 1000);
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
async function readOffsetMs(url: string, proxies: ProxyRules): Promise<number> {
  const askedAtMs = Date.now();
  const answered = await withAgent({ proxies, timeoutMs }, async (dispatcher) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const { headers, body } = await request(url, { method: 'HEAD', dispatcher, signal });
    await body.dump();
    return headers;
  });
  const date = Date.parse(String(answered.date ?? ''));
  if (Number.isNaN(date)) throw new Error('its answer has no Date');
  return date - (askedAtMs + Date.now()) / 2;
}
