import type { ActionDefinition } from '../../../shared/actions/action.ts';
import type { Params } from '../../../shared/purchase.ts';
import type { GivenRow } from '../given-row.ts';
import type { Finding } from '../problem.ts';

/** Finds what is wrong with a row whatever it buys. */
export type RowRule = (given: GivenRow) => readonly Finding[];

/** A row whose action is known, with its parameters as far as they could be read. */
export interface ActionRow extends GivenRow {
  readonly definition: ActionDefinition;
  readonly params: Params;
}

/** Finds what is wrong with a row because of what it buys. */
export type ActionRule = (row: ActionRow) => readonly Finding[];
