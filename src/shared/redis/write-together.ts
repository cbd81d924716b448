import { Cluster, type Redis } from 'ioredis';
import type { RedisConnection } from './script.ts';

export interface WriteTogetherOptions {
  /**
   * What comes up while a write is not answered yet is held back until it is, and then leaves together too; but no
   * longer than this. 0 unless told: nothing is held back.
   */
  readonly holdBackMs?: number;
  /** Commands that do not wait for the end of their turn. Unless told, all do. */
  readonly enough?: number;
}

/**
 * Commands that are enough for a write of a client on which many wait: Redis works on them while the rest is still made.
 * Went all of them at once they would also be answered at once, and either side would wait while the other works. With
 * 128 purchases in hand, of the numbers from 8 to 48 those from 16 to 32 made most of them a second, a third more than
 * no number.
 */
export const enoughForAWrite = 20;

/**
 * Has a client write all commands of one turn of the event loop at once, in the order in which they were given. Each
 * write is a call of the system, which costs a process more than all the rest of a command; and Redis runs what came
 * with one write in one turn of its own, which it ends with one sync.
 */
export function writeTogether(client: RedisConnection, options: WriteTogetherOptions = {}): void {
  if (client instanceof Cluster) {
    for (const node of client.nodes()) gather(node, options);
    client.on('+node', (node: Redis) => gather(node, options));
  } else {
    gather(client, options);
  }
}

/** Calls `ask` right before the next write, so that what several ask meanwhile can go as one command. */
export function beforeNextWrite(client: RedisConnection, ask: () => void): void {
  const writer = writers.get(client);
  if (writer) writer.beforeNext(ask);
  // Which server of a cluster will be asked is not known yet.
  else setImmediate(ask);
}

/** Writes what was given so far, while more of this turn may follow. */
export function writeNow(client: RedisConnection): void {
  writers.get(client)?.writeNow();
}

interface Writer {
  readonly beforeNext: (ask: () => void) => void;
  readonly writeNow: () => void;
}

const writers = new WeakMap<RedisConnection, Writer>();

function gather(
  redis: Redis,
  { holdBackMs = 0, enough = Number.POSITIVE_INFINITY }: WriteTogetherOptions,
): void {
  const send = redis.sendCommand.bind(redis);
  let asks: (() => void)[] = [];
  let held: Redis['stream'] | null = null;
  let commandsHeld = 0;
  let newest: Promise<unknown> = Promise.resolve();
  let isCalled = false;
  let unanswered: object | null = null;

  const callForWrite = () => {
    if (isCalled || unanswered) return;
    isCalled = true;
    setImmediate(write);
  };
  const write = () => {
    isCalled = false;
    const due = asks;
    asks = [];
    for (const ask of due) ask();
    if (held && holdBackMs > 0) awaitReply();
    writeHeld();
  };
  const writeHeld = () => {
    held?.uncork();
    held = null;
    commandsHeld = 0;
  };
  const awaitReply = () => {
    const own = {};
    const goOn = () => {
      clearTimeout(patience);
      if (unanswered !== own) return;
      unanswered = null;
      if (held || asks.length > 0) callForWrite();
    };
    const patience = setTimeout(goOn, holdBackMs);
    unanswered = own;
    // Redis answers in order: the newest command's reply is the last of this write.
    newest.then(goOn, goOn);
  };

  redis.sendCommand = (command, stream) => {
    const socket = redis.stream;
    // There is none before the connection is made, and another after it was made again.
    if (socket && socket !== held) {
      held = socket;
      socket.cork();
      callForWrite();
    }
    newest = command.promise;
    commandsHeld += 1;
    const sent = send(command, stream);
    if (commandsHeld >= enough) writeHeld();
    return sent;
  };
  const beforeNext = (ask: () => void) => {
    asks.push(ask);
    callForWrite();
  };
  writers.set(redis, { beforeNext, writeNow: writeHeld });
}
