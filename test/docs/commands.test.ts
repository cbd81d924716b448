import type { Command } from 'commander';
import { beforeAll, describe, expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { type DocumentedCommand, documentedCommands, readPages } from './documented-commands.ts';

/** What stands in the pages for what a reader knows. */
const placeholders: Readonly<Record<string, string>> = { ROW: '1', 'ROW.INDEX': '1.2', N: '1' };

let program: Command;
beforeAll(async () => {
  program = await createProgram();
  disarm(program);
});

/** Nothing is done by being parsed. */
function disarm(command: Command): void {
  for (const below of command.commands) {
    below.configureOutput({ writeErr: () => {}, writeOut: () => {} });
    below.action(() => {});
    disarm(below);
  }
}

async function refusal(words: readonly string[]): Promise<string | null> {
  const given = words.map((word) => placeholders[word] ?? word);
  try {
    await program.parseAsync(given, { from: 'user' });
    return null;
  } catch (error) {
    const { code = '', message } = error as Error & { code?: string };
    return /^commander\.(?:helpDisplayed|version|help)$/.test(code) ? null : message;
  }
}

/** A command that is talked about, without what it takes. */
function isMention({ text, words }: DocumentedCommand): boolean {
  return words.length === 1 && text === `tcbatch ${words[0]}`;
}

describe('the commands in the pages', () => {
  test('are found, in blocks and in running text', () => {
    const found = readPages().flatMap(({ page, text }) => documentedCommands(page, text));
    expect(found.length).toBeGreaterThan(50);
    expect(
      documentedCommands('p', '```sh\nA=1 tcbatch run m.csv --yes | tee x &\n```\nand `tcbatch runs`'),
    ).toEqual([
      { page: 'p', text: 'A=1 tcbatch run m.csv --yes | tee x &', words: ['run', 'm.csv', '--yes'] },
      { page: 'p', text: 'tcbatch runs', words: ['runs'] },
    ]);
  });

  test('are refused when a command, an option or a value does not exist', async () => {
    expect(await refusal(['buy-all'])).toContain('unknown command');
    expect(await refusal(['runs', '--everything'])).toContain('unknown option');
    expect(await refusal(['resolve', 'r1'])).toContain('missing required argument');
  });

  test.each(readPages())('of $page are what the program takes', async ({ page, text }) => {
    const wrong: string[] = [];
    for (const command of documentedCommands(page, text)) {
      const message = await refusal(isMention(command) ? [...command.words, '--help'] : command.words);
      if (message !== null) wrong.push(`${command.text}: ${message}`);
    }
    expect(wrong).toEqual([]);
  });
});
