import { createRequire } from 'node:module';
import fc from 'fast-check';
import type signModule from 'tencentcloud-sdk-nodejs-common/tencentcloud/common/sign.js';
import { describe, expect, it } from 'vitest';
import { signRequest } from '../../../src/shared/tc3/sign-request.ts';

// The SDK is CommonJS with a `default` of its own, which bundlers and Node unwrap differently; `require` does not.
const Sign: typeof signModule.default = createRequire(import.meta.url)(
  'tencentcloud-sdk-nodejs-common/tencentcloud/common/sign.js',
).default;

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,20}$/);
const ascii = fc.stringMatching(/^[\x21-\x7e]{1,64}$/);
// Far enough on both sides of today to roll over days, months and years.
const timestampSeconds = fc.integer({ min: 1_500_000_000, max: 2_500_000_000 });
const text = fc.string({ unit: 'grapheme', maxLength: 200 });
const body = fc.oneof(
  fc.json(),
  fc.object({ maxDepth: 5, key: text }).map((params) => JSON.stringify(params)),
  // A JSON text inside a JSON text, as CreateInstance takes its Parameter.
  fc.record({ Parameter: fc.json(), Note: text }).map((params) => JSON.stringify(params)),
  fc.integer({ min: 10_000, max: 200_000 }).map((length) => JSON.stringify({ Note: '未'.repeat(length) })),
);

describe('signRequest', () => {
  it('signs whatever it is given as the vendor’s own SDK does', () => {
    fc.assert(
      fc.property(
        fc.record({
          service: label,
          domain: label,
          port: fc.option(fc.integer({ min: 1, max: 65_535 })),
          secretId: ascii,
          secretKey: ascii,
          contentType: fc.constantFrom('application/json', 'application/json; charset=utf-8'),
          timestampSeconds,
          body,
        }),
        ({ service, domain, port, secretId, secretKey, contentType, timestampSeconds, body }) => {
          const hostname = `${service}.${domain}.com`;
          const theirs = Sign.sign3({
            url: `https://${hostname}${port === null ? '' : `:${port}`}/`,
            payload: Buffer.from(body),
            timestamp: timestampSeconds,
            service,
            secretId,
            secretKey,
            multipart: false,
            boundary: '',
            headers: { 'Content-Type': contentType },
          });
          const ours = signRequest({
            service,
            action: 'AnyAction',
            version: '2022-09-01',
            // The SDK signs the host without its port and then sends it with the port; we sign what we send.
            host: hostname,
            body,
            timestampSeconds,
            contentType,
            credentials: { secretId, secretKey },
          });
          expect(ours.Authorization).toBe(theirs);
        },
      ),
      { numRuns: 300 },
    );
  });
});
