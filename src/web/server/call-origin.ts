import { isIP } from 'node:net';

/** Headers by which a browser tells from where a request was made. */
export interface OriginHeaders {
  readonly origin?: string | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
}

/** Whether a browser says that one of our own pages made the request. A request that says nothing is not believed. */
export function isFromOwnPage(headers: OriginHeaders, host: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return headers.origin !== undefined && hostOf(headers.origin) === host.toLowerCase();
}

/** Whether a browser says that a page of somebody else made the request. */
export function isFromStrangePage(headers: OriginHeaders, host: string): boolean {
  const isSilent = headers.origin === undefined && headers['sec-fetch-site'] === undefined;
  return !isSilent && !isFromOwnPage(headers, host);
}

/**
 * Whether the Host header names this server. A name that somebody else's DNS points at a loopback address must not
 * open it to that somebody's pages.
 */
export function isOwnHost(
  host: string,
  { bound, allowed }: { readonly bound: string; readonly allowed: readonly string[] },
): boolean {
  const name = hostname(host);
  if (isLoopback(name) || allowed.includes(name)) return true;
  // No DNS stands behind an address; behind a name it may be anybody's, unless the names are known.
  return !isLoopback(bound) && (isIP(name) !== 0 || allowed.length === 0);
}

/** Whether an address or a name means this machine alone. */
function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

/** The name without its port and the brackets of IPv6. */
function hostname(host: string): string {
  const url = `http://${host}`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : '';
}
