import { Cluster, type Redis } from 'ioredis';
import type { RedisConnection } from './script.ts';

/**
 * Has a client write all commands of one turn of the event loop at once, in the order in which they were given. Each
 * write is a call of the system, which costs a process more than all the rest of a command.
 */
export function writeTogether(client: RedisConnection): void {
  if (client instanceof Cluster) {
    for (const node of client.nodes()) holdBack(node);
    client.on('+node', holdBack);
  } else {
    holdBack(client);
  }
}

function holdBack(redis: Redis): void {
  const send = redis.sendCommand.bind(redis);
  let held: Redis['stream'] | null = null;
  redis.sendCommand = (command, stream) => {
    const socket = redis.stream;
    // There is none before the connection is made, and another after it was made again.
    if (socket && socket !== held) {
      held = socket;
      socket.cork();
      setImmediate(() => {
        held = null;
        socket.uncork();
      });
    }
    return send(command, stream);
  };
}
