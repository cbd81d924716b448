import { describe, expect, test } from 'vitest';
import { findCircles } from './support/house/find-circles.ts';
import { findLongFiles } from './support/house/find-long-files.ts';
import { findProcessUse } from './support/house/find-process-use.ts';
import { findWrongArrows } from './support/house/find-wrong-arrows.ts';
import { findWrongNames } from './support/house/find-wrong-names.ts';
import { findWrongScripts } from './support/house/find-wrong-scripts.ts';
import { readSourceFiles } from './support/house/source-file.ts';

const files = readSourceFiles('src');

describe('the house', () => {
  test('is read: its files and their imports are found', () => {
    const pipeline = files.find(({ path }) => path === 'src/worker/process-purchase.ts');
    expect(files.length).toBeGreaterThan(100);
    expect(pipeline?.imports).toContain('src/shared/ledger/put-back.ts');
  });

  test('has imports that run downward only', () => {
    expect(findWrongArrows(files)).toEqual([]);
  });

  test('has no circle of imports', () => {
    expect(findCircles(files)).toEqual([]);
  });

  test('has files named for what they know', () => {
    expect(findWrongNames(files)).toEqual([]);
  });

  test('has files of one idea each', () => {
    expect(findLongFiles(files)).toEqual([]);
  });

  test('knows the process in its faces alone', () => {
    expect(findProcessUse(files)).toEqual([]);
  });

  test('has Lua scripts that say what they take and return, each with one caller', () => {
    expect(findWrongScripts(files)).toEqual([]);
  });
});
