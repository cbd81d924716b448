import { lineName } from '../line.ts';
import type { Purchase } from '../purchase.ts';
import type { Ledger } from './ledger.ts';
import { frozenPart } from './record.ts';
import { loadTransition, runTransition } from './transition.ts';

const addFollowUpScript = loadTransition('add-follow-up.lua');

/** `already`: one stands at that place; `unknown`: the run has no companion; `archived`: of it nothing is ever sent. */
export type AddedFollowUp = 'queued' | 'cancelled' | 'already' | 'unknown' | 'archived';

/** Adds a purchase that follows another to the companion of its run. */
export async function addFollowUp(
  ledger: Ledger,
  companion: string,
  followUp: Purchase,
): Promise<AddedFollowUp> {
  const at = { run: companion, row: followUp.row, index: followUp.index };
  const args = [lineName(followUp), frozenPart(followUp)];
  return (await runTransition(ledger, addFollowUpScript, at, args)) as AddedFollowUp;
}
