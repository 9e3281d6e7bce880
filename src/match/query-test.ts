import type { Query } from '../query/ast.js';
import { leafTest } from './leaf-test.js';
import type { MessageView } from './message-view.js';

/** Whether a message answers a query. It is given as its pieces: nearly always one. */
export type QueryTest = (pieces: readonly MessageView[]) => boolean;

/**
 * The test of a query, by a message's bytes alone: what every index must agree with. A leaf holds for a message when it
 * holds for one of its pieces; AND, OR and NOT are about the message. Throws where a leaf says what cannot be tested.
 */
export function queryTest(query: Query): QueryTest {
  switch (query.kind) {
    case 'all':
      return () => true;
    case 'and': {
      const tests = query.parts.map(queryTest);
      return (pieces) => {
        for (const test of tests) if (!test(pieces)) return false;
        return true;
      };
    }
    case 'or': {
      const tests = query.parts.map(queryTest);
      return (pieces) => {
        for (const test of tests) if (test(pieces)) return true;
        return false;
      };
    }
    case 'not': {
      const test = queryTest(query.part);
      return (pieces) => !test(pieces);
    }
    default: {
      const test = leafTest(query);
      return (pieces) => {
        for (const piece of pieces) if (test(piece)) return true;
        return false;
      };
    }
  }
}
