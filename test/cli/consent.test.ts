import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorkplace, type Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis, testPrefix } from '../support/redis.ts';

let redis: TestRedis;
let workplace: Workplace;
beforeAll(async () => {
  redis = await startTestRedis();
  workplace = await openWorkplace({
    REDIS_URL: redis.url,
    TCBATCH_PREFIX: testPrefix(),
    TENCENTCLOUD_SECRET_ID: 'an-id',
    TENCENTCLOUD_SECRET_KEY: 'a-key',
  });
});
afterAll(async () => {
  await workplace.close();
  await redis.stop();
});

/** Takes a pipe for a terminal, so that a person is asked. */
const asOnTerminal = {
  NODE_OPTIONS: '--import=data:text/javascript,process.stdin.isTTY=process.stderr.isTTY=true',
};

/** Submits as a person at a terminal does. `answer` is what they type in the end. */
async function submitByHand(values: readonly string[]) {
  const answers = join(workplace.folder, 'answers');
  await promisify(execFile)('mkfifo', [answers]);
  const submitting = workplace.start(['submit', ...values], {
    environment: asOnTerminal,
    launcher: ['sh', '-c', '"$@" < answers', 'sh'],
  });
  const pen = await open(answers, 'w');
  return {
    ...submitting,
    answer: async (text: string) => {
      await pen.write(`${text}\n`);
      await pen.close();
    },
  };
}

it('submit buys what was agreed to, and not once more what somebody else bought meanwhile', async () => {
  const manifest = await workplace.write('m.csv', 'Action,PlanType\nCreatePlan,basic\n');
  const { stdout: first } = await workplace.run(['submit', manifest, '--yes']);
  const submitting = await submitByHand([manifest, '--again']);
  const beside = `beside   run ${first.trim()} of the same manifest, which is not finished`;
  await submitting.says('stderr', new RegExp(`${beside}[^]*Type yes`));
  expect((await workplace.run(['submit', manifest, '--again', '--yes'])).code).toBe(0);
  await submitting.answer('yes');
  const { code, stderr } = await submitting.ended;
  expect(stderr).toMatch(/Cannot submit manifest as plan/);
  expect(code).toBe(2);
  const { stdout } = await workplace.run(['runs', '--json']);
  expect(JSON.parse(stdout)).toHaveLength(2);
});
