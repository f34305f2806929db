// Checks the folders' import rules (.dependency-cruiser.cjs), that no two folders import one another, that nothing is used before its
// declaration, and that the tools really saw every file.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { earlyUses } from './early-uses.mjs';
import { root } from './find-node.mjs';
import { mutualFolders } from './mutual-folders.mjs';

const folders = ['contract', 'core', 'electron', 'headless', 'renderer', 'tests', 'bench'];
function isSource(name) {
  return /\.tsx?$/.test(name) && !name.endsWith('.d.ts');
}

function sourcesIn(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter(isSource)
    .map((name) => join(folder, name));
}

process.chdir(root);
const rules = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const { output } = await cruise(folders, { ...rules.options, ruleSet: rules, validate: true });
const cruised = new Set(output.modules.map((module) => module.source));
const sources = folders.flatMap(sourcesIn);
const complaints = [
  ...output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
  ...mutualFolders(output.modules, ['core', 'renderer']),
  ...earlyUses(sources),
  ...sources.filter((file) => !cruised.has(file)).map((file) => `not checked: ${file}`),
];
for (const complaint of complaints) console.error(complaint);
console.log(`Import rules: ${output.modules.length} modules, ${complaints.length} complaints`);
process.exitCode = complaints.length === 0 ? 0 : 1;
