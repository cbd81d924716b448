import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { z } from 'zod';
import { commandGroups } from './commands/index.ts';
import { rootHelp } from './root-help.ts';

/** The command line: every command, its help, and errors that are thrown instead of ending the process. */
export function createProgram(): Command {
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
  for (const { title, commands } of commandGroups) {
    program.commandsGroup(title);
    for (const addTo of commands) addTo(program);
  }
  return program;
}

function ownVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
