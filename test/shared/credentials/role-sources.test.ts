import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSource } from '../../../src/shared/credentials/default-source.ts';
import { createKeyring } from '../../../src/shared/credentials/keyring.ts';
import type { Environment } from '../../../src/shared/environment.ts';
import { type CredentialServices, startCredentialServices } from '../../support/credential-services.ts';

let services: CredentialServices;
let homeDir: string;
beforeEach(async () => {
  services = await startCredentialServices();
  homeDir = mkdtempSync(join(tmpdir(), 'tcbatch-roles-'));
});
afterEach(async () => {
  rmSync(homeDir, { recursive: true });
  await services.close();
});

function source(environment: Environment) {
  const endpoints = { TCBATCH_STS_ENDPOINT: services.url, TCBATCH_METADATA_ENDPOINT: services.url };
  return defaultSource({ ...endpoints, ...environment }, { homeDir });
}

const keys = { TENCENTCLOUD_SECRET_ID: 'own-id', TENCENTCLOUD_SECRET_KEY: 'own-key' };

describe('defaultSource', () => {
  test('takes the role of the machine only where it is named', async () => {
    expect(await source({}).read()).toBeNull();
    expect(services.calls).toEqual([]);
    const credentials = await source({ TENCENTCLOUD_CAM_ROLE_NAME: 'buyer' }).read();
    expect(credentials?.secretId).toBe('tmp-id-1');
    expect(credentials?.secretKey).toBe('tmp-key-1');
    expect(credentials?.token).toBe('tmp-token-1');
    expect(services.calls[0]?.path).toBe('/latest/meta-data/cam/security-credentials/buyer');
  });

  test('takes keys of the environment before any role', async () => {
    const credentials = await source({ ...keys, TENCENTCLOUD_CAM_ROLE_NAME: 'buyer' }).read();
    expect(credentials?.secretId).toBe('own-id');
    expect(services.calls).toEqual([]);
  });

  test('takes the role of a pod unsigned, with the token that its file holds now', async () => {
    const tokenFile = join(homeDir, 'token');
    writeFileSync(tokenFile, 'first-token\n');
    const pod = {
      TKE_PROVIDER_ID: 'oidc',
      TKE_ROLE_ARN: 'qcs::cam::uin/1:roleName/pod',
      TKE_WEB_IDENTITY_TOKEN_FILE: tokenFile,
    };
    const ofPod = source(pod);
    expect((await ofPod.read())?.secretId).toBe('tmp-id-1');
    writeFileSync(tokenFile, 'second-token\n');
    expect((await ofPod.read({ isFresh: true }))?.secretId).toBe('tmp-id-2');
    expect(services.calls[0]?.headers).toMatchObject({
      authorization: 'SKIP',
      'x-tc-action': 'AssumeRoleWithWebIdentity',
      'x-tc-version': '2018-08-13',
    });
    const tokens = services.calls.map(({ body }) => body.WebIdentityToken);
    expect(tokens).toEqual(['first-token', 'second-token']);
    await expect(source({ TKE_ROLE_ARN: 'alone' }).read()).rejects.toThrow('TKE_PROVIDER_ID');
  });

  test('takes the role that is to be assumed, signed with its own keys, and says why it is refused', async () => {
    const assuming = { ...keys, TENCENTCLOUD_ASSUME_ROLE_ARN: 'qcs::cam::uin/1:roleName/buyer' };
    expect((await source(assuming).read())?.token).toBe('tmp-token-1');
    const [call] = services.calls;
    expect(call?.headers['x-tc-action']).toBe('AssumeRole');
    expect(call?.headers.authorization).toContain('Credential=own-id/');
    expect(call?.body).toMatchObject({
      RoleArn: assuming.TENCENTCLOUD_ASSUME_ROLE_ARN,
      DurationSeconds: 7200,
    });
    services.refusal = 'InternalError.GetRoleError';
    await expect(source(assuming).read()).rejects.toThrow(/InternalError\.GetRoleError/);
  });

  test('keeps what a service gave out until shortly before it ends', async () => {
    const ofMachine = source({ TENCENTCLOUD_CAM_ROLE_NAME: 'buyer' });
    await ofMachine.read();
    await ofMachine.read();
    expect(services.calls).toHaveLength(1);
    services.lifeMs = 0;
    await ofMachine.read({ isFresh: true });
    await ofMachine.read();
    expect(services.calls).toHaveLength(3);
  });

  test('takes a role again with credentials as fresh as those that are asked for', async () => {
    const base = { TENCENTCLOUD_CAM_ROLE_NAME: 'machine' };
    const assuming = source({ ...base, TENCENTCLOUD_ASSUME_ROLE_ARN: 'qcs::cam::uin/1:roleName/buyer' });
    await assuming.read();
    await assuming.read({ isFresh: true });
    const signers = services.calls.flatMap(({ headers }) => headers.authorization ?? []);
    expect(signers[0]).toContain('Credential=tmp-id-1/');
    expect(signers[1]).toContain('Credential=tmp-id-3/');
  });
});

describe('createKeyring', () => {
  test('takes others up for those that were refused, and keeps those it has while the source is away', async () => {
    const keyring = createKeyring(source({ TENCENTCLOUD_CAM_ROLE_NAME: 'buyer' }));
    expect(() => keyring.current()).toThrow('no credentials were found');
    await keyring.refresh();
    const first = keyring.current();
    expect(await keyring.replace(first)).toBe(true);
    expect(keyring.current().secretId).toBe('tmp-id-2');
    // Calls that were refused together ask once.
    expect(await keyring.replace(first)).toBe(true);
    expect(services.calls).toHaveLength(2);
    keyring.close();
  });

  test('says that there are no others where the source still holds the same', async () => {
    const keyring = createKeyring(source(keys));
    await keyring.refresh();
    expect(await keyring.replace(keyring.current())).toBe(false);
    keyring.close();
  });
});
