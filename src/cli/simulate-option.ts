import { Option } from 'commander';

/** `--simulate` of a command that looks at, or changes, what `run --simulate` bought. */
export function simulateOption(): Option {
  return new Option('--simulate', 'of the runs that were bought from the simulator');
}
