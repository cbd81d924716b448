import { OperatorError } from '../shared/errors.ts';
import { endpointHosts, isLive } from './live-account.ts';
import type { Setup } from './setup.ts';

/**
 * Refuses to buy where the environment wants calls to go through a proxy: the moment at which a call leaves could not
 * be told, and a proxy may repeat one. Throws an OperatorError, as passing the wish over could leak what it forbids.
 */
export function requireDirectWay(setup: Pick<Setup, 'accounts' | 'environment'>): void {
  const { environment } = setup;
  const name = ['HTTPS_PROXY', 'https_proxy'].find((variable) => environment[variable]);
  if (name === undefined || !isLive(setup)) return;
  const excepted = (environment.NO_PROXY || environment.no_proxy || '').split(',').map((text) => text.trim());
  const proxied = endpointHosts(setup.accounts.values()).filter((host) => !isExcepted(host, excepted));
  if (proxied.length === 0) return;
  throw new OperatorError(
    'proxy-unsupported',
    `Cannot buy through a proxy as calls must leave at their moment: got ${name} for ${proxied.join(', ')}`,
    { advice: 'Let the hosts be reached directly and name them in NO_PROXY: NO_PROXY=.tencentcloudapi.com' },
  );
}

function isExcepted(host: string, excepted: readonly string[]): boolean {
  const name = host.replace(/:\d+$/, '');
  return excepted.some((entry) => {
    const suffix = entry.replace(/^\*?\.?/, '');
    return entry === '*' || (suffix !== '' && (name === suffix || name.endsWith(`.${suffix}`)));
  });
}
