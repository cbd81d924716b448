import type { Command } from 'commander';

/** What no setup is read for. */
const commandsWithoutSetup: ReadonlySet<string> = new Set(['template']);

/**
 * Adds `--config` to every command that reads a setup, and has it win over TCBATCH_CONFIG: it takes its place, so that
 * whatever reads the setup, and every process that a command starts, reads the same file.
 */
export function addConfigOption(program: Command): void {
  for (const command of program.commands) {
    if (commandsWithoutSetup.has(command.name())) continue;
    command.option('--config <file>', 'file that names further accounts, in place of TCBATCH_CONFIG');
  }
  program.hook('preAction', (_program, command) => {
    const { config } = command.optsWithGlobals<{ readonly config?: string }>();
    if (config !== undefined) process.env.TCBATCH_CONFIG = config;
  });
}
