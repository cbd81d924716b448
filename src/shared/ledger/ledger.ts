import type { RedisConnection } from '../redis/script.ts';

/** Where the ledger is: the connection and the prefix of every key. */
export interface Ledger {
  readonly redis: RedisConnection;
  readonly prefix: string;
}
