import { Option } from 'commander';

const STORE_HELP = 'folder of the store (default: $HAYABUSA_STORE, else ./hayabusa-store)';

export function storeOption(): Option {
  return new Option('--store <dir>', STORE_HELP);
}
