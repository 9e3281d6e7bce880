/** The language of queries, as `search --help` teaches it in twenty lines. */
export const QUERY_HELP: string = `
The query, in single quotes to keep it from the shell:
  failed password root             messages that hold all three words, in any order, in any case; AND may stand between
  sshd OR su                       either; operators are in capitals, and NOT binds before AND before OR
  'failed NOT (root OR admin)'     parentheses; NOT, or a dash before a word, excludes: 'failed -root', or alone: -- -root
  '"session opened" root'          a phrase and a word; -e makes all words one phrase
  'fail*' '"session open"*'        words that begin so; a phrase whose last word may go on
  '^gw1'                           the first word behind the message's time, mostly its host; or the first of a "phrase"
  '%LINK-3-UPDOWN:' '[UFW BLOCK]'  what is pasted from a message finds it, a whole line too; punctuation makes a phrase
  192.168.0.1 10.0.0.0/8           addresses in any spelling, never a part of another; networks; 2001:db8::/32
  ip:10.1.2.3-10.1.2.20            a range of addresses
  mac:00:11:22                     MAC addresses by their first bytes, in any notation
  'host:core*' 'app:(sshd OR su)'  fields by * and ?: host, app, pid, msgid, source (the file or peer that it came from)
  'severity<=err' facility:auth    levels by name or number: emerg 0, alert, crit, err, warning, notice, info, debug 7
  sd.exampleSDID@32473.iut:3       structured data: the element's id, a dot, the parameter
  proto=TCP 'dpt!=22' 'len>1000'   key=value in the text: =, != or a comparison of numbers; lists: 'dpt=(22 OR 23)'
  '*fix*' '*"two words"*'          a part of a word or of any text; finds Japanese within a sentence
  '/timed? out/i'                  a regular expression of RE2 (i: in any case), on the searched text
  "and" "or" "not" in small letters are words; other names before a colon are too. A star within a word is an error, a
  date and time at the front makes the query a pasted line: its marks are no operators, its time is not looked for.
`;
