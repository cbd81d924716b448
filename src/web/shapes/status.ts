import { z } from 'zod';
import { purchaseStates } from '../../shared/outcome.ts';

const scope = z.enum(['row', 'account', 'product']).nullable().meta({ description: 'Who has to act.' });
const time = z.string().meta({ description: 'ISO 8601, UTC.' });

/** Whose, where it is not the default account's. */
export const accountName = z
  .string()
  .optional()
  .meta({ description: 'Where it is not the default account.' });

/** How many purchases are in each state. */
export const countsShape = z.object(
  Object.fromEntries(purchaseStates.map((state) => [state, z.number()])) as Record<
    (typeof purchaseStates)[number],
    z.ZodNumber
  >,
);

const errorGroupShape = z.object({
  code: z.string(),
  scope,
  count: z.number(),
  remedy: z.string().nullable().meta({ description: 'What to do, in a sentence.' }),
  account: accountName,
});

export const holdShape = z.object({
  action: z.string(),
  code: z.string().meta({ description: 'The code that stopped the line, or `Person`.' }),
  reason: z.string(),
  since: time,
  account: accountName,
});

/** A run, as `tcbatch status RUN --json` shows it. */
export const runStatusShape = z
  .object({
    run: z.string(),
    name: z.string().nullable(),
    labels: z.record(z.string(), z.string()),
    manifest: z.string(),
    state: z.enum(['submitting', 'running', 'paused', 'held', 'finished', 'cancelled']),
    total: z.number(),
    counts: countsShape,
    errors: z.array(errorGroupShape).readonly(),
    pendingDeliveries: z
      .number()
      .meta({ description: 'Succeeded purchases that the provider has not delivered yet.' }),
    held: z.array(holdShape).readonly(),
    rate: z.record(z.string(), z.number()).meta({
      description: 'Calls a second, by action; by `Action.account` for other accounts than the default one.',
    }),
    etaSeconds: z.number().nullable(),
    submittedAt: time,
    startsAt: time.nullable().meta({ description: 'When a paused run goes on by itself.' }),
    finishedAt: time.nullable(),
    followUps: z
      .object({
        total: z.number(),
        counts: countsShape,
        errors: z.array(errorGroupShape).readonly(),
      })
      .exactOptional()
      .meta({ description: 'What follows purchases, such as the site on a plan; only where anything does.' }),
  })
  .meta({ id: 'RunStatus', description: 'Where a run stands.' });

/** What a person did to a run or a line. */
export const auditEntryShape = z
  .object({ at: time, who: z.string(), what: z.string(), why: z.string().nullable() })
  .meta({ id: 'AuditEntry' });

/** A run's status with what a person asks next. */
export const runSummaryShape = z
  .object({
    status: runStatusShape,
    byAction: z.record(z.string(), countsShape),
    failures: z.array(errorGroupShape).readonly(),
    mayBeUnpaid: z.boolean().meta({ description: 'Whether any failure may have left an order to be paid.' }),
    doubts: z.array(errorGroupShape).readonly(),
    inDoubt: z.array(z.object({ row: z.number(), index: z.number() })).readonly(),
    deeds: z.array(auditEntryShape).readonly(),
  })
  .meta({ id: 'RunSummary' });

/** The status after a retry, with what it did. */
export const retriedShape = runStatusShape.extend({
  retried: z.object({
    queued: z.number(),
    followUps: z.number().meta({ description: 'Of what follows purchases, how many are queued again.' }),
    leftUnpaid: z.number().meta({ description: 'Left alone, as an unpaid order may wait for them.' }),
  }),
});

/** The status after a look at the provider, with what it did. */
export const reconciledShape = runStatusShape.extend({
  reconciled: z.object({ looked: z.number(), inDoubt: z.number() }),
});
