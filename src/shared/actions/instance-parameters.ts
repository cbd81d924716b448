import { z } from 'zod';

/** What the billing service's actions on prepaid instances have in common. */

export const code = z.string().regex(/^\S+$/, 'must be a code without blanks');

export const clientToken = z
  .string()
  .regex(/^[\x20-\x7E]{1,64}$/, 'must be 1 to 64 printable ASCII characters')
  .meta({
    description: 'Makes the purchase repeatable without buying twice; one is made for a row that has none.',
    example: 'onboarding-2026-07-0001',
  })
  .optional();

export const instanceId = code.meta({
  description: 'The instance, by its id.',
  example: 'cfw-2unuvzjmmn2q',
});

/** What may happen before an instance expires. */
export const renewFlags = [
  'NOTIFY_AND_MANUAL_RENEW',
  'NOTIFY_AND_AUTO_RENEW',
  'DISABLE_NOTIFY_AND_MANUAL_RENEW',
] as const;
