import { describe } from 'vitest';
import { openFsDirectory } from '../../src/storage/fs-directory.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { directoryConformance } from './directory.js';

describe('FsDirectory', () => directoryConformance(() => openFsDirectory(temporaryFolder())));
describe('MemoryDirectory', () => directoryConformance(() => new MemoryDirectory()));
