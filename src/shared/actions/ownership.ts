import { z } from 'zod';
import type { HandOver } from '../outcome.ts';

const ownershipVerification = z.object({
  DnsVerification: z
    .object({ Subdomain: z.string(), RecordType: z.string(), RecordValue: z.string() })
    .nullish()
    .catch(null),
  FileVerification: z.object({ Path: z.string(), Content: z.string() }).nullish().catch(null),
  NsVerification: z
    .object({ NameServers: z.array(z.string()) })
    .nullish()
    .catch(null),
});

/**
 * Reads an OwnershipVerification, as CreateZone answers it and DescribeZones shows it. Null where it says nothing that
 * can be handed to anybody; whatever else it is, the site was created.
 */
export function readOwnership(value: unknown): HandOver | null {
  const parsed = ownershipVerification.safeParse(value);
  if (!parsed.success) return null;
  const { DnsVerification: dns, FileVerification: file, NsVerification: ns } = parsed.data;
  if (!dns && !file && !ns?.NameServers.length) return null;
  const proof = {
    dns: dns ? { subdomain: dns.Subdomain, recordType: dns.RecordType, recordValue: dns.RecordValue } : null,
    file: file ? { path: file.Path, content: file.Content } : null,
  };
  return { nameServers: ns?.NameServers ?? [], verification: dns || file ? proof : null };
}
