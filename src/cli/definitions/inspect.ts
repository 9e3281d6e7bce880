import type { Define } from './define.js';
import { storeOption } from './store-option.js';

/** What can be inspected. */
export const INSPECTED: readonly string[] = [
  'catalog',
  'pack',
  'blocks',
  'templates',
  'terms',
  'postings',
];

export const defineInspect: Define = (program, exitCode) => {
  program
    .command('inspect')
    .description('Make the bytes of a store readable.')
    .argument('<what>', 'catalog, pack, blocks, templates, terms or postings')
    .argument('[pack]', 'the number of a pack, as inspect catalog lists them')
    .argument('[term]', 'for terms: a prefix; for postings: the term')
    .addOption(storeOption())
    .addHelpText(
      'after',
      `
Examples:
  hayabusa inspect catalog               the packs, the message log, the inputs
  hayabusa inspect pack 1                where the bytes of pack 1 went
  hayabusa inspect blocks 1              its blocks, with their times and where they came from
  hayabusa inspect templates 1           its templates, most messages first
  hayabusa inspect terms 1 ssh           its words that begin with ssh
  hayabusa inspect postings 1 sshd       the units that hold a word: templates and columns of blocks`,
    )
    .action(
      async (
        what: string,
        pack: string | undefined,
        term: string | undefined,
        options: Record<string, unknown>,
      ) => {
        const { runInspect } = await import('../commands/inspect.js');
        exitCode.value = runInspect(what, pack, term, options);
      },
    );
};
