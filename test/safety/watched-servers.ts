import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { type Canary, makeCanary, makeIdCanary } from './canary.ts';
import type { KeyPlaces } from './key-places.ts';

/** Those that a watched place talks to. */
export interface WatchedServers {
  readonly simulator: Simulator;
  /** Takes webhooks. */
  readonly receiver: Receiver;
  /** Takes traces of whoever is told to send them there. */
  readonly collector: Receiver;
}

/** The secrets of the environment. */
export function environmentCanaries() {
  return {
    secretId: makeIdCanary('secret id'),
    secretKey: makeCanary('secret key'),
    sessionToken: makeCanary('session token'),
    password: makeCanary('Redis password'),
    proxyPassword: makeCanary('proxy password'),
    webToken: makeCanary('web token'),
    webhookSecret: makeCanary('webhook secret'),
    webhookPath: makeCanary('path of the webhook'),
    collectorToken: makeCanary("token of the traces' collector"),
  };
}

type Secrets = ReturnType<typeof environmentCanaries>;

/** Starts them; the simulator takes every key there is. */
export async function startServers(
  { secretId, secretKey, sessionToken }: Secrets,
  { holders }: KeyPlaces,
): Promise<WatchedServers> {
  const [simulator, receiver, collector] = await Promise.all([
    startSimulator({
      credentials: { secretId: secretId.value, secretKey: secretKey.value, sessionToken: sessionToken.value },
      otherAccounts: holders,
    }),
    startReceiver(),
    startReceiver(() => 200),
  ]);
  return { simulator, receiver, collector };
}

/** What leads every process to them. */
export function environmentOf(secrets: Secrets, { simulator, receiver }: WatchedServers) {
  return {
    TCBATCH_ENDPOINT: simulator.url,
    TCBATCH_REQUEST_TIMEOUT_MS: '3000',
    // Nobody listens there; the simulator, which is not encrypted, is reached without it.
    HTTPS_PROXY: `http://ann:${encodeURIComponent(secrets.proxyPassword.value)}@127.0.0.1:1`,
    TCBATCH_WEB_TOKEN: secrets.webToken.value,
    TCBATCH_WEBHOOK_URL: `${receiver.url}/${encodeURIComponent(secrets.webhookPath.value)}`,
    TCBATCH_WEBHOOK_SECRET: secrets.webhookSecret.value,
    TENCENTCLOUD_SECRET_ID: secrets.secretId.value,
    TENCENTCLOUD_SECRET_KEY: secrets.secretKey.value,
    TENCENTCLOUD_SESSION_TOKEN: secrets.sessionToken.value,
  };
}

/** What makes a process tell its traces. */
export function tracedBy({ url }: Receiver, token: Canary): Readonly<Record<string, string>> {
  const header = `authorization=${encodeURIComponent(`Bearer ${token.value}`)}`;
  return { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_HEADERS: header };
}
