import { z } from 'zod';
import { knownRun } from '../../control/act.ts';
import { resolvePurchase } from '../../control/resolve-purchase.ts';
import { type PageFilter, readPage } from '../../report/read-page.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { readCounts } from '../../shared/ledger/read-counts.ts';
import { parseLineName } from '../../shared/line.ts';
import { purchaseStates } from '../../shared/outcome.ts';
import type { Position } from '../../shared/purchase.ts';
import { handOf } from '../server/caller.ts';
import type { WebApp } from '../server/web-app.ts';
import type { WebOptions } from '../server/web-options.ts';
import { purchaseDetailShape, purchasePageShape } from '../shapes/purchase.ts';
import { answers } from './answers.ts';
import { many, purchaseParams, runParams } from './params.ts';
import { readDetail } from './read-detail.ts';

/** Rows that one request may look at; whoever searches on asks on. */
const mostScanned = 20_000;

const query = z.object({
  state: many(z.enum(purchaseStates)),
  code: many(z.string().max(200)),
  action: many(z.string().max(100)),
  search: z.string().max(200).optional().meta({ description: 'Reference, value, order, request or note.' }),
  from: z
    .string()
    .regex(/^[1-9]\d{0,14}(\.[1-9]\d{0,5})?$/, { error: 'must be ROW or ROW.INDEX, both from 1' })
    .default('1')
    .meta({ description: 'Where to begin: ROW, or ROW.INDEX.' }),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

const resolution = z.union([
  z.strictObject({ finding: z.literal('succeeded'), orderId: z.string().min(1).max(200).nullish() }),
  z.strictObject({ finding: z.literal('not-purchased') }),
]);

/** The purchases of a run: page by page, one by one, and settled by hand. */
export function addPurchaseRoutes(app: WebApp, { ledger }: WebOptions): void {
  app.get(
    '/api/runs/:run/purchases',
    {
      schema: {
        summary: 'Some purchases of a run, from any place in it',
        description: `Looks at ${mostScanned} purchases at most, so a page may be short, or empty, and still have a next.`,
        tags: ['purchases'],
        params: runParams,
        querystring: query,
        response: answers(purchasePageShape),
      },
    },
    async ({ params, query: { state = [], code = [], action = [], search, from, limit } }) => {
      const record = await knownRun(ledger, params.run);
      const filter = { states: state, codes: code, actions: action, search: search?.trim() || null };
      const matching = await countMatching(ledger, record.run, filter);
      if (matching === 0) return { purchases: [], next: null, scanned: 0, total: record.total, matching };
      const page = await readPage(ledger, record, { filter, from: positionOf(from), limit, mostScanned });
      const next = page.next === null ? null : `${page.next.row}.${page.next.index}`;
      return { purchases: page.lines, next, scanned: page.scanned, total: record.total, matching };
    },
  );
  app.get(
    '/api/runs/:run/purchases/:row/:index',
    {
      schema: {
        summary: 'One purchase with all that is known of it',
        tags: ['purchases'],
        params: purchaseParams,
        response: answers(purchaseDetailShape),
      },
    },
    ({ params }) => readDetail(ledger, params),
  );
  app.post(
    '/api/runs/:run/purchases/:row/:index/resolve',
    {
      schema: {
        summary: 'Settle a purchase in doubt by what a person found',
        tags: ['purchases'],
        params: purchaseParams,
        body: resolution,
        response: answers(purchaseDetailShape),
      },
    },
    async (request) => {
      const { params, body } = request;
      const finding =
        body.finding === 'succeeded'
          ? { kind: body.finding, orderId: body.orderId ?? null }
          : { kind: body.finding };
      await resolvePurchase(ledger, params, finding, handOf(request));
      return readDetail(ledger, params);
    },
  );
}

function positionOf(text: string): Position {
  const [row, index = '1'] = text.split('.');
  return { row: Number(row), index: Number(index) };
}

/** The ledger counts by state and line, and by error code; a text it would have to look for. */
async function countMatching(ledger: Ledger, run: string, filter: PageFilter): Promise<number | null> {
  const { states, codes, actions, search } = filter;
  if (search !== null) return null;
  const { byLine, errors } = await readCounts(ledger, run);
  const isWanted = (action: string) => actions.length === 0 || actions.includes(action);
  if (codes.length > 0) {
    return errors
      .filter(({ action, state, code }) => {
        return isWanted(action) && codes.includes(code) && (states.length === 0 || states.includes(state));
      })
      .reduce((sum, { count }) => sum + count, 0);
  }
  const wantedStates = states.length === 0 ? purchaseStates : [...new Set(states)];
  return [...byLine]
    .filter(([line]) => isWanted(parseLineName(line).action))
    .flatMap(([, counts]) => wantedStates.map((state) => counts[state]))
    .reduce((sum, count) => sum + count, 0);
}
