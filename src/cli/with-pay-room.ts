import { openAccount } from '../shared/accounts/open-account.ts';
import { createLog } from '../shared/log.ts';
import { readDurability } from '../shared/redis/durability.ts';
import { openPayRoom } from '../worker/pay/open-pay-room.ts';
import type { PayRoom } from '../worker/pay/pay-order.ts';
import { knownAccount } from './known-account.ts';
import { requireDurable } from './live-account.ts';
import type { OpenLedger } from './open-ledger.ts';
import { requireSealedWay } from './require-sealed-way.ts';
import type { Setup } from './setup.ts';

export interface PayRoomWishes {
  /** Whose orders are paid; the default account's unless told. */
  readonly account?: string | undefined;
  /** The person who pays. */
  readonly who: string;
  /** Pay although a crash of this Redis may lose what was paid. */
  readonly acceptVolatileRedis: boolean;
}

/** Lends what paying the orders of one account needs. Throws an OperatorError unless it may be paid from here. */
export async function withPayRoom<Value>(
  ledger: OpenLedger,
  setup: Setup,
  { account: name, who, acceptVolatileRedis }: PayRoomWishes,
  body: (room: PayRoom) => Promise<Value>,
): Promise<Value> {
  // First of all: a role is taken over the network too.
  requireSealedWay(setup);
  const { config } = setup;
  const log = createLog({ level: 'warn', isTerminal: process.stderr.isTTY === true });
  const account = openAccount(knownAccount(setup, name), log);
  await account.keyring.refresh();
  const durability = await readDurability(ledger.redis);
  requireDurable(setup, durability, { isAccepted: acceptVolatileRedis });
  const { room, close } = openPayRoom({ ledger, config, durability, account, log, who });
  try {
    return await body(room);
  } finally {
    account.keyring.close();
    await close();
  }
}
