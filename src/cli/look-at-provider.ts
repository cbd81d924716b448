import { openAccounts } from '../shared/accounts/open-account.ts';
import { createLog } from '../shared/log.ts';
import { openLookRoom } from '../worker/open-look-room.ts';
import type { LookRoom } from '../worker/reconcile/room.ts';
import type { OpenLedger } from './open-ledger.ts';
import type { Setup } from './setup.ts';

/** Lends what looking at the provider needs, with the eyes of the default account; nothing is bought with it. */
export async function withLookRoom<Value>(
  ledger: OpenLedger,
  { config, accounts }: Setup,
  body: (room: LookRoom) => Promise<Value>,
  { requeueProved = false } = {},
): Promise<Value> {
  const log = createLog({ level: 'warn', isTerminal: process.stderr.isTTY === true });
  const open = openAccounts(accounts, log);
  const { room, close } = openLookRoom({ ledger, config, accounts: open, log, requeueProved });
  try {
    return await body(room);
  } finally {
    await close();
  }
}
