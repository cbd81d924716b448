import type { ProxyRules } from '../../shared/outgoing/proxy-rules.ts';
import { wayTo, whyBarred } from '../../shared/outgoing/way-to.ts';
import { endpointUrls } from '../live-account.ts';
import { adviceOn } from '../require-sealed-way.ts';
import type { Setup } from '../setup.ts';
import type { Check } from './check.ts';

/** Through which proxy each endpoint is reached; nothing where the environment names none. */
export function checkProxies({ accounts, config: { proxies } }: Setup): Check[] {
  if (proxies.https === null && proxies.http === null) return [];
  return endpointUrls(accounts.values()).map((url) => checkWay(url, proxies));
}

function checkWay(url: string, proxies: ProxyRules): Check {
  const name = 'proxy';
  const way = wayTo(proxies, new URL(url));
  switch (way.kind) {
    case 'straight':
      return { name, state: 'fine', finding: `${url} is reached without a proxy.`, advice: null };
    case 'proxied': {
      const { shown, variable } = way.proxy;
      const finding = `${url} is reached through ${shown} (${variable}), which cannot read the calls.`;
      return { name, state: 'fine', finding, advice: null };
    }
    default: {
      const finding = `Nothing is bought at ${url}, as ${whyBarred(way)}.`;
      return { name, state: 'wrong', finding, advice: adviceOn(url, way.kind) };
    }
  }
}
