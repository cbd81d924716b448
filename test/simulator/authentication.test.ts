import { expect, test } from 'vitest';
import { verifySignature } from '../../src/simulator/api-call/verify-signature.ts';
import type { Twist } from './signed-call.ts';
import { call, codeOf, rawCall } from './signed-call.ts';
import { simulatorsOfTest } from './simulators.ts';

const start = simulatorsOfTest();
const order = { Domain: 'example.com', Grade: 'DPG_ULTIMATE' };

test('verifySignature accepts the vendor’s published example', () => {
  const body = '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}';
  const scope = `AKID${'*'.repeat(32)}/2019-02-25/cvm/tc3_request`;
  const signature = '10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f';
  const signer = verifySignature(
    {
      method: 'POST',
      headers: {
        authorization: `TC3-HMAC-SHA256 Credential=${scope}, SignedHeaders=content-type;host;x-tc-action, Signature=${signature}`,
        'content-type': 'application/json; charset=utf-8',
        host: 'cvm.tencentcloudapi.com',
        'x-tc-action': 'DescribeInstances',
        'x-tc-timestamp': '1551113065',
      },
      body: Buffer.from(body),
    },
    { secretId: `AKID${'*'.repeat(32)}`, secretKey: '*'.repeat(32) },
    1551113065_000,
  );
  expect(signer).toEqual({ kind: 'signer', service: 'cvm' });
});

const accepted: readonly [what: string, twist: Twist][] = [
  ['any host whose signature fits', { host: 'dnspod.intl.tencentcloudapi.com' }],
  ['a signed host without its port', { signedHost: '127.0.0.1' }],
  ['a signed action header', { signedHeaders: ['content-type', 'host', 'x-tc-action'] }],
  ['a content type with a charset', { contentType: 'application/json; charset=utf-8' }],
];

test.each(accepted)('the simulator accepts %s', async (_what, twist) => {
  const simulator = await start();
  expect(await codeOf(simulator, 'CreatePackageOrder', order, twist)).toBe('OK');
});

const seconds = Math.floor(Date.now() / 1000);
const refused: readonly [what: string, code: string, twist: Twist][] = [
  ['a wrong key', 'AuthFailure.SignatureFailure', { secretKey: 'another-key' }],
  ['an unknown id', 'AuthFailure.SecretIdNotFound', { secretId: 'another-id' }],
  ['a body that was not signed', 'AuthFailure.SignatureFailure', { sentBody: '{"Domain":"example.org"}' }],
  ['another host than was signed', 'AuthFailure.SignatureFailure', { signedHost: 'localhost' }],
  ['a clock 6 minutes slow', 'AuthFailure.SignatureExpire', { timestamp: seconds - 360 }],
  ['a clock 6 minutes fast', 'AuthFailure.SignatureExpire', { timestamp: seconds + 360 }],
  ['a scope of another day', 'AuthFailure.InvalidAuthorization', { date: '2019-02-25' }],
  ['an unsigned host', 'AuthFailure.InvalidAuthorization', { signedHeaders: ['content-type'] }],
  ['unsorted headers', 'AuthFailure.InvalidAuthorization', { signedHeaders: ['host', 'content-type'] }],
  ['no signature', 'AuthFailure.InvalidAuthorization', { headers: { authorization: 'Bearer x' } }],
  ['a timestamp of words', 'AuthFailure.InvalidAuthorization', { headers: { 'x-tc-timestamp': 'now' } }],
  ['a missing timestamp', 'MissingParameter', { headers: { 'x-tc-timestamp': '' } }],
  ['a missing action', 'MissingParameter', { headers: { 'x-tc-action': '' } }],
  ['an unknown action', 'InvalidAction', { headers: { 'x-tc-action': 'CreateEverything' } }],
  ['another service’s action', 'InvalidAction', { service: 'teo' }],
  ['another version', 'NoSuchVersion', { version: '2017-03-12' }],
  ['another method', 'UnsupportedProtocol', { method: 'PUT' }],
  ['another content type', 'UnsupportedProtocol', { contentType: 'text/plain' }],
];

test.each(refused)('the simulator refuses %s with %s', async (_what, code, twist) => {
  const simulator = await start();
  expect(await codeOf(simulator, 'CreatePackageOrder', order, twist)).toBe(code);
  expect(simulator.executed()).toEqual([]);
});

test('the simulator wants the session token of temporary credentials', async () => {
  const simulator = await start({
    credentials: { secretId: 'id', secretKey: 'key', sessionToken: 'temporary' },
  });
  const withToken = (token: string) => ({ headers: { 'x-tc-token': token } });
  expect(await codeOf(simulator, 'CreatePackageOrder', order)).toBe('AuthFailure.TokenFailure');
  expect(await codeOf(simulator, 'CreatePackageOrder', order, withToken('old'))).toBe(
    'AuthFailure.TokenFailure',
  );
  expect(await codeOf(simulator, 'CreatePackageOrder', order, withToken('temporary'))).toBe('OK');
});

test('the simulator tells its own time in the Date header, and judges by it', async () => {
  const simulator = await start({ clock: { nowMs: () => 1_767_225_600_000 }, clockOffsetMs: 600_000 });
  const late = { timestamp: 1_767_225_600 };
  const answer = await rawCall(simulator, { action: 'CreatePackageOrder', body: '{}' }, late);
  expect(JSON.parse(answer.text).Response.Error.Code).toBe('AuthFailure.SignatureExpire');
  expect(answer.headers.date).toBe('Thu, 01 Jan 2026 00:10:00 GMT');
  const corrected = { timestamp: 1_767_226_200 };
  expect(await codeOf(simulator, 'CreatePackageOrder', order, corrected)).toBe('OK');
});

test('the simulator answers refusals with 200, a request id and the caller’s trace id', async () => {
  const simulator = await start();
  const answer = await rawCall(
    simulator,
    { action: 'CreatePackageOrder', body: 'not json' },
    { headers: { 'x-tc-traceid': 'trace-1' } },
  );
  expect(answer.status).toBe(200);
  expect(answer.headers['x-tc-traceid']).toBe('trace-1');
  const { Response: response } = JSON.parse(answer.text);
  expect(response.Error.Code).toBe('InvalidParameter');
  expect(response.RequestId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test('the simulator refuses a body above 10 MB', async () => {
  const simulator = await start();
  const large = { Domain: 'x'.repeat(10 * 1024 * 1024) };
  expect(await codeOf(simulator, 'CreatePackageOrder', large)).toBe('RequestSizeLimitExceeded');
});

test('the simulator keeps two request ids apart', async () => {
  const simulator = await start();
  const first = await call(simulator, 'CreatePackageOrder', order);
  const second = await call(simulator, 'CreatePackageOrder', order);
  expect(first.RequestId).not.toBe(second.RequestId);
});
