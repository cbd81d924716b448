import { Argument, type Command, Option } from 'commander';
import { manifestFormat, manifestFormats } from '../../producer/manifest/manifest-source.ts';
import { writeTemplate } from '../../producer/template.ts';
import { actionNames } from '../../shared/actions/index.ts';
import { examples } from '../examples.ts';
import { knownAction } from '../known-action.ts';
import { printAll } from '../terminal.ts';

/** `template`: an example manifest with every parameter of an action, explained. */
export function addTemplate(program: Command): void {
  program
    .command('template')
    .summary('print an example manifest of an action')
    .description('Prints an example manifest with every parameter of the action, explained in notes.')
    .addArgument(new Argument('<action>', `the API action: ${actionNames.join(', ')}`))
    .addOption(
      new Option('--format <format>', 'format of the manifest').choices(manifestFormats).default('csv'),
    )
    .addHelpText(
      'after',
      examples(
        'tcbatch template CreatePackageOrder > domains.csv',
        'tcbatch template CreatePlan --format json',
      ),
    )
    .action(async (name: string, { format }: { format: string }) => {
      await printAll([writeTemplate(knownAction(name), manifestFormat(name, format))]);
    });
}
