import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { OutputClosed } from '../../../src/cli/output.js';
import { PagerSink } from '../../../src/cli/pager.js';
import { latin1 } from '../../support/bytes.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const SCREENFUL = latin1('a line\n'.repeat(500));

afterEach(() => {
  vi.restoreAllMocks();
  process.removeAllListeners('SIGINT');
});

/** Hears the pager as a search does that finds nothing more, until it is told something; at most ten seconds. */
async function hearUntilTold(sink: PagerSink, isTold: () => boolean): Promise<unknown> {
  for (const start = Date.now(); Date.now() - start < 10_000; ) {
    try {
      await sink.hear();
    } catch (error) {
      return error;
    }
    if (isTold()) return undefined;
  }
  return 'nothing was heard';
}

describe('PagerSink', () => {
  it('hears that the pager has ended, without anything to write', async () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as never);
    const sink = new PagerSink('head -n 1 > /dev/null');
    sink.write(SCREENFUL);
    expect(await hearUntilTold(sink, () => exit.mock.calls.length > 0)).toBe(undefined);
    expect(exit.mock.calls).toEqual([[0]]);
  });

  it('hears Ctrl-C: the search ends, and the pager has all that was written and time to show it', async () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as never);
    const shown = join(temporaryFolder(), 'shown');
    const sink = new PagerSink(
      `sh -c 'cat > "${shown}.part" && sleep 0.2 && mv "${shown}.part" "${shown}"'`,
    );
    sink.write(SCREENFUL);
    await sink.hear();
    process.emit('SIGINT');
    expect(await hearUntilTold(sink, () => false)).toBeInstanceOf(OutputClosed);
    expect(existsSync(shown)).toBe(false);
    await sink.close();
    expect(readFileSync(shown)).toEqual(Buffer.from(SCREENFUL));
    expect(exit).not.toHaveBeenCalled();
  });
});
