import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SimulatorCredentials } from '../../src/simulator/simulator-options.ts';
import {
  type CredentialServices,
  type ServiceCall,
  startCredentialServices,
} from '../support/credential-services.ts';
import { type Canary, makeCanary, makeIdCanary } from './canary.ts';

/** Every place beside the environment that a key may come from, each with canaries, in a folder that is not searched. */
export interface KeyPlaces {
  readonly canaries: readonly Canary[];
  /** What leads a process to them; its default account is the role of a pod. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whose the keys are, as the simulator is to take them. */
  readonly holders: Readonly<Record<string, SimulatorCredentials>>;
  /** Accounts of the config file; each has its key from another place. */
  readonly accounts: readonly string[];
  /** Config files in which a key stands where none may stand. */
  readonly mistakenConfigs: readonly string[];
  /** One whose accounts all lead to keys that cannot be used. */
  readonly uselessConfig: string;
  readonly services: CredentialServices;
  readonly close: () => Promise<void>;
}

/** A key of canaries. */
interface Key {
  readonly secretId: Canary;
  readonly secretKey: Canary;
  readonly token: Canary;
}

export async function openKeyPlaces(): Promise<KeyPlaces> {
  const home = await mkdtemp(join(tmpdir(), 'tcbatch-keys-'));
  const keys = {
    ini: keyOf('INI file'),
    tccli: keyOf('tccli profile'),
    named: keyOf('named variables'),
    machine: keyOf('role of the machine'),
    assumed: keyOf('role that is assumed'),
    pod: keyOf('role of the pod'),
  };
  const identity = makeCanary('web identity token');
  const services = await startCredentialServices((call) => givenTo(call, keys));
  const { pod: _, ...configured } = keys;
  const write = writerIn(home);
  await write('.tencentcloud/credentials', `[ini]\n${iniOf(keys.ini)}`);
  await write('.tccli/tccli.credential', JSON.stringify(pairOf(keys.tccli)));
  const environment = {
    HOME: home,
    TENCENTCLOUD_SECRET_ID: '',
    TENCENTCLOUD_SECRET_KEY: '',
    TENCENTCLOUD_SESSION_TOKEN: '',
    NAMED_ID: keys.named.secretId.value,
    NAMED_KEY: keys.named.secretKey.value,
    NAMED_TOKEN: keys.named.token.value,
    TKE_PROVIDER_ID: 'a-provider',
    TKE_ROLE_ARN: 'qcs::cam::uin/1:roleName/pod',
    TKE_WEB_IDENTITY_TOKEN_FILE: await write('identity', `${identity.value}\n`),
    TCBATCH_STS_ENDPOINT: services.url,
    TCBATCH_METADATA_ENDPOINT: services.url,
    TCBATCH_CONFIG: await write('config.json', configOf(accounts)),
  };
  return {
    canaries: [identity, ...Object.values(keys).flatMap((key) => Object.values(key))],
    environment,
    holders: Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, holderOf(key)])),
    accounts: Object.keys(configured),
    mistakenConfigs: await writeMistakes(write, keys.named),
    uselessConfig: await writeUseless(write, keys),
    services,
    close: async () => {
      await services.close();
      await rm(home, { recursive: true });
    },
  };
}

const role = 'qcs::cam::uin/1:roleName/buyer';

/** Where each account's key comes from. */
const accounts = {
  ini: { profile: 'ini' },
  tccli: { profile: 'tccli' },
  named: { env: { secretId: 'NAMED_ID', secretKey: 'NAMED_KEY', token: 'NAMED_TOKEN' } },
  machine: { role: 'buyer' },
  assumed: { assumeRole: { arn: role, credentials: { profile: 'ini' } } },
};

function configOf(sources: Readonly<Record<string, object>>): string {
  const entries = Object.entries(sources).map(([name, credentials]) => [name, { credentials }]);
  return JSON.stringify({ accounts: Object.fromEntries(entries) });
}

/** What metadata and STS give out. A role called `nothing` gets a key in an answer that is of no use. */
function givenTo({ path, headers }: ServiceCall, keys: Readonly<Record<'machine' | 'assumed' | 'pod', Key>>) {
  const isPod = headers['x-tc-action'] === 'AssumeRoleWithWebIdentity';
  const { secretId, secretKey, token } = path.startsWith('/latest/')
    ? keys.machine
    : keys[isPod ? 'pod' : 'assumed'];
  const given = { TmpSecretId: secretId.value, TmpSecretKey: secretKey.value, Token: token.value };
  return path.endsWith('/nothing') ? { ...given, Code: `Failed with ${secretKey.value}` } : given;
}

async function writeMistakes(write: Write, key: Key): Promise<string[]> {
  const env = { secretId: key.secretId.value, secretKey: key.secretKey.value, token: key.token.value };
  return [
    await write('a-key-for-a-name.json', configOf({ acme: { env } })),
    await write('a-key-beside.json', configOf({ acme: { ...accounts.ini, role: env } })),
    await write('torn.json', `{"accounts": {"acme": ${key.secretKey.value}`),
  ];
}

async function writeUseless(write: Write, { ini, tccli }: { readonly ini: Key; readonly tccli: Key }) {
  const { secretKey } = pairOf(tccli);
  const half = await write(
    'half',
    `[default]\nsecret_key = ${ini.secretKey.value}\ntoken = ${ini.token.value}\n`,
  );
  const torn = await write('torn.credential', `{"secretId": "an-id", "secretKey": ${secretKey}`);
  const blank = await write(
    'blank.credential',
    JSON.stringify({ secretId: 'an-id', secretKey: `${secretKey} x` }),
  );
  const sources = {
    half: { file: half },
    torn: { file: torn },
    blank: { file: blank },
    none: { role: 'nothing' },
  };
  return write('useless.json', configOf(sources));
}

type Write = (name: string, text: string) => Promise<string>;

function writerIn(folder: string): Write {
  return async (name, text) => {
    const path = join(folder, name);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, text, { mode: 0o600 });
    return path;
  };
}

function keyOf(place: string): Key {
  return {
    secretId: makeIdCanary(`id of ${place}`),
    secretKey: makeCanary(`key of ${place}`),
    token: makeCanary(`token of ${place}`),
  };
}

function pairOf({ secretId, secretKey, token }: Key) {
  return { secretId: secretId.value, secretKey: secretKey.value, token: token.value };
}

function holderOf(key: Key): SimulatorCredentials {
  const { token: sessionToken, ...pair } = pairOf(key);
  return { ...pair, sessionToken };
}

function iniOf(key: Key): string {
  const { secretId, secretKey, token } = pairOf(key);
  return `secret_id = ${secretId}\nsecret_key = ${secretKey}\ntoken = ${token}\n`;
}
