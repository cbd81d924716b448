import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { OperatorError } from '../../src/shared/errors.ts';
import { connectRedis } from '../../src/shared/redis/connect.ts';
import { type Certificates, makeCertificates } from '../support/certificates.ts';
import { startTestRedis } from '../support/redis.ts';
import type { ServerUnderTest } from './place.ts';
import { withShop } from './shop.ts';
import { describeServer } from './suite.ts';

interface TlsServer extends ServerUnderTest {
  readonly port: number;
  readonly caFile: string;
}

const password = 'open sesame/@:#';

async function startTlsServer(): Promise<TlsServer> {
  const certificates = await makeCertificates();
  const { port, stop } = await startTestRedis({ settings: (port) => tlsSettings(port, certificates) });
  return {
    port,
    caFile: certificates.caFile,
    environment: {
      REDIS_URL: `rediss://:${encodeURIComponent(password)}@127.0.0.1:${port}`,
      TCBATCH_REDIS_CA: certificates.caFile,
    },
    stop: async () => {
      await stop();
      await certificates.remove();
    },
  };
}

function tlsSettings(port: number, { caFile, certificateFile, keyFile }: Certificates) {
  return {
    port: '0',
    'tls-port': String(port),
    'tls-ca-cert-file': caFile,
    'tls-cert-file': certificateFile,
    'tls-key-file': keyFile,
    'tls-auth-clients': 'no',
    requirepass: password,
  };
}

describeServer('a redis-server with TLS and a password', startTlsServer, (place) => {
  test('is not trusted by another authority, by none, or under another name, and says what to give', async () => {
    const { environment, port, caFile } = place().server;
    const stranger = await makeCertificates();
    const url = environment.REDIS_URL ?? '';
    const distrusts = await Promise.all([
      refusal(url, stranger.caFile),
      refusal(url, null),
      refusal(url.replace('127.0.0.1', 'localhost'), caFile),
    ]);
    await stranger.remove();
    for (const error of distrusts) {
      expect(error).toMatchObject({
        code: 'redis-untrusted',
        advice: expect.stringContaining('TCBATCH_REDIS_CA'),
      });
      expect(error.message).toContain(`:${port}`);
    }
  });

  test('refuses a wrong password and a missing one, and the password is not shown', async () => {
    const { port, caFile } = place().server;
    const wrong = await refusal(`rediss://:canary@127.0.0.1:${port}`, caFile);
    const missing = await refusal(`rediss://127.0.0.1:${port}`, caFile);
    expect([wrong.code, missing.code]).toEqual(['redis-refused', 'redis-refused']);
    expect(inspect(wrong, { depth: 9 })).not.toContain('canary');
  });

  test('is not reached without TLS, and the advice says how', async () => {
    const { port } = place().server;
    const plain = await refusal(`redis://:canary@127.0.0.1:${port}`, null);
    expect(plain).toMatchObject({ code: 'redis-unreachable', advice: expect.stringContaining('rediss://') });
    expect(inspect(plain, { depth: 9 })).not.toContain('canary');
  });

  test('ends a command with 2 and one sentence, and the password is not shown', async () => {
    await withShop(place(), 'refused', async ({ workplace }) => {
      const { environment } = place().server;
      const url = environment.REDIS_URL?.replace(/:[^:]*@/, ':canary@') ?? '';
      const refused = await workplace.run(['runs'], { environment: { ...environment, REDIS_URL: url } });
      expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('WRONGPASS') });
      expect(refused.stderr).not.toContain('canary');
    });
  });

  test('is told by doctor as encrypted', async () => {
    await withShop(place(), 'doctor', async ({ workplace }) => {
      expect((await workplace.run(['doctor'])).stdout).toMatch(
        /fine +redis +Redis [\d.]+ answers through TLS/,
      );
    });
  });

  test('is not asked when the file of certificates is missing or holds none', async () => {
    const { environment } = place().server;
    const url = environment.REDIS_URL ?? '';
    const errors = [await refusal(url, '/nowhere/ca.pem'), await refusal(url, import.meta.filename)];
    expect(errors.map(({ code }) => code)).toEqual(['redis-ca-unreadable', 'redis-ca-unreadable']);
  });
});

async function refusal(url: string, caFile: string | null): Promise<OperatorError> {
  const error = await connectRedis(url, { role: 'command', caFile }).then(
    (client) => client.disconnect(),
    (reason: unknown) => reason,
  );
  if (!(error instanceof OperatorError)) throw new Error('Cannot find an OperatorError', { cause: error });
  return error;
}
