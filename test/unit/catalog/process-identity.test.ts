import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { isRunning, ownIdentity } from '../../../src/catalog/process-identity.js';

/** The number of a process that has ended. */
const endedPid = () => spawnSync(process.execPath, ['--version']).pid;

describe('isRunning()', () => {
  const own = ownIdentity();

  it('knows this process, and that another boot or start is another process', () => {
    expect(own.pid).toBe(process.pid);
    expect(ownIdentity()).toEqual(own);
    expect(isRunning(own)).toBe(true);
    expect(isRunning({ ...own, boot: own.boot === '0' ? '1' : '0' })).toBe(false);
    if (own.start !== '0') expect(isRunning({ ...own, start: `${own.start}1` })).toBe(false);
  });

  it('is true of a process whose start is not known, while its number lives', () => {
    expect(isRunning({ ...own, start: '0' })).toBe(true);
    expect(isRunning({ ...own, pid: endedPid(), start: '0' })).toBe(false);
  });

  it('is false of a process that has ended', () => {
    expect(isRunning({ ...own, pid: endedPid() })).toBe(false);
  });

  it('is true of a process of somebody else', () => {
    expect(isRunning({ pid: 1, start: '0', boot: own.boot })).toBe(true);
  });
});
