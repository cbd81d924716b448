import { writeLineAudit } from '../shared/ledger/audit.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { holdLine, releaseLine } from '../shared/ledger/line-hold.ts';
import type { Line } from '../shared/line.ts';
import type { Hand } from './act.ts';

/** Stops a line by hand; a line that is held already keeps its first reason. Returns whether this call held it. */
export async function holdByHand(ledger: Ledger, line: Line, hand: Hand): Promise<boolean> {
  const reason = hand.why ?? `Held by ${hand.who}.`;
  const held = await holdLine(ledger, line, { code: 'Person', reason });
  if (held === 'held') await writeLineAudit(ledger, line, { ...hand, what: 'hold' });
  return held === 'held';
}

/** Lets a line go on where it stopped. Returns whether it was held. */
export async function releaseByHand(ledger: Ledger, line: Line, hand: Hand): Promise<boolean> {
  const wasHeld = await releaseLine(ledger, line);
  if (wasHeld) await writeLineAudit(ledger, line, { ...hand, what: 'release' });
  return wasHeld;
}
