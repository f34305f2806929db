import { dirname } from 'node:path';

/** Unit tests and what only they use may import anything. */
const TEST = /\.test\.tsx?$|\/testing\//;

/**
 * The pairs of folders of which each imports the other, types included, with one import in each direction.
 * @param {readonly { source: string, dependencies: readonly { resolved: string }[] }[]} modules as dependency-cruiser gives them
 * @param {readonly string[]} roots the folders that are checked, with all below them
 * @returns {string[]} a line for each pair
 */
export function mutualFolders(modules, roots) {
  const isChecked = (path) => roots.some((root) => path.startsWith(`${root}/`)) && !TEST.test(path);
  const imports = new Map();
  for (const { source, dependencies } of modules.filter((module) => isChecked(module.source))) {
    for (const { resolved } of dependencies.filter((dependency) => isChecked(dependency.resolved))) {
      const pair = JSON.stringify([dirname(source), dirname(resolved)]);
      if (dirname(source) !== dirname(resolved) && !imports.has(pair)) imports.set(pair, `${source} → ${resolved}`);
    }
  }
  return [...imports].flatMap(([pair, there]) => {
    const [from, to] = JSON.parse(pair);
    const back = imports.get(JSON.stringify([to, from]));
    return back && from < to ? [`${from} and ${to} import one another: ${there}, ${back}`] : [];
  });
}
