import { afterEach, describe, expect, test } from 'vitest';
import type { CredentialSource } from '../../../src/shared/credentials/credential-source.ts';
import { Credentials } from '../../../src/shared/credentials/credentials.ts';
import { createKeyring, type Keyring } from '../../../src/shared/credentials/keyring.ts';

const oldKey = keyOf('old');
const newKey = keyOf('new');

function keyOf(secretId: string): Credentials {
  return new Credentials({ secretId, secretKey: `${secretId}-key` }, 'the test');
}

/** A service that answers when it is told to, with the key that it had when it was asked. */
function slowService() {
  let key = oldKey;
  const asked: { readonly isFresh: boolean; readonly answer: () => void; readonly fail: () => void }[] = [];
  const source: CredentialSource = {
    name: 'a slow service',
    read: ({ isFresh = false } = {}) =>
      new Promise((resolve, reject) => {
        const then = key;
        asked.push({ isFresh, answer: () => resolve(then), fail: () => reject(new Error('no answer')) });
      }),
  };
  return {
    source,
    asked,
    /** As a person does: the new key is in place before the old one is refused. */
    exchange: () => {
      key = newKey;
    },
  };
}

let keyring: Keyring;
afterEach(() => keyring.close());

/** A keyring that holds the old key. */
async function holding({ source, asked }: ReturnType<typeof slowService>): Promise<void> {
  keyring = createKeyring(source);
  const first = keyring.refresh();
  asked[0]?.answer();
  await first;
}

/** Lets everything go on that waits for nothing outside. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('replace', () => {
  test('does not take the old key from a read that began before the exchange', async () => {
    const service = slowService();
    await holding(service);
    const stale = keyring.refresh();
    service.exchange();
    const replaced = keyring.replace(oldKey);
    service.asked[1]?.answer();
    await stale;
    await turn();
    service.asked[2]?.answer();
    expect(await replaced).toBe(true);
    expect(keyring.current()).toBe(newKey);
    expect(service.asked.map(({ isFresh }) => isFresh)).toEqual([false, false, true]);
  });

  test('asks nobody where the read under way brings another key', async () => {
    const service = slowService();
    await holding(service);
    service.exchange();
    const reading = keyring.refresh();
    const replaced = keyring.replace(oldKey);
    service.asked[1]?.answer();
    await reading;
    expect(await replaced).toBe(true);
    expect(service.asked).toHaveLength(2);
  });

  test('asks once for all calls that were refused together, also where a read was under way that fails', async () => {
    const service = slowService();
    await holding(service);
    const failing = keyring.refresh();
    service.exchange();
    const all = Array.from({ length: 5 }, () => keyring.replace(oldKey));
    service.asked[1]?.fail();
    await expect(failing).rejects.toThrow('no answer');
    await turn();
    service.asked[2]?.answer();
    expect(await Promise.all(all)).toEqual([true, true, true, true, true]);
    expect(service.asked).toHaveLength(3);
  });

  test('lets calls that were refused together learn from one failure, and keeps the key that it has', async () => {
    const service = slowService();
    await holding(service);
    const all = [keyring.replace(oldKey), keyring.replace(oldKey)];
    service.asked[1]?.fail();
    expect(await Promise.all(all)).toEqual([false, false]);
    expect(service.asked).toHaveLength(2);
    expect(keyring.current()).toBe(oldKey);
  });
});
