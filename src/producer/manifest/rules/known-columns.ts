import { describeValue } from '../describe-value.ts';
import { isParameter, isParameterGroup, parametersOf } from '../known-parameters.ts';
import type { Finding } from '../problem.ts';
import { isNote, isRowColumn, type RowColumn, rowColumns } from '../row-columns.ts';
import { unknownColumn } from '../unknown-column.ts';
import type { ActionRow, ActionRule } from './rule.ts';

/** Everything given is a parameter of the row's action, one of our columns that fits it, or a note. */
export const knownColumns: ActionRule = (row) => {
  const parameters = parametersOf(row.definition);
  const findings: Finding[] = [];
  for (const [column, value] of row.values) {
    if (parameters.has(column) || isNote(column)) continue;
    const finding = findingOf(column, value, row);
    if (finding) findings.push(finding);
  }
  return findings;
};

function findingOf(column: string, value: unknown, { definition }: ActionRow): Finding | null {
  if (isRowColumn(column)) return misplaced(column, definition.name);
  const parameters = [...parametersOf(definition).keys()];
  if (parameters.some((path) => path.startsWith(`${column}.`))) {
    return {
      column,
      code: 'wrong-type',
      message: `${column} must be an object: got ${describeValue(value)}`,
    };
  }
  if (isParameter(column) || isParameterGroup(column)) {
    const message = `${column} must be left out: it is not a parameter of ${definition.name}`;
    return { column, code: 'column-not-for-action', message };
  }
  return unknownColumn(column, [...parameters, ...rowColumns]);
}

function misplaced(column: RowColumn, action: string): Finding | null {
  const actions = actionsOfColumn[column];
  if (!actions) return null;
  if (!actions.includes(action)) {
    const message = `${column} must be left out: it goes with ${actions.join(' and ')}, not with ${action}`;
    return { column, code: 'column-not-for-action', message };
  }
  return null;
}

const actionsOfColumn: Readonly<Partial<Record<RowColumn, readonly string[]>>> = {
  IfExpiresBefore: ['RenewPlan', 'RenewInstance'],
  ZoneName: ['CreatePlan'],
  ZoneType: ['CreatePlan'],
  ZoneArea: ['CreatePlan'],
  ZoneId: ['CreatePlan'],
};
