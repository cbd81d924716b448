// Compiles src/ to dist/ and puts everything else, such as Lua scripts and styles, beside what uses it.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
// What runs in a browser knows another world than what runs in Node, so it is compiled by itself.
for (const project of ['tsconfig.build.json', 'tsconfig.browser.json']) {
  const compiled = spawnSync('npx', ['tsc', '-p', project], { stdio: 'inherit' });
  if (compiled.status !== 0) process.exit(compiled.status ?? 1);
}
cpSync('src', 'dist', { recursive: true, filter: (path) => !path.endsWith('.ts') });
chmodSync('dist/cli/main.js', 0o755);
