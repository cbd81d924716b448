import { createHash } from 'node:crypto';
import type { Account, Site } from './account.ts';

/** What a site's owner has to do before it serves, by the way it is connected; null where there is nothing to do. */
export function ownershipOf({
  zoneName,
  type,
}: Pick<Site, 'zoneName' | 'type'>): Record<string, unknown> | null {
  const digest = createHash('sha256').update(zoneName).digest('hex');
  if (type === 'full') {
    return {
      DnsVerification: null,
      FileVerification: null,
      NsVerification: { NameServers: nameServersOf({ zoneName, type }) },
    };
  }
  if (type !== 'partial') return null;
  return {
    DnsVerification: {
      Subdomain: 'edgeonereclaim',
      RecordType: 'TXT',
      RecordValue: `reclaim-${digest.slice(0, 32)}`,
    },
    FileVerification: {
      Path: `/.well-known/teo-verification/${digest.slice(0, 10)}.txt`,
      Content: digest.slice(10, 42),
    },
    NsVerification: null,
  };
}

/** The name servers that a site of type `full` is given; the others have none. */
export function nameServersOf({ zoneName, type }: Pick<Site, 'zoneName' | 'type'>): string[] {
  if (type !== 'full') return [];
  const place = createHash('sha256').update(zoneName).digest().readUInt8() % 20;
  return [`ns${2 * place + 1}.edgeone.example`, `ns${2 * place + 2}.edgeone.example`];
}

/** The sites on a plan. */
export function sitesOn({ sites }: Account, planId: string): Site[] {
  return [...sites.values()].filter((site) => site.planId === planId);
}

/** The site of a name; an account has one of each. */
export function siteNamed({ sites }: Account, zoneName: string): Site | undefined {
  return [...sites.values()].find((site) => site.zoneName === zoneName);
}
