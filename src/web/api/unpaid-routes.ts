import { z } from 'zod';
import { knownRun } from '../../control/act.ts';
import { readStatusOf } from '../../report/read-status.ts';
import { readUnpaid } from '../../worker/pay/read-unpaid.ts';
import { unpaidDocument } from '../../worker/pay/unpaid-document.ts';
import { chooseOrders } from '../payments/choose-orders.ts';
import { payPlan } from '../payments/pay-plan.ts';
import { paymentPlanDocument, planPayment } from '../payments/plan-payment.ts';
import { handOf } from '../server/caller.ts';
import type { WebApp } from '../server/web-app.ts';
import type { WebOptions } from '../server/web-options.ts';
import { paidShape, paymentPlanShape, unpaidOrderShape } from '../shapes/unpaid.ts';
import { answers } from './answers.ts';
import { runParams } from './params.ts';

/** As many as a person goes through at once, and one answer is waited for. */
const mostOrders = 20;
const orderId = z.string().min(1).max(200);

const planQuery = z.object({
  order: z
    .union([orderId, z.array(orderId).max(mostOrders)])
    .transform((given) => [given].flat())
    .meta({ description: `An order to pay; may be repeated, up to ${mostOrders} times.` }),
});

const payBody = z.strictObject({
  orders: z.array(orderId).min(1).max(mostOrders),
  count: z.int().min(1).meta({ description: 'How many orders will be paid, as a person typed it.' }),
  plan: z.string().max(64).meta({ description: 'The hash of the plan that was shown.' }),
});

/** Orders that a run left to be paid: a look at them, what paying some would cost, and paying exactly that. */
export function addUnpaidRoutes(app: WebApp, options: WebOptions): void {
  const { ledger, withLookRoom } = options;
  const schema = { tags: ['unpaid orders'], params: runParams };
  const look = { requeueProved: false };
  app.get(
    '/api/runs/:run/unpaid',
    {
      schema: {
        ...schema,
        summary: 'The orders that a run left to be paid, as the provider shows them now',
        response: answers(z.array(unpaidOrderShape)),
      },
    },
    async ({ params }) => {
      const { run } = await knownRun(ledger, params.run);
      const orders = await withLookRoom((room) => readUnpaid(room, run, { reconcile: false }), look);
      return orders.map(unpaidDocument);
    },
  );
  app.get(
    '/api/runs/:run/unpaid/plan',
    {
      schema: {
        ...schema,
        summary: 'What paying some of them would cost, and what the account has to pay it from',
        querystring: planQuery,
        response: answers(paymentPlanShape),
      },
    },
    async ({ params, query }) => {
      const { run } = await knownRun(ledger, params.run);
      const chosen = await chooseOrders(ledger, run, query.order);
      return withLookRoom(async (room) => paymentPlanDocument(room, await planPayment(room, chosen)), look);
    },
  );
  addPay(app, options);
}

function addPay(app: WebApp, { ledger, withPayRoom }: WebOptions): void {
  app.post(
    '/api/runs/:run/unpaid/pay',
    {
      schema: {
        summary: 'Pay orders exactly as they were planned; one that is paid already is not paid again',
        tags: ['unpaid orders'],
        params: runParams,
        body: payBody,
        response: answers(paidShape),
      },
    },
    async (request) => {
      const { orders, ...agreed } = request.body;
      const { run } = await knownRun(ledger, request.params.run);
      const chosen = await chooseOrders(ledger, run, orders);
      // An answer that is lost is looked for longer than a silent connection is kept.
      request.raw.socket.setTimeout(0);
      const { account } = chosen;
      const { who } = handOf(request);
      const payments = await withPayRoom((room) => payPlan(room, chosen, agreed), { account, who });
      return { ...(await readStatusOf(ledger, await knownRun(ledger, run))).status, payments };
    },
  );
}
