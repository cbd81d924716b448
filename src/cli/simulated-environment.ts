import type { Environment } from '../shared/environment.ts';
import { noWebhook, privateRedis } from '../shared/variable-rules.ts';

/** A simulator as a process is told of it. */
export interface SimulatorAddress {
  readonly url: string;
  readonly secretId: string;
  readonly secretKey: string;
}

/** Nobody listens there: what is bought before a simulator is known is bought nowhere. */
const nowhere: SimulatorAddress = {
  url: 'http://127.0.0.1:1',
  secretId: 'simulator-id',
  secretKey: 'simulator-key',
};

/**
 * The environment of `--simulate`: a prefix of its own on the private Redis, dummy credentials, and nothing left that
 * leads to a real account. Everything is said and nothing left out, as a child reads its `.env` for what is not there.
 */
export function simulatedEnvironment(environment: Environment): Environment {
  const prefix = `${environment.TCBATCH_PREFIX || 'tcbatch'}-simulator`;
  return pointAt(
    {
      ...environment,
      REDIS_URL: privateRedis,
      TCBATCH_PREFIX: prefix,
      TCBATCH_WAIT_REPLICAS: '0',
      // Nobody is told of a rehearsal.
      TCBATCH_WEBHOOK_URL: noWebhook,
    },
    nowhere,
  );
}

/** The same environment with every call going to `simulator`, signed with its credentials. */
export function pointAt(environment: Environment, simulator: SimulatorAddress): Environment {
  return {
    ...environment,
    TCBATCH_ENDPOINT: simulator.url,
    TCBATCH_ENDPOINT_DNSPOD: simulator.url,
    TCBATCH_ENDPOINT_TEO: simulator.url,
    TCBATCH_ENDPOINT_BILLING: simulator.url,
    TENCENTCLOUD_SECRET_ID: simulator.secretId,
    TENCENTCLOUD_SECRET_KEY: simulator.secretKey,
    TENCENTCLOUD_SESSION_TOKEN: '',
    TENCENTCLOUD_TOKEN: '',
    TENCENTCLOUD_SECURITY_TOKEN: '',
    // No role is taken with a dummy key.
    TENCENTCLOUD_ASSUME_ROLE_ARN: '',
    TENCENTCLOUD_ROLE_ARN: '',
    // Of the config file the accounts' names count, and nothing that leads to a real one.
    TCBATCH_SIMULATED: '1',
  };
}
