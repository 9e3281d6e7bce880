/** What `--histogram` is without a width. */
export const AUTOMATIC = 'auto';
