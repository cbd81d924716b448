import type { Command } from 'commander';
import { actions } from '../../shared/actions/index.ts';
import { OperatorError } from '../../shared/errors.ts';
import { readClaims } from '../../shared/ledger/look.ts';
import { readPurchase } from '../../shared/ledger/read-purchases.ts';
import { listRuns } from '../../shared/ledger/runs.ts';
import { parsePurchaseId } from '../../shared/purchase.ts';
import {
  findUnpaid,
  lookAtOrder,
  type UnpaidOrder,
  type UnpaidPurchase,
} from '../../worker/pay/find-unpaid.ts';
import type { PaidOrder, PayRoom } from '../../worker/pay/pay-order.ts';
import { payOrders } from '../../worker/pay/pay-orders.ts';
import type { LookRoom } from '../../worker/reconcile/room.ts';
import { confirm, requireConsentIsPossible } from '../confirm.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { type OpenLedger, withLedger } from '../open-ledger.ts';
import { ownHand } from '../own-hand.ts';
import { readSetup, type Setup } from '../setup.ts';
import { print, say } from '../terminal.ts';
import { paidLine, planLines } from '../unpaid/pay-text.ts';
import { withPayRoom } from '../with-pay-room.ts';

interface PayOptions {
  readonly yes?: boolean;
  readonly account?: string;
  readonly acceptVolatileRedis?: boolean;
}

/** `pay`: pays orders that failed purchases left behind. */
export function addPay(program: Command): void {
  program
    .command('pay')
    .summary('pay orders that were left to be paid')
    .description(
      'Pays orders that purchases of a run left behind, shows them and asks first, and settles the purchases with them. An order that is paid already is not paid again. Exits 3 when an order was not paid, 4 when that is not known or nothing was delivered.',
    )
    .argument('<order...>', 'ids of orders, as `tcbatch unpaid` lists them')
    .option('--account <name>', 'the account whose orders they are; the default one unless told')
    .option('-y, --yes', 'do not ask')
    .option('--accept-volatile-redis', 'pay although a crash of this Redis may lose what was paid')
    .addHelpText(
      'after',
      examples('tcbatch pay 20260731000017', 'tcbatch pay 20260731000017 20260731000018 --yes'),
    )
    .action(async (orderIds: readonly string[], options: PayOptions) => {
      const setup = readSetup();
      requireConsentIsPossible({ ...options, deed: 'pay' });
      process.exitCode = await withLedger(setup.config, (ledger) =>
        pay(ledger, setup, { orderIds, options }),
      );
    });
}

interface Request {
  readonly orderIds: readonly string[];
  readonly options: PayOptions;
}

async function pay(ledger: OpenLedger, setup: Setup, { orderIds, options }: Request): Promise<number> {
  const { account, acceptVolatileRedis = false } = options;
  return withPayRoom(ledger, setup, { account, who: ownHand().who, acceptVolatileRedis }, async (room) => {
    const orders = await lookAtOrders(ledger, room.look, [...new Set(orderIds)]);
    if (orders.length === 0) return exitCodes.ok;
    for (const line of planLines(orders)) say(line);
    const these = orders.length === 1 ? 'this order' : `these ${orders.length} orders`;
    await confirm(`Pay ${these}?`, { ...options, deed: 'pay' });
    return payAll(room, orders);
  });
}

/** Throws an OperatorError unless each order was left by a purchase that can be settled with it. */
async function lookAtOrders(
  ledger: OpenLedger,
  { provider, account }: LookRoom,
  orderIds: readonly string[],
): Promise<UnpaidOrder[]> {
  const wanted = new Set(orderIds);
  const orders: UnpaidOrder[] = [];
  for await (const purchase of findUnpaid(ledger, await listRuns(ledger))) {
    if (purchase.orderId === null || !wanted.delete(purchase.orderId)) continue;
    requireAccount(purchase, account);
    orders.push(await lookAtOrder(provider, purchase));
    if (wanted.size === 0) return orders;
  }
  for (const orderId of wanted) {
    const owner = await settledWith(ledger, orderId, account);
    if (owner === null) continue;
    say(`Order ${orderId} is that of ${owner}, which succeeded: nothing is left to pay.`);
    wanted.delete(orderId);
  }
  if (wanted.size === 0) return orders;
  throw new OperatorError(
    'unknown-order',
    `Cannot pay order as a failed purchase of a run must have left it: got ${[...wanted].join(', ')}`,
    { advice: 'Nothing was paid. `tcbatch unpaid` lists the orders; others are paid in the Billing Center.' },
  );
}

/** Throws an OperatorError on an order of another account: its key could not pay it. */
function requireAccount({ orderId, question }: UnpaidPurchase, wanted: string): void {
  const { account } = question.record;
  if (account === wanted) return;
  throw new OperatorError(
    'other-account',
    `Cannot pay order ${orderId} as ${wanted} as it must be of that account: got one of ${account}`,
    { advice: `Nothing was paid. Pay it with --account ${account}.` },
  );
}

/** The purchase that an order was settled with before; null where there is none. */
async function settledWith(ledger: OpenLedger, orderId: string, account: string): Promise<string | null> {
  for (const { name: action } of actions) {
    const [owner] = await readClaims(ledger, { action, account }, [orderId]);
    const at = owner ? parsePurchaseId(owner) : null;
    const record = at && (await readPurchase(ledger, at.run, at));
    if (record?.state === 'succeeded' && record.orderId === orderId) return owner ?? null;
  }
  return null;
}

async function payAll(room: PayRoom, orders: readonly UnpaidOrder[]): Promise<number> {
  const codes: number[] = [];
  let notTried = 0;
  for await (const { order, paid } of payOrders(room, orders)) {
    if (paid.kind === 'not-tried') notTried += 1;
    else {
      print(paidLine(order, paid));
      codes.push(exitCodeOf(paid));
    }
  }
  if (notTried > 0) say(`The ${notTried} orders after it were not tried, as the same would meet them.`);
  return Math.max(...codes);
}

function exitCodeOf({ kind }: PaidOrder): number {
  if (kind === 'paid') return exitCodes.ok;
  return kind === 'not-paid' || kind === 'gone' ? exitCodes.someFailed : exitCodes.someInDoubt;
}
