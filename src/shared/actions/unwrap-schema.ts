import { z } from 'zod';

/** A field of an object schema without its wrapper: what it holds, and whether it must be there. */
export interface UnwrappedField {
  readonly schema: z.core.$ZodType;
  readonly isRequired: boolean;
}

/** Takes `.optional()` off a field. */
export function unwrapField(field: z.core.$ZodType): UnwrappedField {
  if (field instanceof z.ZodOptional)
    return { schema: unwrapField(field.unwrap()).schema, isRequired: false };
  return { schema: field, isRequired: true };
}
