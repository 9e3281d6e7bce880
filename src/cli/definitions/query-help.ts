/** The language of queries, as `search --help` teaches it. */
export const QUERY_HELP: string = `
The query:
  failed password root     messages that hold all three words, in any order, in any case
  'session opened' -e      one phrase: the words one after the other
  '"session opened" root'  a phrase and a word
  'fail*'                  any word that begins with fail; the quotes keep it from the shell
  core-sw-01               punctuation inside a word makes it a phrase
  '"session open"*'        a phrase whose last word may go on; so is 'core-sw*'
  192.168.0.1              an IPv4, IPv6 or MAC address, in any spelling, and never a part of another
  -- -1                    after -- a word may start with -
`;
