import { writeSync } from 'node:fs';

// Loaded into each process that is measured: tells the one who started it, in KiB, how much memory it held at most.
process.once('exit', () => {
  try {
    writeSync(3, String(process.resourceUsage().maxRSS));
  } catch {
    // A process that a measured one started has nobody to tell.
  }
});
