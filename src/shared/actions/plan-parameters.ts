import { z } from 'zod';

/** What the actions on EdgeOne plans have in common. */

/** The periods that a plan is sold for, in months. */
export const planPeriods = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24, 36] as const;

export const planId = z
  .string()
  .regex(/^\S+$/, 'must be the id of a plan')
  .meta({ description: 'The plan, by its id.', example: 'edgeone-2unuvzjmmn2q' });

/** The API wants the words as text; a JSON manifest may well hold the boolean. */
export const autoUseVoucher = z
  .preprocess((value) => (typeof value === 'boolean' ? String(value) : value), z.enum(['true', 'false']))
  .meta({ description: 'Whether vouchers pay first; false when left out.', example: 'false' })
  .optional();
