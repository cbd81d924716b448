import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

export type Instruments = ReturnType<typeof createInstruments>;

const ofLine = ['action', 'account'] as const;

/** What a worker counts, by line. Buckets are in seconds. */
export function createInstruments(register: Registry) {
  const registers = [register];
  return {
    calls: new Counter({
      name: 'tcbatch_calls_total',
      help: "Calls by what was concluded from their answer, and its code: the API's, one of ours, or none.",
      labelNames: [...ofLine, 'outcome', 'code'],
      registers,
    }),
    roundTrip: new Histogram({
      name: 'tcbatch_call_duration_seconds',
      help: 'From the send to the answer.',
      labelNames: ofLine,
      buckets: [0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 10, 30],
      registers,
    }),
    slotWait: new Histogram({
      name: 'tcbatch_slot_wait_seconds',
      help: 'From asking for a slot to the send; a held line is waited out in here.',
      labelNames: ofLine,
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 30, 300],
      registers,
    }),
    intent: new Histogram({
      name: 'tcbatch_intent_sync_seconds',
      help: 'From writing intents down to their being as durable as this Redis promises.',
      labelNames: ofLine,
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 3],
      registers,
    }),
    deliveries: new Counter({
      name: 'tcbatch_deliveries_total',
      help: 'Deliveries of jobs by BullMQ, by how they ended.',
      labelNames: [...ofLine, 'ending'],
      registers,
    }),
    stalled: new Counter({
      name: 'tcbatch_stalled_jobs_total',
      help: 'Jobs that BullMQ took from a worker that had lost their lock, and delivers again.',
      labelNames: ofLine,
      registers,
    }),
    inHand: new Gauge({
      name: 'tcbatch_worker_in_hand',
      help: 'Purchases that this worker has in hand.',
      labelNames: ofLine,
      registers,
    }),
    lastSecond: new Gauge({
      name: 'tcbatch_worker_calls_last_second',
      help: 'Calls that this worker sent in the second before it was asked.',
      labelNames: ofLine,
      registers,
    }),
    journal: new Gauge({
      name: 'tcbatch_journal_backlog',
      help: 'Answers that are kept in the journal until Redis takes them.',
      registers,
    }),
  };
}
