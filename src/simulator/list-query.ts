import { numberOf, objectsOf, textOf, textsOf } from './read-params.ts';
import type { Refusal } from './reply.ts';
import { refuse } from './reply.ts';
import type { Call } from './simulated-action.ts';

/** By the name of a filter, what it compares. */
type Filterable<Listed> = ReadonlyMap<string, (listed: Listed, nowMs: number) => string>;

/** The part of a list that the call asks for. */
export function pageOf<Listed>(found: readonly Listed[], { params }: Call): readonly Listed[] {
  const offset = numberOf(params, 'Offset', 0);
  return found.slice(offset, offset + limitOf(params));
}

/** Why EdgeOne gives no such page of a list, or null. */
export function refusalOfPage({ params }: Call, mostAtOnce: number): Refusal | null {
  const limit = limitOf(params);
  if (limit < 1 || limit > mostAtOnce)
    return refuse('InvalidParameter', `Limit lies between 1 and ${mostAtOnce}.`);
  if (numberOf(params, 'Offset', 0) < 0) return refuse('InvalidParameter', 'Offset begins at 0.');
  return null;
}

/** Why EdgeOne does not filter so, or null. Its lists have a code of their own each for a name they do not know. */
export function refusalOfFilters<Listed>(
  { params }: Call,
  filterable: Filterable<Listed>,
  codeOfUnknown: string,
): Refusal | null {
  const filters = objectsOf(params, 'Filters');
  if (filters.some((filter) => !filterable.has(textOf(filter, 'Name'))))
    return refuse(codeOfUnknown, 'There is no such filter.');
  if (filters.some((filter) => textsOf(filter, 'Values').length > 20))
    return refuse('InvalidParameter', 'A filter takes up to 20 values.');
  return null;
}

/** Whether it is among what every filter of the call asks for. */
export function passesFilters<Listed>(
  listed: Listed,
  { params, nowMs }: Call,
  filterable: Filterable<Listed>,
): boolean {
  return objectsOf(params, 'Filters').every((filter) => {
    const read = filterable.get(textOf(filter, 'Name'));
    return read !== undefined && textsOf(filter, 'Values').includes(read(listed, nowMs));
  });
}

function limitOf(params: Call['params']): number {
  return numberOf(params, 'Limit', 20);
}
