import { defineConfig } from 'vitest/config';

// `npm run screenshots`: takes the pictures of docs/screenshots, and tests nothing.
export default defineConfig({
  test: { include: ['test/browser/pictures.ts'], testTimeout: 240_000, hookTimeout: 60_000 },
});
