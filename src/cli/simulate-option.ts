import { Option } from 'commander';

/** `--simulate` of a command that looks at, or changes, what `run --simulate` bought. */
export function simulateOption(meaning = 'of the runs that were bought from the simulator'): Option {
  return new Option('--simulate', meaning);
}
