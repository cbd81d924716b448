import type { Environment } from '../environment.ts';
import { hideCredentials } from '../hide-credentials.ts';

/** What the environment says of proxies. */
export interface ProxyRules {
  /** For `https://` places. */
  readonly https: NamedProxy | null;
  /** For `http://` places. */
  readonly http: NamedProxy | null;
  /** What NO_PROXY lists: hosts that are reached straight. */
  readonly excepted: readonly string[];
}

/** A proxy that a variable names. */
export interface NamedProxy {
  /** The variable that names it. */
  readonly variable: string;
  /** As the variable has it, without user and password. */
  readonly shown: string;
  /** Null where it is none that can be used: a SOCKS proxy, or no URL. */
  readonly server: ProxyServer | null;
}

export interface ProxyServer {
  readonly protocol: 'http:' | 'https:';
  /** Without the brackets of an IPv6 address. */
  readonly hostname: string;
  readonly port: number;
  /** The Proxy-Authorization header; a function, so that no log, JSON or inspection of the rules shows it. */
  readonly authorization: () => string | null;
}

/** All places are reached straight. */
export const noProxies: ProxyRules = { https: null, http: null, excepted: [] };

/** Reads the customary variables, in either case; the lower case wins, as it does with curl. */
export function readProxyRules(environment: Environment): ProxyRules {
  return {
    https: readProxy(environment, ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']),
    http: readProxy(environment, ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY']),
    excepted: (environment.no_proxy || environment.NO_PROXY || '').split(/[,\s]+/).filter(Boolean),
  };
}

function readProxy(environment: Environment, variables: readonly string[]): NamedProxy | null {
  for (const variable of variables) {
    const text = environment[variable]?.trim();
    if (text) return { variable, shown: hideCredentials(text), server: serverAt(text) };
  }
  return null;
}

/** `host:port` alone is customary too. */
function serverAt(text: string): ProxyServer | null {
  const whole = text.includes('://') ? text : `http://${text}`;
  if (!URL.canParse(whole)) return null;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(whole);
  if ((protocol !== 'http:' && protocol !== 'https:') || hostname === '') return null;
  // What looks like a path is the rest of a password that was not written as a URL wants it.
  if (`${pathname}${search}${hash}` !== '/') return null;
  const login = `${decoded(username)}:${decoded(password)}`;
  const authorization = login === ':' ? null : `Basic ${Buffer.from(login).toString('base64')}`;
  return {
    protocol,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || (protocol === 'https:' ? 443 : 80)),
    authorization: () => authorization,
  };
}

/** A password that was not written as a URL wants it is taken as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
