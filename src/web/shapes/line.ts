import { z } from 'zod';
import { holdShape } from './status.ts';

/** One action as one account calls it. */
export const lineShape = z
  .object({
    action: z.string(),
    account: z.string(),
    title: z.string(),
    rate: z.object({
      set: z.number().meta({ description: 'Calls a second that it is held to.' }),
      byHand: z
        .number()
        .nullable()
        .meta({ description: 'What a person set; null: what each worker was started with.' }),
      reached: z.number().meta({ description: 'Calls a second over the last seconds, over all runs.' }),
    }),
    queued: z.number().meta({ description: 'Purchases that wait in the queue.' }),
    inFlight: z.number().meta({ description: 'Purchases that are being sent.' }),
    workers: z.number().meta({ description: 'Worker processes that take from the queue.' }),
    held: holdShape.nullable(),
  })
  .meta({ id: 'Line', description: 'An action as one account calls it.' });
