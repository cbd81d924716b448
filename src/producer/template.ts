import { stringify } from 'csv-stringify/sync';
import type { ActionDefinition } from '../shared/actions/action.ts';
import { type Column, columnsOf } from '../shared/actions/columns.ts';
import { renewalOf } from '../shared/actions/renewal-of.ts';
import { zoneColumns } from '../shared/actions/zone.ts';
import type { ManifestFormat } from './manifest/manifest-source.ts';

/**
 * An example manifest of one row with every parameter of the action, which itself passes the check. As neither CSV nor
 * JSON has comments, a `#` note beside each parameter explains it.
 */
export function writeTemplate(definition: ActionDefinition, format: ManifestFormat): string {
  const cells = templateCells(definition);
  switch (format) {
    case 'csv':
      return stringify([
        ['Action', ...cells.map(([name]) => name)],
        [definition.name, ...cells.map(([, value]) => value)],
      ]);
    case 'json':
      return `${JSON.stringify({ action: definition.name, purchases: [nested(cells)] }, null, 2)}\n`;
    case 'jsonl':
      return `${JSON.stringify({ Action: definition.name, ...nested(cells) })}\n`;
  }
}

type Cell = readonly [name: string, value: string | number];

function templateCells(definition: ActionDefinition): readonly Cell[] {
  const parameters = columnsOf(definition).flatMap((column): Cell[] => [
    [column.path, column.example],
    [`#${column.path}`, explained(column)],
  ]);
  return [
    ...parameters,
    ...siteCells(definition),
    ...expiryCells(definition),
    ['Reference', 'customer-0001'],
    ['#Reference', referenceNote],
  ];
}

/** A row creates a site or binds one; the template's creates one, and explains the other. */
function siteCells({ name }: ActionDefinition): readonly Cell[] {
  if (name !== 'CreatePlan') return [];
  return zoneColumns.flatMap((column): Cell[] => {
    const note: Cell = [`#${column.path}`, explained(column)];
    return column.path === 'ZoneId' ? [note] : [[column.path, column.example], note];
  });
}

/** Beside what is renewed stands the date that keeps it from being renewed twice. */
function expiryCells({ name }: ActionDefinition): readonly Cell[] {
  if (renewalOf(name) === undefined) return [];
  return [
    ['IfExpiresBefore', '2027-01-31'],
    ['#IfExpiresBefore', expiryNote],
  ];
}

function explained({ description, required, oneOf }: Column): string {
  const choice = oneOf ? ` One of ${oneOf.join(', ')}.` : '';
  return `${required ? 'Required' : 'Optional'}. ${description}${choice}`;
}

function nested(cells: readonly Cell[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [name, value] of cells) {
    const [group = '', key] = name.split('.');
    if (key === undefined || name.startsWith('#')) row[name] = value;
    else row[group] = { ...Object(row[group]), [key]: value };
  }
  return row;
}

const expiryNote =
  'Optional. A date, or a time with its zone: what expires then or later already is skipped, so that nothing is renewed twice. `tcbatch expiring` fills it in.';
const referenceNote =
  'Optional. Your own key of the row, at most 128 characters, once in a manifest; every report shows it. Columns that begin with # are notes and are never sent.';
