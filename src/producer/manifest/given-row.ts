import type { JsonObject } from './json-object.ts';
import { isJsonObject } from './json-object.ts';
import { isParameterGroup } from './known-parameters.ts';
import type { Finding } from './problem.ts';

/** A row of any format, flat: what was given, by column name or dotted path. Nothing in it is checked yet. */
export interface GivenRow {
  readonly row: number;
  readonly line: number;
  /** Every value is the text of a CSV cell, and is to be read by its column's type. */
  readonly isText: boolean;
  readonly values: ReadonlyMap<string, unknown>;
}

/** Reads cells by the columns above them, null for a column that is left out. An empty cell gives nothing. */
export function valuesOfCells(
  columns: readonly (string | null)[],
  cells: readonly string[],
): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  for (let index = 0; index < columns.length; index += 1) {
    const column = columns[index] ?? null;
    const text = cells[index]?.trim();
    if (column !== null && text) values.set(column, text);
  }
  return values;
}

/**
 * Lays an object over the defaults beneath it. Null means "not given", as an empty cell does, and so takes a default
 * away again.
 */
export function valuesOfObject(
  object: JsonObject,
  defaults: ReadonlyMap<string, unknown>,
): { values: ReadonlyMap<string, unknown>; findings: readonly Finding[] } {
  const layer: Layer = { values: new Map(defaults), given: new Set(), findings: [] };
  lay(object, '', layer);
  return layer;
}

interface Layer {
  readonly values: Map<string, unknown>;
  readonly given: Set<string>;
  readonly findings: Finding[];
}

function lay(object: JsonObject, prefix: string, layer: Layer): void {
  const { values, given, findings } = layer;
  for (const key of Object.keys(object)) {
    const path = prefix + key;
    const value = object[key];
    if (isJsonObject(value) && isParameterGroup(path)) {
      lay(value, `${path}.`, layer);
      continue;
    }
    if (given.has(path)) findings.push(givenTwice(path));
    given.add(path);
    if (value === null) forget(path, values);
    else values.set(path, value);
  }
}

function forget(path: string, values: Map<string, unknown>): void {
  values.delete(path);
  if (!isParameterGroup(path)) return;
  for (const name of [...values.keys()]) if (name.startsWith(`${path}.`)) values.delete(name);
}

function givenTwice(path: string): Finding {
  const message = `A parameter must be given once, nested or with dots: got \`${path}\` twice`;
  return { column: path, code: 'duplicate-column', message };
}
