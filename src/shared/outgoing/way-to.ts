import type { NamedProxy, ProxyRules, ProxyServer } from './proxy-rules.ts';

/** A place that connections are opened to, as a URL or undici has it. */
export interface Place {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
}

/**
 * How a place is reached.
 * - `straight`: without a proxy
 * - `proxied`: through a proxy that sees no more than the place's name
 * - `unusable`: through a proxy that tcbatch cannot use
 * - `unsealed`: through a proxy that could read and repeat what is sent, as nothing encrypts it
 */
export type Way =
  | { readonly kind: 'straight' }
  | { readonly kind: 'proxied'; readonly proxy: NamedProxy; readonly server: ProxyServer }
  | { readonly kind: 'unusable' | 'unsealed'; readonly proxy: NamedProxy };

/** A way that is not taken. */
export type BarredWay = Extract<Way, { readonly kind: 'unusable' | 'unsealed' }>;

/** How the environment wants a place to be reached. */
export function wayTo(rules: ProxyRules, { protocol, hostname, port }: Place): Way {
  const isSealed = protocol === 'https:';
  const proxy = isSealed ? rules.https : rules.http;
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const isExcepted = rules.excepted.some((entry) => excepts(entry, host, port || (isSealed ? '443' : '80')));
  // A simulator of this machine is reached straight, whatever a proxy was set up for.
  if (proxy === null || isExcepted || (!isSealed && isLoopback(host))) return { kind: 'straight' };
  if (!isSealed) return { kind: 'unsealed', proxy };
  return proxy.server === null
    ? { kind: 'unusable', proxy }
    : { kind: 'proxied', proxy, server: proxy.server };
}

/** An entry names a host, with all that is below it, and perhaps a port; `*` names every host. */
function excepts(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const [, name = '', entryPort] = /^(\[.+\]|[^:]+):(\d+)$/.exec(entry) ?? ['', entry];
  if (entryPort !== undefined && entryPort !== port) return false;
  const bare = name.replace(/^\*?\.|^\*|^\[|\]$/g, '').toLowerCase();
  return bare !== '' && (host === bare || host.endsWith(`.${bare}`));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Why a way is not taken, in words that name the variable and never a password. */
export function whyBarred({ kind, proxy: { variable, shown } }: BarredWay): string {
  return kind === 'unusable'
    ? `${variable} must name an http:// or https:// proxy, such as http://user:password@proxy:3128: got ${shown}`
    : `${variable} must not carry what is not encrypted, as a proxy could repeat it: got ${shown}`;
}
