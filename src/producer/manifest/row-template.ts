import { z } from 'zod';
import type { ActionDefinition } from '../../shared/actions/action.ts';
import { actions, findAction } from '../../shared/actions/index.ts';
import { judgesFieldsAlone } from '../../shared/actions/judges-fields-alone.ts';
import type { CheckedRow } from '../../shared/purchase.ts';
import type { RowVerdict } from './check-row.ts';
import { convertValue } from './convert-value.ts';
import { type Parameter, parametersOf } from './known-parameters.ts';
import type { Finding } from './problem.ts';
import { isNote } from './row-columns.ts';
import { isReference } from './rules/reference-text.ts';
import { claimsOf, siteClaimsOf } from './unique-claims.ts';

/** A good row, and where another may differ from it without being another kind of row. */
export interface RowTemplate {
  readonly good: CheckedRow;
  readonly definition: ActionDefinition;
  readonly hasCount: boolean;
  /** Where the Reference stands; -1: there is none. */
  readonly referenceAt: number;
  readonly parameters: readonly FreeParameter[];
  readonly notes: readonly { readonly at: number; readonly column: string }[];
}

interface FreeParameter {
  readonly at: number;
  readonly parameter: Parameter;
  readonly schema: z.core.$ZodType;
}

/** Cells of one row, and where they stand. */
interface PlacedCells {
  readonly row: number;
  readonly line: number;
  readonly cells: readonly string[];
}

/** Whether what stands in a column says nothing about what may stand in the others. */
export function isFreeColumn(column: string): boolean {
  return column === 'Reference' || isNote(column) || freeParameters.has(column);
}

/** Makes a template of a row that was found good. */
export function templateOf(
  good: CheckedRow,
  columns: readonly (string | null)[],
  cells: readonly string[],
): RowTemplate {
  const definition = findAction(good.action);
  if (!definition)
    throw new Error(`Cannot make a template of a row as its action is unknown: got ${good.action}`);
  const given = columns.flatMap((column, at) =>
    column !== null && cells[at]?.trim() ? [{ at, column }] : [],
  );
  const placeOf = (name: string) => given.find(({ column }) => column === name)?.at ?? -1;
  return {
    good,
    definition,
    hasCount: placeOf('Count') !== -1,
    referenceAt: placeOf('Reference'),
    parameters: given.flatMap(({ at, column }) => freeParameter(definition, column, at)),
    notes: given.filter(({ column }) => isNote(column)),
  };
}

/** Judges a row of the template's kind by its free texts; null when it is for the whole check to say what is wrong. */
export function fillTemplate(template: RowTemplate, { row, line, cells }: PlacedCells): RowVerdict | null {
  const { good, definition, hasCount, referenceAt } = template;
  const reference = referenceAt === -1 ? null : textAt(cells, referenceAt);
  if (reference !== null && !isReference(reference)) return null;
  const params = fillParams(template, cells);
  if (params === null || (hasCount && !definition.isInterchangeable(params))) return null;
  const notes: Record<string, string> = {};
  for (const { at, column } of template.notes) notes[column] = textAt(cells, at);
  const { action, account, terms, count } = good;
  return {
    findings: nothingFound,
    claims: [...claimsOf(reference, { definition, params }), ...siteClaimsOf(terms.site)],
    checked: { row, line, action, account, reference, params, terms, notes, count },
  };
}

function fillParams(
  { good, parameters }: RowTemplate,
  cells: readonly string[],
): CheckedRow['params'] | null {
  // The keys keep their order, which is the order they are sent in.
  const params: Record<string, unknown> = { ...good.params };
  for (const { at, parameter, schema } of parameters) {
    const conversion = convertValue(textAt(cells, at), parameter, true);
    if (conversion.kind === 'finding') return null;
    const parsed = z.safeParse(schema, conversion.value);
    if (!parsed.success) return null;
    params[parameter.path] = parsed.data;
  }
  return params;
}

function textAt(cells: readonly string[], at: number): string {
  return cells[at]?.trim() ?? '';
}

function freeParameter(definition: ActionDefinition, column: string, at: number): FreeParameter[] {
  const parameter = parametersOf(definition).get(column);
  const schema = definition.params.shape[column];
  return parameter && schema && freeParameters.has(column) ? [{ at, parameter, schema }] : [];
}

/** Parameters that take any text of their kind, whichever action has them, and are judged alone. */
const freeParameters: ReadonlySet<string> = new Set(
  [...new Set(actions.flatMap((definition) => [...parametersOf(definition).keys()]))].filter((path) =>
    actions.every((definition) => {
      const parameter = parametersOf(definition).get(path);
      if (!parameter) return true;
      return parameter.oneOf === null && parameter.keys.length === 1 && judgesFieldsAlone(definition);
    }),
  ),
);

const nothingFound: readonly Finding[] = [];
