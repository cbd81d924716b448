import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders with short files that take long. */
const slowFolders = /\/test\/(safety|model|servers|hosts)\//;

/**
 * The order of the test files, as a class because Vitest wants one: on a fresh clone Vitest takes a large file for a
 * slow one, and would leave small ones that take minutes for the end, when nothing runs beside them.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isSlow = ({ moduleId }: TestSpecification) => slowFolders.test(moduleId);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}
