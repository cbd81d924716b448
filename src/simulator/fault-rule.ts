import { z } from 'zod';

const ms = z.int().min(0);

const fault = z.discriminatedUnion('kind', [
  /** Executes, and answers, that much later. */
  z.strictObject({ kind: z.literal('latency'), ms }),
  /** Resets the connection and executes nothing. */
  z.strictObject({ kind: z.literal('drop-before') }),
  /** Executes, then resets the connection. */
  z.strictObject({ kind: z.literal('drop-after') }),
  /** Executes at once and answers that much later. */
  z.strictObject({ kind: z.literal('late'), ms }),
  /** Executes, sends the first bytes of the answer's body, and closes the connection. */
  z.strictObject({ kind: z.literal('cut'), bytes: z.int().min(0) }),
  /** Answers with a page, as a proxy does. */
  z.strictObject({
    kind: z.literal('html'),
    status: z.int().min(200).max(599),
    executed: z.boolean().optional(),
  }),
  /** Answers 200 without a body. */
  z.strictObject({ kind: z.literal('empty'), executed: z.boolean().optional() }),
  /** Answers with an error code. */
  z.strictObject({
    kind: z.literal('code'),
    code: z.string().min(1),
    message: z.string().optional(),
    executed: z.boolean().optional(),
  }),
]);

const rule = z.strictObject({
  /** Only calls of this action. */
  action: z.string().optional(),
  match: z
    .strictObject({
      /** Only each nth of the calls that match. */
      every: z.int().min(1).optional(),
      /** Only so many times in all. */
      times: z.int().min(1).optional(),
      /** Only calls that hold these parameters, among others. */
      params: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
  fault,
});

export type Fault = z.infer<typeof fault>;
export type FaultRule = z.infer<typeof rule>;

/** Reads a list of fault rules that came from outside. Throws, saying which entry is wrong. */
export function parseFaultRules(value: unknown): FaultRule[] {
  const parsed = z.array(rule).safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`Cannot read fault rules as a list of rules: ${z.prettifyError(parsed.error)}`, {
    cause: parsed.error,
  });
}

/** Whether a call is carried out although its answer is spoilt. */
export function isExecutedUnder(fault: Fault): boolean {
  switch (fault.kind) {
    case 'latency':
    case 'drop-after':
    case 'late':
    case 'cut':
      return true;
    case 'drop-before':
      return false;
    case 'html':
    case 'empty':
    case 'code':
      return fault.executed ?? false;
  }
}
