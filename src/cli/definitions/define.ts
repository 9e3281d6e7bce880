import type { Command } from 'commander';

/** Where a command leaves its exit code. */
export type ExitCode = { value: number };

/** Adds a command to the program: its options, its help, and how its module is loaded when it runs. */
export type Define = (program: Command, exitCode: ExitCode) => void;
