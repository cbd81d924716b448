import { z } from 'zod';
import { accountName } from './status.ts';

/** Who pays, as far as this machine knows. */
export const payerShape = z
  .object({
    secretId: z.string().nullable().meta({ description: 'Masked; null when no credentials were found.' }),
    source: z.string().nullable(),
    hosts: z.array(z.string()).readonly(),
    uin: z
      .string()
      .nullable()
      .default(null)
      .meta({ description: "The provider's number of the account; null where it could not be read." }),
    balance: z
      .string()
      .nullable()
      .default(null)
      .meta({ description: 'What the account held when it was planned; null where it could not be read.' }),
  })
  .meta({ id: 'Payer' });

/** What `tcbatch doctor --json` prints. */
export const diagnosisShape = z
  .object({
    ok: z.boolean(),
    checks: z
      .array(
        z.object({
          name: z.string(),
          state: z.enum(['fine', 'warning', 'wrong']),
          finding: z.string(),
          advice: z.string().nullable(),
          account: accountName,
        }),
      )
      .readonly(),
  })
  .meta({ id: 'Diagnosis' });
