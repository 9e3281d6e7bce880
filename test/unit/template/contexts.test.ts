import { describe, expect, it } from 'vitest';
import { Contexts } from '../../../src/template/contexts.js';

const seen = (contexts: Contexts, context: number, words: number) => {
  for (let word = 0; word < words; word++) contexts.add(context, word);
};

describe('Contexts', () => {
  it('a context is variable from its 41st word on', () => {
    const contexts = new Contexts();
    seen(contexts, 7, 40);
    expect(contexts.isVariable(7)).toBe(false);
    seen(contexts, 7, 40);
    expect(contexts.isVariable(7)).toBe(false);
    contexts.add(7, 40);
    expect(contexts.isVariable(7)).toBe(true);
    expect(contexts.isVariable(8)).toBe(false);
    seen(contexts, 7, 100);
    expect(contexts.isVariable(7)).toBe(true);
  });

  it('clear() forgets words and what was learned of them', () => {
    const contexts = new Contexts();
    seen(contexts, 1, 41);
    seen(contexts, 2, 40);
    contexts.clear();
    expect(contexts.isVariable(1)).toBe(false);
    contexts.add(2, 99);
    expect(contexts.isVariable(2)).toBe(false);
    seen(contexts, 2, 40);
    expect(contexts.isVariable(2)).toBe(true);
  });

  it('forgets contexts when there are too many, and keeps what it has learned', () => {
    const contexts = new Contexts();
    seen(contexts, -1, 41);
    seen(contexts, -2, 40);
    for (let context = 0; context < 100_000; context++) contexts.add(context, 1);
    expect(contexts.isVariable(-1)).toBe(true);
    contexts.add(-2, 40);
    expect(contexts.isVariable(-2)).toBe(false);
  });
});
