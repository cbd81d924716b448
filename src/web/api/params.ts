import { z } from 'zod';
import { centsOf } from '../../shared/in-money.ts';

/** As the ledger makes them; anything else is nobody's run, and never becomes part of a key. */
const runId = z.string().regex(/^[a-z0-9]{1,64}$/, { error: 'must be the id of a run' });

export const runParams = z.object({ run: runId });

const wholeNumber = z.coerce.number().int().min(1).max(1e15);

export const purchaseParams = runParams.extend({ row: wholeNumber, index: wholeNumber });

export const uploadParams = z.object({
  upload: z.string().regex(/^[a-f0-9]{32}$/, { error: 'must be the id of an upload' }),
});

/** A query parameter that may be given several times. */
export function many<Shape extends z.ZodType>(shape: Shape) {
  return z
    .union([shape, z.array(shape)])
    .transform((value) => (Array.isArray(value) ? (value as z.infer<Shape>[]) : [value as z.infer<Shape>]))
    .optional();
}

/** `true`, `1` or nothing behind the name switch on; a query holds only texts. */
export const flag = flagThatIs('false');

/** The same, on unless it is switched off. */
export const flagThatIsOn = flagThatIs('true');

function flagThatIs(unlessTold: 'true' | 'false') {
  return z
    .enum(['true', 'false', '1', '0', ''])
    .default(unlessTold)
    .transform((text) => text === 'true' || text === '1' || text === '');
}

/** An amount of money as a decimal number with at most two decimals, read as hundredths. */
export const amountOfMoney = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,2})?$/, { error: 'must be an amount with at most two decimals: 1000 or 12.50' })
  .transform(centsOf);

/** A JSON body that may be left out. */
export function bodyOf<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((body) => body ?? {}, z.strictObject(shape));
}

/** An action as the API spells it. */
export const actionParams = z.object({ action: z.string().max(100) });
