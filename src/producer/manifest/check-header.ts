import type { ActionDefinition } from '../../shared/actions/action.ts';
import { actions } from '../../shared/actions/index.ts';
import { isParameter, parametersOf } from './known-parameters.ts';
import type { Finding } from './problem.ts';
import { isNote, isRowColumn, rowColumns } from './row-columns.ts';
import { unknownColumn } from './unknown-column.ts';

export interface CheckedHeader {
  /** The columns by position; null where a column cannot be used, which one of the findings tells. */
  readonly columns: readonly (string | null)[];
  readonly findings: readonly Finding[];
}

/**
 * Checks a CSV header once for all rows. A mistyped column is compared with the parameters of `definition`, the action
 * of rows that name none, or with those of every action.
 */
export function checkHeader(names: readonly string[], definition: ActionDefinition | null): CheckedHeader {
  const known = knownColumns(definition);
  const findings: Finding[] = [];
  const columns = names.map((name, index) => {
    const finding = findingOf(name, { position: index + 1, isRepeated: names.indexOf(name) < index, known });
    if (finding) findings.push(finding);
    return finding ? null : name;
  });
  return { columns, findings };
}

function findingOf(
  name: string,
  { position, isRepeated, known }: { position: number; isRepeated: boolean; known: readonly string[] },
): Finding | null {
  if (name === '') {
    const message = `A column must have a name: got none for column ${position}, name it or delete it`;
    return { column: null, code: 'unnamed-column', message };
  }
  if (isRepeated) {
    const message = `A column must stand once in the header: got \`${name}\` again as column ${position}`;
    return { column: name, code: 'duplicate-column', message };
  }
  if (isNote(name) || isParameter(name) || isRowColumn(name)) return null;
  return unknownColumn(name, known);
}

function knownColumns(definition: ActionDefinition | null): readonly string[] {
  const candidates = definition ? [definition] : actions;
  return [...candidates.flatMap((candidate) => [...parametersOf(candidate).keys()]), ...rowColumns];
}
