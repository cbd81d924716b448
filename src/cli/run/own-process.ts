import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Environment } from '../../shared/environment.ts';

/** A process of this program that ends with the one that started it. */
export interface OwnProcess {
  readonly child: ChildProcess;
  /** Resolves with its exit code, null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Asks it to finish what it has in hand, and waits until it is gone. Safe to call twice. */
  readonly drain: () => Promise<void>;
  /** Ends it at once. */
  readonly kill: () => void;
}

const program = fileURLToPath(new URL('../main.js', import.meta.url));

/**
 * Starts `tcbatch` with these arguments. The channel between the two is what it lives by: it drains when the channel
 * closes, be it by `drain` or because this process was killed.
 */
export function startOwnProcess(
  values: readonly string[],
  { environment, pipesOutput = false }: { readonly environment: Environment; readonly pipesOutput?: boolean },
): OwnProcess {
  const child = fork(program, values, {
    env: { ...environment },
    stdio: ['ignore', pipesOutput ? 'pipe' : 'ignore', 'inherit', 'ipc'],
    // In a group of its own: Ctrl-C is for this process alone, which then drains the other in good order.
    detached: true,
  });
  const ended = endOf(child);
  return {
    child,
    ended,
    drain: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}

async function endOf(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : null;
}
