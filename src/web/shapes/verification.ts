import { z } from 'zod';
import { countsShape } from './status.ts';

/** What `tcbatch verify --json` prints. */
export const verificationShape = z
  .object({
    run: z.string(),
    balanced: z.boolean(),
    total: z.number(),
    states: countsShape,
    orders: z.object({
      held: z.number().meta({ description: 'Orders that succeeded purchases hold.' }),
      found: z.number().meta({ description: 'How many of them the provider shows.' }),
      areReadable: z.boolean(),
    }),
    renewals: z.object({
      compared: z.number().meta({ description: 'Renewals whose call was sent.' }),
      fitting: z.number().meta({ description: 'How many of them nothing at the provider speaks against.' }),
    }),
    sites: z.object({
      held: z.number().meta({ description: 'Sites that were put on the plans.' }),
      found: z.number().meta({ description: 'How many of them stand there, once.' }),
      areReadable: z.boolean(),
    }),
    differences: z
      .array(z.string())
      .readonly()
      .meta({ description: 'One sentence for each; empty when all balances.' }),
  })
  .meta({ id: 'Verification' });
