import type { Directory, ReadableFile } from './directory.js';

/** What was read of files: how often, and how many bytes. */
export type ReadCounts = { reads: number; bytesRead: number };

/** A directory whose reads are added to `counts`; it is `directory` in all else. */
export function countedDirectory(directory: Directory, counts: ReadCounts): Directory {
  const count = (bytes: Uint8Array): Uint8Array => {
    counts.reads++;
    counts.bytesRead += bytes.length;
    return bytes;
  };
  const counted = (file: ReadableFile): ReadableFile => ({
    size: file.size,
    read: (offset, length, room) => count(file.read(offset, length, room)),
    close: () => file.close(),
  });
  return new Proxy(directory, {
    get(target, name) {
      if (name === 'open') return (path: string) => counted(target.open(path));
      if (name === 'read') return (path: string) => count(target.read(path));
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
