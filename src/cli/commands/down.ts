import type { Command } from 'commander';
import { stopPrivateServer } from '../../shared/redis/private-server.ts';
import { examples } from '../examples.ts';
import { readSetup } from '../setup.ts';
import { print } from '../terminal.ts';

/** `down`: stops the private Redis. */
export function addDown(program: Command): void {
  program
    .command('down')
    .summary('stop the private Redis')
    .description(
      'Stops the private Redis in good order. Its files stay, and the next command starts it again.',
    )
    .addHelpText('after', examples('tcbatch down'))
    .action(async () => {
      const { dataDir } = readSetup().config;
      const ended = await stopPrivateServer(dataDir);
      print(
        ended === 'stopped'
          ? `The private Redis of ${dataDir} is stopped; its files stay.`
          : `The private Redis of ${dataDir} was not running.`,
      );
    });
}
