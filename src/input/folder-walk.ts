import { type Dirent, readdirSync, type Stats, statSync } from 'node:fs';
import { CATALOG, PACKS } from '../storage/file-names.js';
import { inputError } from './input-error.js';

/** `paths` with every folder replaced by its files; see `expandInputs`. */
export function expandFolders(paths: readonly string[]): string[] {
  const files: string[] = [];
  for (const path of paths) {
    if (path !== '-' && statOf(path)?.isDirectory()) addFolder(path, files);
    else files.push(path);
  }
  return files;
}

function addFolder(folder: string, files: string[]): void {
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  const entries = entriesOf(folder);
  if (isStore(entries)) return;
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = prefix + entry.name;
    if (entry.isDirectory()) addFolder(path, files);
    else if (entry.isFile() || (entry.isSymbolicLink() && statOf(path)?.isFile())) files.push(path);
  }
}

/** A store of ours, where `ingest -r .` finds the one that the last run made: its bytes are no messages. */
function isStore(entries: readonly Dirent[]): boolean {
  const has = (name: string) => entries.some((entry) => entry.name === name);
  return has(CATALOG) && has(PACKS);
}

/** Sorted by UTF-16 code units, so that the order does not depend on the machine's language. */
function entriesOf(folder: string): Dirent[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw inputError(
      folder,
      `Folder "${folder}" cannot be listed: expected a readable folder, got the error ` +
        `"${reason}": change its mode, or run as a user who may read it`,
      error,
    );
  }
}

/** Undefined for what is missing or out of reach: whoever opens it finds out why. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
