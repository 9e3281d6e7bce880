import { QUERY_HELP } from './query-help.js';

const EXAMPLES_HELP = `
Examples:
  hayabusa search failed password root
  hayabusa search 'fail*' root --last 2h
  hayabusa search -c sshd --from '2021-08-17' --to '2021-08-18 12:00'
  hayabusa search -e 'session opened for user' -n 20
  hayabusa search --time '2017/05/11/13/*' --match keyword -c -s
  hayabusa search --raw > everything.log

Exit codes: 0 found, 1 nothing found, 2 error (also when a damaged file may hold more).`;

/** What stands below the options in `search --help`. */
export const SEARCH_HELP: string = QUERY_HELP + EXAMPLES_HELP;
