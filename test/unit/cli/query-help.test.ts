import { describe, expect, it } from 'vitest';
import { QUERY_HELP } from '../../../src/cli/definitions/query-help.js';
import { parseQuery } from '../../../src/query/parser.js';

describe('QUERY_HELP', () => {
  it('teaches the language in twenty lines', () => {
    expect(QUERY_HELP.trim().split('\n').length).toBeLessThanOrEqual(20);
  });

  it('has examples that can be read, as the shell hands them over', () => {
    const examples = [...QUERY_HELP.matchAll(/^ {2}(\S.*?) {2,}\S/gm)].map(
      ([, example]) => example ?? '',
    );
    expect(examples.length).toBeGreaterThan(14);
    for (const example of examples)
      for (const query of [...example.matchAll(/'([^']*)'|\S+/g)].map(
        ([all, quoted]) => quoted ?? all,
      ))
        if (query !== 'OR') expect(parseQuery(query).kind, query).not.toBe('all');
  });
});
