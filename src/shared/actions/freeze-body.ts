import { z } from 'zod';
import type { Params } from '../purchase.ts';
import type { ActionDefinition } from './action.ts';
import { unwrapField } from './unwrap-schema.ts';

/**
 * The exact request body of a purchase: JSON text with its keys in the schema's order, so that equal params give
 * equal bytes however a manifest ordered them. Throws on a parameter that the action does not have.
 */
export function freezeBody(definition: ActionDefinition, params: Params): string {
  return JSON.stringify(inSchemaOrder(definition.params, params));
}

function inSchemaOrder(schema: z.ZodObject, values: Params): Params {
  const names = Object.keys(schema.shape);
  const stranger = Object.keys(values).find((name) => !names.includes(name));
  // Leaving it out in silence would buy something else than was asked for.
  if (stranger !== undefined) {
    throw new Error(`Cannot freeze parameter as one of ${names.join(', ')}: got ${stranger}`);
  }
  const given = Object.entries(schema.shape).filter(([name]) => values[name] !== undefined);
  return Object.fromEntries(given.map(([name, field]) => [name, fieldInSchemaOrder(field, values[name])]));
}

function fieldInSchemaOrder(field: z.core.$ZodType, value: unknown): unknown {
  const { schema } = unwrapField(field);
  return schema instanceof z.ZodObject && isParams(value) ? inSchemaOrder(schema, value) : value;
}

function isParams(value: unknown): value is Params {
  return typeof value === 'object' && value !== null;
}
