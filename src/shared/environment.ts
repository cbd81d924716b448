import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { OperatorError } from './errors.ts';

/** Variables by name, as a process is given them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The process's environment over the `.env` file of `folder`, when there is one. A variable that the environment
 * holds empty stays empty: what a line of `.env` says is not put in its place.
 */
export function loadEnvironment(processEnvironment: Environment, folder: string): Environment {
  return { ...readDotenv(join(folder, '.env')), ...processEnvironment };
}

function readDotenv(file: string): Environment {
  try {
    return parse(readFileSync(file));
  } catch (error) {
    if (isMissing(error)) return {};
    throw new OperatorError('dotenv-unreadable', `Cannot read ${file} as a file of variables`, {
      advice: 'Make the file readable or remove it.',
      cause: error,
    });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
