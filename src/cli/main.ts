#!/usr/bin/env node
import { CommanderError } from 'commander';
import { loadEnvironment } from '../shared/environment.ts';
import { OperatorError } from '../shared/errors.ts';
import { startTracing } from '../shared/tracing/start-tracing.ts';
import { exitCodes } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { paint, say } from './terminal.ts';

process.on('SIGINT', endWhereNobodyListens);
process.stdout.on('error', endQuietlyWithReader);
// Whoever watched the progress has gone; what is being bought is still to be bought in good order.
process.stderr.on('error', () => {});

let endTracing = async () => {};
try {
  endTracing = await startTracing(loadEnvironment(process.env, process.cwd()));
  const program = await createProgram(process.argv[2]);
  await program.parseAsync(process.argv);
} catch (error) {
  process.exitCode = exitCodeFor(error);
} finally {
  await endTracing();
}

/** Commands that have something to finish listen themselves; the others may end at any moment. */
function endWhereNobodyListens(): void {
  if (process.listenerCount('SIGINT') === 1) process.exit(exitCodes.interrupted);
}

/** `tcbatch report | head` is no failure: the reader has what it wanted. */
function endQuietlyWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

function exitCodeFor(error: unknown): number {
  // Commander has already said what is wrong, and ends with 0 after --help and --version.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof OperatorError) {
    say(`${paint.red('Error:')} ${error.message}`);
    if (error.advice !== null) say(error.advice);
    return exitCodes.usage;
  }
  say(error instanceof Error ? (error.stack ?? error.message) : `Unexpected failure: ${String(error)}`);
  return exitCodes.unexpected;
}
