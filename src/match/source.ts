import { globTest } from './glob.js';

const SLASH = 0x2f;

/**
 * Whether a message came from where a glob says. One without a slash is also asked of the last part of a path:
 * `auth.log` is `/var/log/auth.log`, too.
 */
export function sourceTest(glob: string): (source: string) => boolean {
  const test = globTest(glob);
  const isName = !glob.includes('/');
  return (source) => {
    const bytes = Buffer.from(source, 'utf8');
    if (test(bytes, 0, bytes.length)) return true;
    return isName && test(bytes, bytes.lastIndexOf(SLASH) + 1, bytes.length);
  };
}
