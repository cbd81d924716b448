import { z } from 'zod';
import { type Doubted, doubt } from '../shared/ledger/doubt.ts';
import { handOverSchema } from '../shared/ledger/hand-overs.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { claim } from '../shared/ledger/look.ts';
import { type PutBackReply, putBack } from '../shared/ledger/put-back.ts';
import { type Settle, type Settled, settle } from '../shared/ledger/settle.ts';
import { parseLineName } from '../shared/line.ts';
import { purchaseId } from '../shared/purchase.ts';
import { noteBeside } from './note-beside.ts';

const attempt = { run: z.string(), row: z.number(), index: z.number(), attemptId: z.string() };
const explained = { code: z.string(), message: z.string(), requestId: z.string().nullable() };

const site = z.union([
  z.strictObject({ zoneId: z.string() }),
  z.strictObject({
    zoneName: z.string(),
    zoneType: z.string().exactOptional(),
    zoneArea: z.string().exactOptional(),
  }),
]);

const followed = z.object({
  row: z.number(),
  index: z.number(),
  line: z.number(),
  account: z.string(),
  reference: z.string().nullable(),
  site,
});

/** What was learned of an attempt, ready to be written to the ledger, or to a journal while the ledger is away. */
export const learnedSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('succeeded'),
    line: z.string(),
    ...attempt,
    requestId: z.string(),
    bought: z.object({
      orderId: z.string().nullable(),
      resourceIds: z.array(z.string()).readonly(),
      delivery: z.enum(['complete', 'pending']).nullable(),
      handOver: handOverSchema.exactOptional(),
    }),
    followed: followed.nullable().default(null),
  }),
  z.object({ kind: z.literal('failed'), ...attempt, ...explained, unpaidOrder: z.boolean() }),
  z.object({ kind: z.literal('in-doubt'), ...attempt, ...explained }),
  z.object({
    kind: z.literal('put-back'),
    ...attempt,
    wasSent: z.boolean(),
    // None where not a byte was sent, as its moment had passed.
    code: z.string().nullable(),
    message: z.string().nullable(),
    requestId: z.string().nullable(),
  }),
]);
export type Learned = z.infer<typeof learnedSchema>;

/** What it takes to write something down: the ledger, and a way to settle in it. */
export interface Pen {
  readonly ledger: Ledger;
  readonly desk: { readonly settle: (settlement: Settle) => Promise<Settled> };
}

/** Writes one after the other, each by itself. */
export function plainPen(ledger: Ledger): Pen {
  return { ledger, desk: { settle: (settlement) => settle(ledger, settlement) } };
}

/** Writes what was learned to the ledger. Writing it twice changes nothing. */
export async function writeLearned(
  { ledger, desk }: Pen,
  learned: Learned,
): Promise<Settled | PutBackReply | Doubted> {
  switch (learned.kind) {
    case 'succeeded': {
      const { bought, requestId, line, followed, run, row, index, attemptId } = learned;
      const ref = { run, row, index, attemptId };
      const ids = [...bought.resourceIds, ...(bought.orderId === null ? [] : [bought.orderId])];
      // Claimed first: lost in between, the claim tells a read-back whose they are.
      await claim(ledger, parseLineName(line), ids, purchaseId(ref.run, ref));
      if (followed || bought.handOver) await noteBeside(ledger, ref, { bought, followed });
      const ending = { state: 'succeeded', bought, requestId } as const;
      return desk.settle({ run, row, index, attemptId, by: 'answer', ending });
    }
    case 'failed': {
      const { code, message, requestId, unpaidOrder, ...ref } = learned;
      const ending = { state: 'failed', code, message, requestId, unpaidOrder } as const;
      return desk.settle({ ...ref, by: 'answer', ending });
    }
    case 'in-doubt':
      return doubt(ledger, learned);
    case 'put-back':
      return putBack(ledger, learned);
  }
}
