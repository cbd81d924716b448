import { describe, expect, it } from 'vitest';
import { authorizationFor } from '../../../src/shared/tc3/authorization.ts';
import { canonicalRequest, sha256Hex, signedHeaderList } from '../../../src/shared/tc3/canonical-request.ts';
import { credentialScope, utcDate } from '../../../src/shared/tc3/credential-scope.ts';
import { signRequest } from '../../../src/shared/tc3/sign-request.ts';
import { hmacSha256, signingKey } from '../../../src/shared/tc3/signing-key.ts';
import { stringToSign } from '../../../src/shared/tc3/string-to-sign.ts';
import { vectors } from './vectors.ts';

describe.each(vectors)('the vector "$name"', ({ input, expected, request, credentials }) => {
  const { timestamp: timestampSeconds, service } = input;

  it('is met by the hash of the payload', () => {
    expect(sha256Hex(input.body)).toBe(expected.hashedPayload);
  });

  it('is met by the canonical request and its hash', () => {
    expect(canonicalRequest(request)).toBe(expected.canonicalRequest);
    expect(sha256Hex(canonicalRequest(request))).toBe(expected.hashedCanonicalRequest);
  });

  it('is met by the date and the string to sign', () => {
    expect(utcDate(timestampSeconds)).toBe(expected.date);
    expect(stringToSign(expected.canonicalRequest, { timestampSeconds, service })).toBe(
      expected.stringToSign,
    );
  });

  it('is met by the signing key and the signature', () => {
    const key = signingKey(credentials.secretKey, { date: expected.date, service });
    expect(key.toString('hex')).toBe(expected.derivedKeyHex.secretSigning);
    expect(hmacSha256(key, expected.stringToSign).toString('hex')).toBe(expected.signature);
  });

  it('is met by the authorization', () => {
    expect(authorizationFor({ ...request, service, timestampSeconds, credentials })).toBe(
      expected.authorization,
    );
  });
});

describe.each(vectors.filter(({ input, expected }) => input.method === 'POST' && expected.headers))(
  'signRequest',
  ({ name, input, expected, credentials }) => {
    it(`makes all headers of the vector "${name}"`, () => {
      const headers = signRequest({
        service: input.service,
        action: input.action,
        version: input.version,
        host: input.host,
        body: input.body,
        timestampSeconds: input.timestamp,
        contentType: input.contentType,
        credentials: { ...credentials, token: input.token },
        region: input.region ?? undefined,
      });
      expect(headers).toEqual(expected.headers);
    });
  },
);

describe('signRequest', () => {
  const call = {
    service: 'teo',
    action: 'CreatePlan',
    version: '2022-09-01',
    host: '127.0.0.1:9000',
    body: '{}',
    timestampSeconds: 1767225600,
    credentials: { secretId: 'id', secretKey: 'key' },
  };

  it('sends JSON in UTF-8 and neither token, region nor trace id unless told', () => {
    const headers = signRequest(call);
    expect(Object.keys(headers)).toEqual([
      'Host',
      'Content-Type',
      'X-TC-Action',
      'X-TC-Version',
      'X-TC-Timestamp',
      'Authorization',
    ]);
    expect(headers['Content-Type']).toBe('application/json; charset=utf-8');
  });

  it('sends the trace id without signing it', () => {
    const traced = signRequest({ ...call, traceId: 'a-trace' });
    expect(traced['X-TC-TraceId']).toBe('a-trace');
    expect(traced.Authorization).toBe(signRequest(call).Authorization);
  });

  it('signs the host with its port, exactly as it is sent', () => {
    expect(signRequest(call).Host).toBe('127.0.0.1:9000');
    expect(signRequest(call).Authorization).not.toBe(
      signRequest({ ...call, host: '127.0.0.1' }).Authorization,
    );
  });
});

describe('canonicalRequest', () => {
  it('refuses a signed header that the request has not', () => {
    expect(() =>
      canonicalRequest({
        method: 'POST',
        query: '',
        headers: { Host: 'a' },
        signedHeaders: ['content-type', 'host'],
        body: '',
      }),
    ).toThrow('Cannot sign header content-type');
  });
});

describe('signedHeaderList', () => {
  it('sorts the names in lower case', () => {
    expect(signedHeaderList(['X-TC-Action', 'Host', 'content-type'])).toBe('content-type;host;x-tc-action');
  });
});

describe('credentialScope', () => {
  it('names day, service and the protocol', () => {
    expect(credentialScope('2026-01-01', 'teo')).toBe('2026-01-01/teo/tc3_request');
  });
});
