import { createLog } from '../shared/log.ts';
import { openLookRoom } from '../worker/open-look-room.ts';
import type { LookRoom } from '../worker/reconcile/room.ts';
import type { OpenLedger } from './open-ledger.ts';
import { payingCredentials } from './paying-credentials.ts';
import type { Setup } from './setup.ts';

/** Lends what looking at the provider needs; nothing is bought with it. */
export async function withLookRoom<Value>(
  ledger: OpenLedger,
  { config, environment }: Setup,
  body: (room: LookRoom) => Promise<Value>,
  { requeueProved = false } = {},
): Promise<Value> {
  const credentials = payingCredentials(environment);
  const log = createLog({ level: 'warn', isTerminal: process.stderr.isTTY === true });
  const { room, close } = openLookRoom({ ledger, config, credentials, log, requeueProved });
  try {
    return await body(room);
  } finally {
    await close();
  }
}
