import type { Command } from 'commander';
import { askConnectionNames } from '../../shared/redis/ask-server.ts';
import { findPrivateServer, stopPrivateServer } from '../../shared/redis/private-server.ts';
import { isWorkersName } from '../../shared/schedule.ts';
import { examples } from '../examples.ts';
import { readSetup } from '../setup.ts';
import { print, say } from '../terminal.ts';

/** `down`: stops the private Redis. */
export function addDown(program: Command): void {
  program
    .command('down')
    .summary('stop the private Redis')
    .description(
      'Stops the private Redis in good order. Its files stay, and the next command starts it again. Workers that still use it are told of on standard error: they send nothing until it is back.',
    )
    .addHelpText('after', examples('tcbatch down'))
    .action(async () => {
      const { dataDir } = readSetup().config;
      const workers = await countWorkers(dataDir);
      if (workers > 0) say(underWorkers(workers));
      const ended = await stopPrivateServer(dataDir);
      print(
        ended === 'stopped'
          ? `The private Redis of ${dataDir} is stopped; its files stay.`
          : `The private Redis of ${dataDir} was not running.`,
      );
    });
}

/** Workers that use the private Redis, of whatever prefix. */
async function countWorkers(dataDir: string): Promise<number> {
  const server = await findPrivateServer(dataDir);
  return server ? (await askConnectionNames(server.socketPath)).filter(isWorkersName).length : 0;
}

function underWorkers(count: number): string {
  const whom = count === 1 ? '1 worker still uses: it sends' : `${count} workers still use: they send`;
  return `Stopping the private Redis that ${whom} nothing until a command starts it again. Next time end workers first (SIGTERM).`;
}
