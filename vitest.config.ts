import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // For what never ends; a busy machine takes many times as long as a quiet one, and tests of a file share it.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Each file starts real servers; more files at once than cores only makes them wait for each other.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
});
