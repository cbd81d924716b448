import { z } from 'zod';
import { leaveOutReasons } from '../../producer/expiring/choose-renewal.ts';

const expiringRowShape = z
  .object({
    row: z.number().meta({ description: 'The row of the manifest that renews it.' }),
    action: z.string(),
    id: z.string().meta({ description: 'Of the plan or the instance.' }),
    name: z.string().meta({ description: 'What a person knows it by.' }),
    zone: z.string().meta({ description: 'The sites on a plan.' }),
    expiredTime: z.string().meta({ description: 'As the provider writes it.' }),
    autoRenewal: z.string().meta({ description: 'As the provider says it of its kind.' }),
    status: z.string(),
    period: z.number().meta({ description: 'Months to renew for.' }),
    ifExpiresBefore: z.string().meta({ description: 'Renewed only while it expires before; ISO 8601.' }),
  })
  .meta({ id: 'ExpiringRow' });

/** What expires soon, as `tcbatch expiring` lists it. */
export const expiringShape = z
  .object({
    until: z.string().meta({ description: 'ISO 8601, UTC.' }),
    found: z.number().meta({ description: 'Rows of the manifest that renews all of it.' }),
    byAction: z.record(
      z.string(),
      z.object({
        found: z.number(),
        expired: z.number().meta({ description: 'Of those found, past their end already.' }),
        leftOut: z.record(z.enum(leaveOutReasons), z.number()),
      }),
    ),
    rows: z.array(expiringRowShape).readonly().meta({ description: 'The first of them.' }),
  })
  .meta({ id: 'Expiring' });
