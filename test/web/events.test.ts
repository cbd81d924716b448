import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changePhase } from '../../src/shared/ledger/runs.ts';
import { checkedRows, fillRun, testLedger } from '../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { openSite, type Site } from './site.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

interface Event {
  readonly id: string | null;
  readonly event: string;
  readonly data: { readonly run?: string; readonly state?: string };
}

/** Reads events one after the other until the stream ends. */
async function* eventsOf(answer: Response): AsyncGenerator<Event> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const piece of answer.body ?? []) {
    text += decoder.decode(piece, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').map((line) => [line.split(': ')[0], line.slice(line.indexOf(': ') + 2)]),
      );
      const data = fields.get('data');
      if (data !== undefined) {
        yield { id: fields.get('id') ?? null, event: fields.get('event') ?? '', data: JSON.parse(data) };
      }
    }
  }
}

async function next(events: AsyncGenerator<Event>): Promise<Event> {
  const { value, done } = await events.next();
  if (done) throw new Error('Cannot read another event as the stream ended');
  return value;
}

async function withSite(body: (site: Site, run: string) => Promise<void>): Promise<void> {
  const ledger = testLedger(redis);
  const run = await fillRun(ledger, checkedRows(3));
  const site = await openSite(redis, { ledger });
  try {
    await body(site, run);
  } finally {
    await site.close();
  }
}

describe('the events of a run', () => {
  it('begin with its status and go on with every change', async () => {
    await withSite(async (site, run) => {
      const answer = await site.ask(`/api/runs/${run}/events`);
      expect(answer.headers.get('content-type')).toContain('text/event-stream');
      const events = eventsOf(answer);
      const first = await next(events);
      expect(first).toMatchObject({ event: 'status', data: await site.read<object>(`/api/runs/${run}`) });
      await site.ask(`/api/runs/${run}/pause`, { method: 'POST' });
      const second = await next(events);
      expect(second).toMatchObject({ event: 'status', data: { run, state: 'paused' } });
      expect(second.id).not.toBe(first.id);
      await events.return(undefined);
    });
  });

  it('tell two tabs the same, and whoever comes later where it stands', async () => {
    await withSite(async (site, run) => {
      const tabs = await Promise.all(
        [1, 2].map(async () => eventsOf(await site.ask(`/api/runs/${run}/events`))),
      );
      const before = await Promise.all(tabs.map(next));
      expect(before[0]).toEqual(before[1]);
      await site.ask(`/api/runs/${run}/cancel`, { method: 'POST' });
      for (const tab of tabs) {
        let event = await next(tab);
        while (event.data.state !== 'cancelled') event = await next(tab);
        await tab.return(undefined);
      }
      const later = eventsOf(
        await site.ask(`/api/runs/${run}/events`, { headers: { 'last-event-id': '1-x' } }),
      );
      expect((await next(later)).data.state).toBe('cancelled');
      await later.return(undefined);
    });
  });

  it('tell counts by action to whoever asks for them', async () => {
    await withSite(async (site, run) => {
      const events = eventsOf(await site.ask(`/api/runs/${run}/events?actions=true`));
      expect(await next(events)).toMatchObject({
        event: 'actions',
        data: { CreatePackageOrder: { queued: 3 } },
      });
      expect((await next(events)).event).toBe('status');
      await events.return(undefined);
    });
  });

  it('end in good order when the server does, and go on with the next one', async () => {
    const ledger = testLedger(redis);
    const run = await fillRun(ledger, checkedRows(1));
    const first = await openSite(redis, { ledger });
    const events = eventsOf(await first.ask(`/api/runs/${run}/events`));
    await next(events);
    const closing = first.close();
    expect(await events.next()).toMatchObject({ done: true });
    await closing;
    await changePhase(ledger, run, 'paused');
    const second = await openSite(redis, { ledger });
    const resumed = eventsOf(await second.ask(`/api/runs/${run}/events`));
    expect((await next(resumed)).data.state).toBe('paused');
    await resumed.return(undefined);
    await second.close();
  });

  it('of a run that nobody knows are a problem document', async () => {
    await withSite(async (site) => {
      const answer = await site.ask('/api/runs/rnobody/events');
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    });
  });
});
