import type { HandOver } from '../shared/outcome.ts';

/** What the owner of a site has to enter, in a few words; empty where there is nothing. */
export function handOverText({ nameServers, verification }: HandOver): string {
  if (nameServers.length > 0) return `name servers ${nameServers.join(' ')}`;
  const dns = verification?.dns;
  if (dns) return `${dns.recordType} ${dns.subdomain} = ${dns.recordValue}`;
  const file = verification?.file;
  return file ? `file ${file.path} = ${file.content}` : '';
}
