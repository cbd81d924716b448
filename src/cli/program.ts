import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { z } from 'zod';
import { commandGroups } from './commands/index.ts';
import { addConfigOption } from './config-option.ts';
import { rootHelp } from './root-help.ts';

/**
 * The command line: every command, its help, and errors that are thrown instead of ending the process. Where `wanted`
 * names one of the commands, that one alone is loaded.
 */
export async function createProgram(wanted?: string): Promise<Command> {
  const program = new Command('tcbatch')
    .description(
      'Buys cloud services in bulk on Tencent Cloud: never twice, never lost, exactly at the limit.',
    )
    .version(ownVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help, or that of a command')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', rootHelp)
    .showHelpAfterError('(--help explains the usage)')
    .exitOverride();
  const isKnown = commandGroups.some(
    ({ commands }) => wanted !== undefined && Object.hasOwn(commands, wanted),
  );
  for (const { title, commands } of commandGroups) {
    program.commandsGroup(title);
    for (const [name, load] of Object.entries(commands)) {
      if (!isKnown || name === wanted) (await load())(program);
    }
  }
  addConfigOption(program);
  return program;
}

function ownVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
