/** What the process says when it ends, as grep: found, nothing found, error. */
export const EXIT_FOUND = 0;
export const EXIT_NOTHING = 1;
export const EXIT_ERROR = 2;
/** 128 + SIGINT. */
export const EXIT_INTERRUPTED = 130;
