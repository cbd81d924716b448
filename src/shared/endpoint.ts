import type { Service } from './actions/action.ts';

/** Where calls go when they do not go to the vendor's own hosts. */
export interface EndpointSettings {
  /** Base URL for every service. */
  readonly endpoint: string | null;
  /** Base URL for one service; wins over `endpoint`. */
  readonly serviceEndpoints: Readonly<Record<Service, string | null>>;
}

export interface Endpoint {
  /** Base URL without a path: calls go to its `/`. */
  readonly url: string;
  /** The Host header, port included unless it is the scheme's own: what is signed is what is sent. */
  readonly host: string;
}

/** The endpoint of a call whose API page names `host`. */
export function endpointFor(
  settings: EndpointSettings,
  { service, host }: { readonly service: Service; readonly host: string },
): Endpoint {
  const base = settings.serviceEndpoints[service] ?? settings.endpoint ?? `https://${host}`;
  const url = new URL(base);
  return { url: url.origin, host: url.host };
}

/** Whether a host is the vendor's own, where calls spend money. */
function isVendorHost(hostname: string): boolean {
  return /(^|\.)tencentcloudapi\.com$/i.test(hostname);
}

/** Whether any call would reach the vendor: all do that are not sent elsewhere. */
export function reachesVendor({ endpoint, serviceEndpoints }: EndpointSettings): boolean {
  return Object.values(serviceEndpoints).some((own) => {
    const url = own ?? endpoint;
    return url === null || isVendorHost(new URL(url).hostname);
  });
}

/** Whether `text` can be an endpoint: http or https, a host, perhaps a port, nothing else; the vendor's through TLS alone. */
export function isEndpointUrl(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.protocol === 'http:' && isVendorHost(url.hostname)) return false;
  return `${url.pathname}${url.search}${url.hash}${url.username}${url.password}` === '/';
}
