import { createHash } from 'node:crypto';
import { purchaseId } from '../purchase.ts';

/**
 * The ClientToken of a purchase whose row has none: 64 hexadecimal digits, the longest the API takes. The same
 * purchase always gets the same token, so that even a run submitted anew after a lost ledger cannot buy twice while
 * the provider remembers the token.
 */
export function deriveClientToken(run: string, row: number, index: number): string {
  return createHash('sha256')
    .update(`tcbatch ${purchaseId(run, { row, index })}`)
    .digest('hex');
}
