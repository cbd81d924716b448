import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { type Certificates, makeCertificates } from '../support/certificates.ts';
import { type ConnectProxy, startConnectProxy } from '../support/connect-proxy.ts';
import { startCredentialServices } from '../support/credential-services.ts';
import { type Ended, openWorkplace, type Workplace } from '../support/processes.ts';
import { startReceiver } from '../support/receiver.ts';
import { startTlsFront, type TlsFront } from '../support/tls-front.ts';
import { until } from '../support/until.ts';

const password = 'canary/+ of the proxy';

let certificates: Certificates;
let simulator: Simulator;
let front: TlsFront;
beforeAll(async () => {
  certificates = await makeCertificates();
  simulator = await startSimulator();
  front = await startTlsFront(simulator.port, certificates);
});
afterAll(async () => {
  await front.close();
  await simulator.close();
  await certificates.remove();
});

let proxy: ConnectProxy;
let workplace: Workplace;
beforeEach(async () => {
  simulator.reset();
  proxy = await startConnectProxy({ login: `ann:${password}` });
  workplace = await openWorkplace({
    HTTPS_PROXY: proxy.url.replace('://', `://ann:${encodeURIComponent(password)}@`),
    NODE_EXTRA_CA_CERTS: certificates.caFile,
    TCBATCH_ENDPOINT: front.url,
    TENCENTCLOUD_SECRET_ID: simulator.secretId,
    TENCENTCLOUD_SECRET_KEY: simulator.secretKey,
    LOG_LEVEL: 'trace',
  });
});
afterEach(async () => {
  await workplace.close();
  await proxy.close();
});

const buy = ['run', 'm.csv', '--yes', '--settle-timeout', '0', '--report-format', 'jsonl'];

/** Runs a command that must not say the proxy's password, however it is written. */
async function run(
  values: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const ended = await workplace.run(values, { environment });
  for (const text of ['canary', Buffer.from(`ann:${password}`).toString('base64')]) {
    expect(ended.stdout + ended.stderr).not.toContain(text);
  }
  return ended;
}

function writePlans(count: number): Promise<string> {
  return workplace.write('m.csv', `Action,PlanType\n${'CreatePlan,basic\n'.repeat(count)}`);
}

describe('a run through a proxy', () => {
  it('buys each purchase once, never more than 20 in a second, and the proxy reads nothing', async () => {
    await writePlans(50);
    // Whatever the machine and the network between do to the moments of the calls.
    expect(await run(buy, { TCBATCH_PACING: 'strict' })).toMatchObject({ code: 0 });
    expect(simulator.executed()).toHaveLength(50);
    expect(simulator.stats().CreatePlan).toMatchObject({ calls: 50, refused: 0 });
    expect(simulator.stats().CreatePlan?.maxInSlidingSecond).toBeLessThanOrEqual(20);
    expect(new Set(proxy.targets)).toEqual(new Set([front.host]));
    for (const text of ['CreatePlan', 'TC3-HMAC', simulator.secretId])
      expect(proxy.seen()).not.toContain(text);
  });

  it('sends nothing while the proxy refuses, and goes on by itself once it lets calls through', async () => {
    await writePlans(1);
    proxy.refusal = 407;
    const buying = run(buy);
    await until('several tunnels were refused', () => proxy.targets.length > 2);
    expect(simulator.stats()).toEqual({});
    proxy.refusal = null;
    const { code, stdout } = await buying;
    expect(JSON.parse(stdout)).toMatchObject({ state: 'succeeded', attempts: 1 });
    expect(code).toBe(0);
    expect(simulator.executed()).toHaveLength(1);
  });

  it('leaves in doubt what got no answer', async () => {
    await writePlans(1);
    simulator.setFaults([{ match: { times: 1 }, action: 'CreatePlan', fault: { kind: 'drop-after' } }]);
    const { code, stdout } = await run(buy);
    expect(JSON.parse(stdout)).toMatchObject({ state: 'in-doubt', errorCode: 'Transport.ConnectionLost' });
    expect(code).toBe(4);
    expect(simulator.executed()).toHaveLength(1);
  });

  it('goes straight to a host that NO_PROXY names', async () => {
    await writePlans(1);
    expect(await run(buy, { NO_PROXY: '127.0.0.1' })).toMatchObject({ code: 0 });
    expect(proxy.targets).toEqual([]);
  });
});

describe('a way that is not sealed', () => {
  const live = { TCBATCH_ENDPOINT_TEO: 'https://teo.tencentcloudapi.com' };
  const plain = { TCBATCH_ENDPOINT: 'http://api.example:9000', HTTP_PROXY: 'http://ann:canary@127.0.0.1:1' };

  it.each([
    [
      ['worker'],
      { ...live, HTTPS_PROXY: 'socks5://ann:canary@127.0.0.1:1' },
      'HTTPS_PROXY must name an http',
    ],
    [buy, { ...live, https_proxy: 'http://ann:1/canary@127.0.0.1:1' }, 'https_proxy must name an http'],
    [buy, plain, 'HTTP_PROXY must not carry what is not encrypted'],
    [['worker'], { ...live, NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'NODE_TLS_REJECT_UNAUTHORIZED=0'],
    [['pay', '20260731000017', '--yes'], plain, 'HTTP_PROXY must not carry what is not encrypted'],
  ])('has %j refuse to buy with %j, and say what to do', async (values, environment, reason) => {
    await writePlans(1);
    const { code, stderr } = await run(values, environment);
    expect(stderr).toContain(reason);
    expect(stderr).toMatch(/NO_PROXY=|NODE_EXTRA_CA_CERTS/);
    expect(code).toBe(2);
    expect(stderr).not.toContain('running');
  });
});

it('a webhook is told through the proxy, too', async () => {
  const receiver = await startReceiver();
  const sealed = await startTlsFront(Number(new URL(receiver.url).port), certificates);
  const told = await run(['webhooks', 'test'], { TCBATCH_WEBHOOK_URL: `${sealed.url}/hook` });
  expect(told.stdout).toBe('Delivered: answered with 204.\n');
  expect(receiver.received.map(({ path }) => path)).toEqual(['/hook']);
  expect(proxy.targets).toEqual([sealed.host]);
  await sealed.close();
  await receiver.close();
});

describe('doctor', () => {
  it('tells the proxy, and asks the clock and the account through it', async () => {
    const { code, stdout } = await run(['doctor']);
    expect(stdout).toContain(`${front.url} is reached through http://***@${proxy.host} (HTTPS_PROXY)`);
    expect(stdout).toMatch(/fine +clock/);
    expect(stdout).toMatch(/fine +account/);
    expect(new Set(proxy.targets)).toEqual(new Set([front.host]));
    expect(code).toBe(0);
  });

  it('tells a proxy that is down', async () => {
    await proxy.close();
    const { stdout } = await run(['doctor']);
    expect(stdout).toMatch(/clock +https:.* through the proxy http:\/\/\*\*\*@127.* ECONNREFUSED/);
  });

  it('takes a role through the proxy, and asks the machine itself without', async () => {
    const services = await startCredentialServices();
    const sealed = await startTlsFront(Number(new URL(services.url).port), certificates);
    await run(['doctor'], {
      TENCENTCLOUD_ASSUME_ROLE_ARN: 'qcs::cam::uin/1:roleName/buyer',
      TCBATCH_STS_ENDPOINT: sealed.url,
    });
    expect(new Set(services.calls.map(({ path }) => path))).toEqual(new Set(['/']));
    expect(proxy.targets).toContain(sealed.host);

    const before = proxy.targets.filter((target) => target === sealed.host).length;
    await run(['doctor'], {
      TENCENTCLOUD_SECRET_ID: '',
      TENCENTCLOUD_SECRET_KEY: '',
      TENCENTCLOUD_CAM_ROLE_NAME: 'buyer',
      TCBATCH_METADATA_ENDPOINT: sealed.url,
    });
    expect(services.calls.at(-1)?.path).toContain('security-credentials/buyer');
    expect(proxy.targets.filter((target) => target === sealed.host)).toHaveLength(before);
    await sealed.close();
    await services.close();
  });
});
