import { ALL, type LeafSearch, NONE, type Node } from './compiled-query.js';

/** A node with what is known of its leaves: `leafOf` says of each whether it is all, none, or itself. */
export function simplify(node: Node, leafOf: (leaf: LeafSearch) => Node): Node {
  switch (node.kind) {
    case 'all':
    case 'none':
      return node;
    case 'leaf':
      return leafOf(node.leaf);
    case 'not': {
      const part = simplify(node.part, leafOf);
      if (part === NONE) return ALL;
      return part === ALL ? NONE : { kind: 'not', part };
    }
    default:
      return combine(node.kind, node.parts, leafOf);
  }
}

function combine(
  kind: 'and' | 'or',
  parts: readonly Node[],
  leafOf: (leaf: LeafSearch) => Node,
): Node {
  const [decides, drops] = kind === 'and' ? [NONE, ALL] : [ALL, NONE];
  const rest: Node[] = [];
  // Leaves behind one that decides are not looked up.
  for (const each of parts) {
    const part = simplify(each, leafOf);
    if (part === decides) return decides;
    if (part !== drops) rest.push(part);
  }
  const [only, ...more] = rest;
  if (only === undefined) return drops;
  return more.length === 0 ? only : { kind, parts: rest };
}
