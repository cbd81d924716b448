import { z } from 'zod';
import type { Params } from '../purchase.ts';
import type { ActionDefinition } from './action.ts';
import { unwrapField } from './unwrap-schema.ts';

/**
 * The exact request body of a purchase: JSON text with its keys in the schema's order, so that equal params give
 * equal bytes however a manifest ordered them. Throws on a parameter that the action does not have.
 */
export function freezeBody(definition: ActionDefinition, params: Params): string {
  return JSON.stringify(inOrder(layoutOf(definition.params), params));
}

/** The names of an object's fields in their order, each with the layout of the object that it holds, if it does. */
type Layout = ReadonlyMap<string, Layout | null>;

/** Every purchase comes through here, and a schema is slow to ask. */
const layouts = new WeakMap<z.ZodObject, Layout>();

function layoutOf(schema: z.ZodObject): Layout {
  const known = layouts.get(schema);
  if (known) return known;
  const fields = Object.entries(schema.shape).map(([name, field]): [string, Layout | null] => {
    const { schema: held } = unwrapField(field);
    return [name, held instanceof z.ZodObject ? layoutOf(held) : null];
  });
  const layout = new Map(fields);
  layouts.set(schema, layout);
  return layout;
}

function inOrder(layout: Layout, values: Params): Params {
  for (const name of Object.keys(values)) if (!layout.has(name)) throw stranger(layout, name);
  const ordered: Record<string, unknown> = {};
  for (const [name, held] of layout) {
    const value = values[name];
    if (value !== undefined) ordered[name] = held !== null && isParams(value) ? inOrder(held, value) : value;
  }
  return ordered;
}

/** Leaving it out in silence would buy something else than was asked for. */
function stranger(layout: Layout, name: string): Error {
  return new Error(`Cannot freeze parameter as one of ${[...layout.keys()].join(', ')}: got ${name}`);
}

function isParams(value: unknown): value is Params {
  return typeof value === 'object' && value !== null;
}
