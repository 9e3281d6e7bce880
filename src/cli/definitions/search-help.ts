import { QUERY_HELP } from './query-help.js';

/** How times are typed. */
const TIMES_HELP = `
Times:
  2021-08-17, '2021-08-17 09:29', 2021-08-17T09:29:03Z, @1629190000; a day alone is its 00:00
  now, now-2h, '2 hours ago', 10:30, yesterday, 'yesterday 14:00', monday (the latest, today included)
  'Aug 17 09:29:03', 17/May/2015:10:05:03 +0000: as logs print them; without a year the latest that the store reaches
`;

const PRINTING_HELP = `
Printing:
  --format knows {time} {host} {app} {pid} {msgid} {severity} {facility} {message} (behind the header) {raw} {text}
    {source} {received} {sequence}, {{ }} \\t \\n; what a message does not have is nothing
  On a terminal matches are bold and red unless $NO_COLOR is set ($FORCE_COLOR: everywhere), and what is longer than
    the screen goes to $HAYABUSA_PAGER, else $PAGER, else less
`;

const COUNTS_HELP = `
Counts:
  --histogram        as many lines as fit; --histogram 5m: a line for each 5m (s, m, h, d, w, mo, y)
  --by host          app, pid, severity, facility, msgid, source, pattern; day, hour, minute in order of time, --top 3: the fullest
  --by SRC           the value of key=value in the text; with = behind it (host=) where the name is one of the above
  --by '/from (\\S+)/' what the group captures in the searched text, RE2's syntax; without a group all of the match
  --patterns         what messages have in common: <num>, <ip> and <*> stand for what differs
  With --json an object a line. None of them reads more of a message than it must
`;

const EXAMPLES_HELP = `
Examples:
  hayabusa search failed password root
  hayabusa search 'fail*' root --last 2h
  hayabusa search -c sshd --from '2021-08-17' --to '2021-08-18 12:00'
  hayabusa search -e 'session opened for user' -n 20
  hayabusa search --time '2017/05/11/13/*' --match keyword -c -s
  hayabusa search failed password --around 'Aug 17 09:29' -w 10m
  hayabusa search 'fail*' --from yesterday --format '{time} {host} {message}'
  hayabusa search -o 10.0.0.0/8 | sort | uniq -c | sort -rn
  hayabusa search Accepted password -C 3 --same-host   what the host said before and after
  hayabusa search 'Failed password' --by '/from (\\S+)/' --top 10
  hayabusa search '"UFW BLOCK"' --by SRC --from yesterday
  hayabusa search '"UFW BLOCK"' --histogram 1h --from yesterday
  hayabusa search --raw > everything.log
  hayabusa search sshd --cursor                  everything so far, in order of arrival, and a cursor
  hayabusa search sshd --cursor 6a09e667f3bc-42  what came in since; each message once

Exit codes, also of counts: 0 found, 1 nothing found, 2 error (also when a damaged file may hold more).`;

/** What stands below the options in `search --help`. */
export const SEARCH_HELP: string =
  QUERY_HELP + TIMES_HELP + PRINTING_HELP + COUNTS_HELP + EXAMPLES_HELP;
