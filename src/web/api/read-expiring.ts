import type { z } from 'zod';
import type { RenewalRow } from '../../producer/expiring/choose-renewal.ts';
import type { FoundRenewals, RenewalSearch } from '../../producer/expiring/find-renewals.ts';
import type { expiringShape } from '../shapes/expiring.ts';

type Expiring = z.infer<typeof expiringShape>;

/** More than a person reads, and little enough for one answer. The manifest has all. */
const mostRows = 500;

/** Reads all that was found, and tells the first rows of it. */
export async function readExpiring(
  { rows, tallies }: FoundRenewals,
  { untilMs }: RenewalSearch,
): Promise<Expiring> {
  const shown: Expiring['rows'][number][] = [];
  let found = 0;
  for await (const renewal of rows) {
    found += 1;
    if (shown.length < mostRows) shown.push(expiringRow(renewal, found));
  }
  return {
    until: new Date(untilMs).toISOString(),
    found,
    byAction: Object.fromEntries(tallies),
    rows: shown,
  };
}

function expiringRow(renewal: RenewalRow, row: number): Expiring['rows'][number] {
  const text = (column: string) => String(renewal[column] ?? '');
  return {
    row,
    action: text('Action'),
    id: text('PlanId') || text('InstanceId'),
    name: text('#Name'),
    zone: text('#Zone'),
    expiredTime: text('#ExpiredTime'),
    autoRenewal: text('#AutoRenewal'),
    status: text('#Status'),
    period: Number(renewal.Period),
    ifExpiresBefore: text('IfExpiresBefore'),
  };
}
