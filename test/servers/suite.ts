import { afterAll, beforeAll, describe } from 'vitest';
import { ledgerTests } from './ledger-tests.ts';
import { pacerTests } from './pacer-tests.ts';
import { openPlace, type Place, type ServerUnderTest } from './place.ts';
import { queueTests } from './queue-tests.ts';
import { wholeRunTests } from './whole-run-tests.ts';

/** What all of it must do, on whatever Redis `start` starts; `more` is what only this kind of server can be asked. */
export function describeServer<Server extends ServerUnderTest>(
  name: string,
  start: () => Promise<Server>,
  more: (place: () => Place<Server>) => void = () => {},
): void {
  describe(name, () => {
    let place: Place<Server>;
    beforeAll(async () => {
      place = await openPlace(start);
    });
    afterAll(() => place?.close());

    describe('the ledger', () => ledgerTests(() => place));
    describe('the queue', () => queueTests(() => place));
    describe('the pacer', () => pacerTests(() => place));
    describe('a whole run', () => wholeRunTests(() => place));
    more(() => place);
  });
}
