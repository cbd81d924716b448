import { z } from 'zod';
import { type ProblemCode, problemCodes } from '../../producer/manifest/problem.ts';
import { payerShape } from './machine.ts';
import { accountName } from './status.ts';

/** Why a row, or the whole file, cannot be bought: as `tcbatch validate --json` has it. */
export const problemLineShape = z
  .object({
    row: z.number().nullable().meta({ description: '1 is the first data row; null: the file as a whole.' }),
    line: z.number().nullable(),
    column: z.string().nullable(),
    code: z.enum(Object.keys(problemCodes) as ProblemCode[]),
    message: z.string().meta({ description: 'What would be right, and what was found.' }),
  })
  .meta({ id: 'ManifestProblem' });

/** What submitting would do: as `tcbatch plan --json` has it. */
export const planShape = z
  .object({
    hash: z.string(),
    manifest: z.string(),
    run: z.string(),
    existing: z.boolean().meta({ description: 'Submitted before: nothing would be bought again.' }),
    forgottenAt: z.string().nullable().meta({ description: 'When that run was forgotten.' }),
    rows: z.number(),
    total: z.number(),
    purchases: z.record(z.string(), z.number()),
    followUps: z
      .record(z.string(), z.number())
      .default({})
      .meta({ description: 'What is to follow purchases once they are made, such as sites put on plans.' }),
    accounts: z
      .record(z.string(), z.record(z.string(), z.number()))
      .default({})
      .meta({ description: 'What each account would pay for: purchases by action.' }),
    boughtBefore: z
      .array(
        z.object({
          action: z.string(),
          target: z.string(),
          run: z.string(),
          account: accountName,
        }),
      )
      .readonly(),
    boughtBeforeCount: z.number(),
    durationSeconds: z.number(),
    wouldSkip: z.record(z.string(), z.number().nullable()).default({}).meta({
      description:
        'By line, how many purchases are already what is wanted, as seen when it was planned; null where nobody could look.',
    }),
    wouldSkipUnknown: z
      .record(z.string(), z.string())
      .default({})
      .meta({ description: 'Why nobody could look, by line.' }),
    payer: payerShape.meta({ description: 'Of the first account that pays.' }),
    payers: z.record(z.string(), payerShape).default({}).meta({ description: 'By account.' }),
  })
  .meta({ id: 'Plan' });

/** What `tcbatch validate --json` prints. */
const checkShape = z
  .object({
    ok: z.boolean(),
    rows: z.number(),
    purchases: z.record(z.string(), z.number()).meta({ description: 'Purchases by action.' }),
    problems: z.array(problemLineShape).readonly(),
  })
  .meta({ id: 'Check' });

/** A dry run: the check, and the plan of what is good. */
export const dryRunShape = checkShape.extend({ plan: planShape });

/** A manifest that was uploaded and checked, and waits to be confirmed. */
export const uploadShape = z
  .object({
    upload: z.string(),
    expiresAt: z.string().meta({ description: 'ISO 8601, UTC; it is removed then.' }),
    manifest: z.string(),
    format: z.enum(['csv', 'json', 'jsonl']),
    rows: z.number(),
    ok: z.boolean(),
    purchases: z.record(z.string(), z.number()),
    problems: z.array(problemLineShape).readonly(),
    problemCount: z.number(),
    problemsShown: z.number().meta({ description: 'How many of them are in this document.' }),
    plan: planShape.nullable().meta({ description: 'Null while there are problems.' }),
    planAgain: planShape
      .nullable()
      .meta({ description: 'The plan to buy it once more, where it was submitted before.' }),
    run: z.string().nullable().meta({ description: 'The run it became; null before it is confirmed.' }),
  })
  .meta({ id: 'Upload' });

/** What some rows of an upload buy. */
export const manifestPageShape = z
  .object({
    rows: z
      .array(
        z.object({
          row: z.number(),
          line: z.number(),
          reference: z.string().nullable(),
          action: z.string(),
          account: z.string(),
          params: z.record(z.string(), z.unknown()),
          notes: z.record(z.string(), z.string()),
          count: z.number().meta({ description: 'How many purchases the row is.' }),
        }),
      )
      .readonly(),
    next: z.number().nullable().meta({ description: 'The row to go on from; null: there is nothing more.' }),
  })
  .meta({ id: 'ManifestPage' });
