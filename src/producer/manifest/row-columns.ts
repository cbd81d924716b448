/** The columns that are ours, not the API's: they say how a row is bought, and are never sent. */
export const rowColumns = [
  'Action',
  'Reference',
  'Account',
  'Count',
  'IfExpiresBefore',
  'ZoneName',
  'ZoneType',
  'ZoneArea',
  'ZoneId',
] as const;

export type RowColumn = (typeof rowColumns)[number];

/** Whether that is a column of ours. */
export function isRowColumn(column: string): column is RowColumn {
  return everyRowColumn.has(column);
}

const everyRowColumn = new Set<string>(rowColumns);

/** A note of the user's own: kept, shown in every report, never sent. */
export function isNote(column: string): boolean {
  return column.startsWith('#');
}
