import { FIRST } from '../queries/query.js';

/**
 * The original's store loop, in the original's language: FTS3, one file, one transaction, its pragmas. Lines end at LF
 * alone, and a byte that is no UTF-8 stays part of its word. `python3 -c PYTHON_LOOP TEXT DATABASE`.
 */
export const PYTHON_LOOP = `
import sqlite3, sys
c = sqlite3.connect(sys.argv[2])
c.execute('CREATE VIRTUAL TABLE SYSLOG USING FTS3(LOGS)')
c.execute('PRAGMA SYNCHRONOUS=OFF')
c.execute('PRAGMA JOURNAL_MODE=MEMORY')
with open(sys.argv[1], encoding='utf-8', errors='replace', newline='\\n') as f:
    c.executemany('INSERT INTO SYSLOG VALUES(?)', ([l] for l in f))
    c.commit()
`;

/** The session of sessions/protocol.ts on that database. `python3 -c PYTHON_SESSION DATABASE`. */
export const PYTHON_SESSION: string = `
import json, sqlite3, sys, time
c = sqlite3.connect(sys.argv[1])
print('ready', flush=True)
for line in sys.stdin:
    ask = json.loads(line)
    started = time.perf_counter()
    mode, span = ask['mode'], ask.get('span')
    what = {'count': 'count(*)', 'hits': 'rowid'}.get(mode, 'logs')
    sql = 'SELECT ' + what + ' FROM SYSLOG WHERE LOGS ' + ask.get('operator', 'MATCH') + ' ?'
    values = [ask['query']]
    if span:
        sql += ' AND rowid BETWEEN ? AND ?'
        values += [span['first'] + 1, span['end']]
    if mode == 'first 100':
        sql += ' ORDER BY rowid DESC LIMIT ${FIRST}'
    rows = c.execute(sql, values)
    if mode == 'count':
        answer = {'count': rows.fetchone()[0]}
    elif mode == 'hits':
        lines = [row[0] - 1 for row in rows]
        answer = {'count': len(lines), 'lines': lines}
    else:
        answer = {'count': sum(1 for row in rows)}
    answer['millis'] = (time.perf_counter() - started) * 1000
    print(json.dumps(answer), flush=True)
`;
