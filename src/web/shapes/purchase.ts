import { z } from 'zod';
import { purchaseStates } from '../../shared/outcome.ts';
import { auditEntryShape } from './status.ts';

const time = z.string().meta({ description: 'ISO 8601, UTC.' });

/** What follows a purchase: the site that is put on a plan. */
const followUpShape = z
  .object({
    action: z.string(),
    state: z.enum([...purchaseStates, 'waiting']).meta({
      description: '`waiting`: the purchase itself is not settled, or what it bought is not known yet.',
    }),
    zoneId: z.string().nullable(),
    nameServers: z.array(z.string()).readonly(),
    verification: z
      .object({
        dns: z.object({ subdomain: z.string(), recordType: z.string(), recordValue: z.string() }).nullable(),
        file: z.object({ path: z.string(), content: z.string() }).nullable(),
      })
      .nullable()
      .meta({ description: 'Two ways to prove who owns the domain; either will do.' }),
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    remedy: z.string().nullable(),
    requestId: z.string().nullable(),
    attempts: z.number(),
  })
  .meta({ id: 'FollowUp', description: 'What follows a purchase once it is bought.' });

/** One purchase, as every report shows it. */
export const reportLineShape = z
  .object({
    run: z.string(),
    row: z.number(),
    line: z.number(),
    index: z.number(),
    reference: z.string().nullable(),
    action: z.string(),
    params: z.record(z.string(), z.unknown()),
    notes: z.record(z.string(), z.string()),
    state: z.enum(purchaseStates),
    orderId: z.string().nullable(),
    resourceIds: z.array(z.string()).readonly(),
    delivery: z.enum(['complete', 'pending']).nullable(),
    requestId: z.string().nullable(),
    traceId: z.string().nullable(),
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    errorScope: z.enum(['row', 'account', 'product']).nullable(),
    remedy: z.string().nullable(),
    unpaidOrder: z.literal('possible').nullable(),
    attempts: z.number(),
    queuedAt: time.nullable(),
    sentAt: time.nullable(),
    settledAt: time.nullable(),
    settledBy: z.enum(['answer', 'reconcile', 'person']).nullable(),
    account: z.string().meta({ description: 'Name of the account that pays.' }),
    followUp: followUpShape.nullable(),
  })
  .meta({ id: 'ReportLine', description: 'The outcome of one purchase.' });

/** Some purchases of a run. */
export const purchasePageShape = z
  .object({
    purchases: z.array(reportLineShape).readonly(),
    next: z
      .string()
      .nullable()
      .meta({ description: 'Give it as `from` to go on; null: there is nothing more.' }),
    scanned: z.number().meta({ description: 'How many purchases were looked at for this page.' }),
    total: z.number().meta({ description: 'Purchases of the run.' }),
    matching: z.number().nullable().meta({
      description: 'How many purchases the filter fits; null where only looking at all would tell.',
    }),
  })
  .meta({ id: 'PurchasePage' });

/** One purchase with all that is known of it. */
export const purchaseDetailShape = z
  .object({
    purchase: reportLineShape,
    worker: z.string().nullable().meta({ description: 'Who sends it at the moment.' }),
    deadline: time.nullable().meta({ description: 'When its answer is given up.' }),
    firstSentAt: time.nullable(),
    history: z
      .array(z.object({ at: time, from: z.string(), to: z.string(), code: z.string().nullable() }))
      .readonly()
      .meta({ description: 'Its steps, oldest first; of a large run only the newest are kept.' }),
    isHistoryWhole: z.boolean(),
    evidence: z
      .object({
        looks: z.number().meta({ description: 'Looks at the provider that showed no trace.' }),
        firstLookAt: time.nullable(),
        seen: z.string().nullable().meta({ description: 'What the last look saw, or why it is in doubt.' }),
        earlierTraceIds: z.array(z.string()).readonly(),
      })
      .nullable()
      .meta({ description: 'Null unless it is in doubt.' }),
    deeds: z.array(auditEntryShape).readonly(),
  })
  .meta({ id: 'PurchaseDetail' });
