import { z } from 'zod';
import { orderStandings } from '../../worker/pay/order-standing.ts';
import { runStatusShape } from './status.ts';

/** An order that a failed purchase left behind, as `tcbatch unpaid` tells of it. */
export const unpaidOrderShape = z
  .object({
    orderId: z.string().nullable().meta({ description: 'Null while no look has found it.' }),
    standing: z.enum(orderStandings).meta({ description: 'How far it is, as the provider shows it.' }),
    amount: z.string().nullable(),
    currency: z.string().nullable(),
    createdAt: z.string().nullable().meta({ description: 'As the provider writes it, without a time zone.' }),
    run: z.string(),
    row: z.number(),
    index: z.number(),
    reference: z.string().nullable(),
    action: z.string(),
    account: z.string(),
    errorCode: z.string().nullable().meta({ description: 'Why the purchase failed.' }),
  })
  .meta({ id: 'UnpaidOrder' });

/** What paying some orders would do. */
export const paymentPlanShape = z
  .object({
    hash: z.string().meta({ description: 'Stands for exactly these orders at these prices.' }),
    orders: z.array(unpaidOrderShape).readonly(),
    amounts: z
      .array(z.object({ amount: z.string(), currency: z.string() }))
      .readonly()
      .meta({ description: 'What they come to; empty where none of them waits for payment.' }),
    account: z.string().meta({ description: 'Who pays.' }),
    uin: z.string().nullable().meta({ description: 'Its number; null where the key may not see it.' }),
    balance: z.string().nullable(),
  })
  .meta({ id: 'PaymentPlan' });

const paymentShape = z
  .object({
    orderId: z.string().nullable(),
    row: z.number(),
    index: z.number(),
    kind: z.enum(['paid', 'undelivered', 'not-paid', 'gone', 'unknown', 'not-tried']).meta({
      description:
        '`undelivered`: paid, but nothing was delivered; `gone`: nothing is left to pay; `unknown`: perhaps paid; `not-tried`: what refused another would refuse it, too.',
    }),
    before: z.boolean().meta({ description: 'Somebody had paid it already, and nothing was paid now.' }),
    delivery: z.enum(['complete', 'pending']).nullable(),
    code: z.string().nullable(),
    advice: z.string().nullable().meta({ description: 'What to do now.' }),
  })
  .meta({ id: 'Payment' });

/** The status after orders were paid, with what became of each. */
export const paidShape = runStatusShape.extend({ payments: z.array(paymentShape).readonly() });
