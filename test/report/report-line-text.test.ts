import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoTime } from '../../src/report/iso-time.ts';
import { reportLineText, toReportLine } from '../../src/report/report-line.ts';
import type { PurchaseRecord } from '../../src/shared/ledger/record.ts';
import { purchaseStates } from '../../src/shared/outcome.ts';

const text = fc.string({ unit: 'grapheme' });
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const time = fc.integer({ min: 0, max: 4_000_000_000_000 });

const records: fc.Arbitrary<PurchaseRecord> = fc.record({
  row: fc.nat(),
  index: fc.integer({ min: 1, max: 10_000 }),
  line: fc.nat(),
  reference: orNull(text),
  notes: fc.dictionary(text, text),
  terms: fc.record({ ifExpiresBefore: text }, { requiredKeys: [] }),
  body: fc
    .record({ Domain: text, Nested: fc.record({ Period: fc.nat() }) })
    .map((body) => JSON.stringify(body)),
  action: fc.constantFrom('CreatePackageOrder', 'CreatePlan', 'CreateInstance'),
  account: fc.constantFrom('default', 'acme', 'acme-eu.2'),
  state: fc.constantFrom(...purchaseStates),
  queuedAtMs: time,
  attempts: fc.nat(),
  attemptId: orNull(text),
  worker: orNull(text),
  deadlineMs: orNull(time),
  sentAtMs: orNull(time),
  firstSentAtMs: orNull(time),
  errorCode: orNull(fc.oneof(text, fc.constantFrom('InvalidParameter', 'Transport.Timeout'))),
  errorMessage: orNull(text),
  requestId: orNull(text),
  orderId: orNull(text),
  resourceIds: fc.array(text),
  delivery: orNull(fc.constantFrom('complete', 'pending')),
  unpaidOrder: fc.boolean(),
  settledAtMs: orNull(time),
  settledBy: orNull(fc.constantFrom('answer', 'reconcile', 'person')),
  expiryBeforeMs: orNull(time),
});

test('reportLineText is the JSON text of the report line, whatever characters it has', () => {
  const isSame = fc.property(records, (record) => {
    const line = toReportLine('r000000000000', record);
    expect(reportLineText('r000000000000', record)).toBe(JSON.stringify(line));
  });
  fc.assert(isSame, { numRuns: 1000 });
});

test('isoTime writes the time that Date does', () => {
  const isSame = fc.property(time, (timeMs) => {
    expect(isoTime(timeMs)).toBe(new Date(timeMs).toISOString());
  });
  fc.assert(isSame, { numRuns: 3000 });
});
