import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Workplace } from '../support/processes.ts';
import { type Received, type Receiver, startReceiver } from '../support/receiver.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { type Shop, withShop } from '../support/shop.ts';
import { until } from '../support/until.ts';

const secret = 'a-secret-of-this-test-alone';
const path = '/services/T0/secret-path-of-this-test';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

/** Lends a shop that tells a receiver; `answer` is what that says to each request, null for nothing at all. */
async function withReceiver(
  answer: (count: number) => number | null,
  body: (place: Shop & { readonly receiver: Receiver }) => Promise<void>,
): Promise<void> {
  const receiver = await startReceiver(answer);
  const environment = {
    TCBATCH_WEBHOOK_URL: `${receiver.url}${path}`,
    TCBATCH_WEBHOOK_SECRET: secret,
    TCBATCH_WEB_TOKEN: 'token-of-a-test',
  };
  try {
    await withShop(redis, { environment }, (shop) => body({ ...shop, receiver }));
  } finally {
    await receiver.close();
  }
}

async function submit(workplace: Workplace): Promise<string> {
  const manifest = await workplace.write('m.csv', 'Action,PlanType,Count\nCreatePlan,basic,2\n');
  return (await workplace.run(['submit', manifest, '--yes'])).stdout.trim();
}

/** As whoever knows nothing of this project would check it. */
function signatureByOpenssl({ headers, body }: Received): string {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const digest = execFileSync('openssl', ['dgst', '-sha256', '-hmac', secret, '-binary'], { input: signed });
  return `v1,${digest.toString('base64')}`;
}

describe.concurrent('webhooks', () => {
  it('arrive after three failures, signed, once, from whichever process; their address stays unknown', () =>
    withReceiver(
      (count) => (count <= 3 ? 503 : 200),
      async ({ receiver, workplace }) => {
        const run = await submit(workplace);
        const processes = [['worker'], ['worker'], ['serve', '--port', '0']].map((values) =>
          workplace.start(values),
        );
        await until('it is taken', () => receiver.received.length >= 4);
        for (const one of processes) one.kill('SIGTERM');
        const ended = await Promise.all(processes.map((one) => one.ended));
        expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);

        expect(receiver.received).toHaveLength(4);
        for (const request of receiver.received) {
          expect(request.path).toBe(path);
          expect(request.headers['webhook-signature']).toBe(signatureByOpenssl(request));
        }
        expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
        const event = JSON.parse(receiver.received[3]?.body ?? '');
        expect(event).toMatchObject({ type: 'run.finished', data: { run, counts: { succeeded: 2 } } });

        const said = ended.map(({ stdout, stderr }) => stdout + stderr).join('\n');
        expect(said).toContain('A webhook was not delivered');
        for (const hidden of ['secret-path', secret]) {
          expect(said).not.toContain(hidden);
          expect(await isInRedis(hidden)).toBe(false);
        }
        const listed = await workplace.run(['webhooks', '--json']);
        expect(JSON.parse(listed.stdout)).toMatchObject([{ id: event.id, state: 'delivered', attempts: 4 }]);
        expect((await workplace.run(['webhooks', 'replay', event.id])).stdout).toContain('answered with 200');
        expect(receiver.received[4]?.body).toBe(receiver.received[3]?.body);
        expect((await workplace.run(['webhooks', 'test'])).code).toBe(0);
        expect(JSON.parse(receiver.received[5]?.body ?? '')).toMatchObject({ type: 'test' });
        expect((await workplace.run(['webhooks', 'replay', 'nothing'])).code).toBe(2);
      },
    ));

  it('keep no purchase waiting while the receiver hangs', () =>
    withReceiver(
      () => null,
      async ({ receiver, simulator, workplace }) => {
        const first = await submit(workplace);
        const worker = workplace.start(['worker']);
        await until('it hangs', () => receiver.received.length === 1);
        const more = await workplace.write('n.csv', 'Action,PlanType,Count\nCreatePlan,personal,20\n');
        const second = (await workplace.run(['submit', more, '--yes'])).stdout.trim();
        await workplace.run(['status', second, '--watch']);
        expect(simulator.executed()).toHaveLength(22);
        expect(JSON.parse((await workplace.run(['status', first, '--json'])).stdout)).toMatchObject({
          state: 'finished',
        });
        worker.kill('SIGTERM');
        expect((await worker.ended).code).toBe(0);
      },
    ));

  it('tell whoever starts `run`, before it ends', () =>
    withReceiver(
      () => 200,
      async ({ receiver, workplace }) => {
        const manifest = await workplace.write('m.csv', 'Action,PlanType\nCreatePlan,basic\n');
        expect((await workplace.run(['run', manifest, '--yes'])).code).toBe(0);
        expect(receiver.received).toHaveLength(1);
        const rehearsal = await workplace.run(['run', manifest, '--yes', '--simulate']);
        expect(rehearsal.code).toBe(0);
        expect(receiver.received).toHaveLength(1);
      },
    ));

  it('refuse a wrong address or secret without showing it', () =>
    withReceiver(
      () => 200,
      async ({ workplace }) => {
        for (const [name, value] of [
          ['TCBATCH_WEBHOOK_URL', 'ftp://hooks.example/secret-path'],
          ['TCBATCH_WEBHOOK_SECRET', 'short-secret'],
          ['TCBATCH_WEBHOOK_FORM', 'teams'],
          ['TCBATCH_WEBHOOK_DOUBT_MINUTES', 'soon'],
        ] as const) {
          const refused = await workplace.run(['webhooks'], { environment: { [name]: value } });
          expect(refused.code).toBe(2);
          expect(refused.stderr).toContain(`Cannot read ${name} as`);
          expect(refused.stderr).not.toMatch(/secret-path|short-secret/);
        }
      },
    ));
});

/** Looks through all that the server holds, as its file has it. */
async function isInRedis(text: string): Promise<boolean> {
  const client = redis.connect();
  for (const key of await client.keys('*')) {
    const stored = await client.dumpBuffer(key);
    if (key.includes(text) || stored?.includes(text)) return true;
  }
  return false;
}
