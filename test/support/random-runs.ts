/**
 * Settings of a property test: a fixed seed, so that every run tests the same, and `count` cases. fast-check prints
 * seed and path of a failure; `HAYABUSA_TEST_SEED=… HAYABUSA_TEST_RUNS=100 npx vitest run test/property` tries another
 * seed and a hundred times as many cases.
 */
export function randomRuns(count: number): { seed: number; numRuns: number } {
  const seed = Number(process.env['HAYABUSA_TEST_SEED'] ?? 20_250_611);
  const factor = Number(process.env['HAYABUSA_TEST_RUNS'] ?? 1);
  return { seed, numRuns: Math.ceil(count * factor) };
}
