import type { Redis } from 'ioredis';

/**
 * Has a client, and those that are made of it, end when they are told to, at whatever moment. One that waits to connect
 * again would forget that it does and stay so: ioredis says no 'end' then, which BullMQ waits for, and leaves its
 * commands unanswered.
 */
export function endWhenTold(client: Redis): void {
  const disconnect = client.disconnect.bind(client);
  client.disconnect = (reconnect = false) => {
    // No connection has to be taken down, as before the first one: from that state ioredis knows the way out.
    if (!reconnect && client.status === 'reconnecting') client.status = 'wait';
    disconnect(reconnect);
  };
  const duplicate = client.duplicate.bind(client);
  client.duplicate = (override) => {
    const twin = duplicate(override);
    endWhenTold(twin as Redis);
    return twin;
  };
}
