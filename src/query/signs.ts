import { shown } from './syntax-error.js';

/**
 * A query with its words that begin with a dash, and so exclude, in quotation marks, which makes words of them; undefined when
 * there are none, or quotation marks already.
 */
export function withoutSigns(text: string): string | undefined {
  if (text.includes('"')) return undefined;
  const quoted = text.replace(/(^|[\s(])(-[^\s()]+)/g, '$1"$2"');
  return quoted === text ? undefined : shown(quoted);
}
