import { z } from 'zod';
import type { ActionDefinition } from './action.ts';
import { unwrapField } from './unwrap-schema.ts';

/** One parameter as a manifest's column shows it. */
export interface Column {
  /** The parameter's name, dotted where it is nested: `PrepaidPlanParam.Period`. */
  readonly path: string;
  /** `json-text`: a text that is itself JSON. */
  readonly type: 'string' | 'integer' | 'json-text';
  readonly required: boolean;
  /** Every value that it may have, or null when it is free within its type. */
  readonly oneOf: readonly (string | number)[] | null;
  readonly description: string;
  readonly example: string | number;
}

const leafMeta = z.object({
  description: z.string(),
  example: z.union([z.string(), z.number()]),
  holds: z.literal('json').optional(),
});

/** The columns of an action, read off its schema in the order sent. Throws on a schema that no column can show. */
export function columnsOf(definition: ActionDefinition): readonly Column[] {
  return columnsOfObject(definition.params, { prefix: '', isRequired: true });
}

function columnsOfObject(
  object: z.ZodObject,
  parent: { readonly prefix: string; readonly isRequired: boolean },
): readonly Column[] {
  return Object.entries(object.shape).flatMap(([name, field]) => {
    const { schema, ...unwrapped } = unwrapField(field);
    const path = `${parent.prefix}${name}`;
    const isRequired = parent.isRequired && unwrapped.isRequired;
    if (schema instanceof z.ZodObject) return columnsOfObject(schema, { prefix: `${path}.`, isRequired });
    return [columnOfLeaf(schema, path, isRequired)];
  });
}

function columnOfLeaf(schema: z.core.$ZodType, path: string, required: boolean): Column {
  const { description, example, holds } = leafMeta.parse(z.globalRegistry.get(schema));
  const { type, oneOf } = valuesOf(schema, path);
  return { path, type: holds === 'json' ? 'json-text' : type, required, oneOf, description, example };
}

function valuesOf(schema: z.core.$ZodType, path: string): Pick<Column, 'type' | 'oneOf'> {
  // What comes in may be converted; a column shows what is sent.
  if (schema instanceof z.ZodPipe) return valuesOf(schema.out, path);
  if (schema instanceof z.ZodString) return { type: 'string', oneOf: null };
  if (schema instanceof z.ZodNumber && schema.isInt) return { type: 'integer', oneOf: null };
  if (schema instanceof z.ZodEnum) return closedSet(schema.options, path);
  if (schema instanceof z.ZodLiteral) return closedSet([...schema.values], path);
  throw new Error(`Cannot show ${path} as a column of text or whole numbers: got ${schema._zod.def.type}`);
}

function closedSet(values: readonly unknown[], path: string): Pick<Column, 'type' | 'oneOf'> {
  const texts = values.filter((value) => typeof value === 'string');
  if (texts.length === values.length) return { type: 'string', oneOf: texts };
  const integers = values.filter((value) => typeof value === 'number' && Number.isInteger(value));
  if (integers.length === values.length) return { type: 'integer', oneOf: integers.map(Number) };
  throw new Error(`Cannot show ${path} as a column of one type: got ${values.join(', ')}`);
}
