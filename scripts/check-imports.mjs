// Checks the folders' import rules (.dependency-cruiser.cjs), and that the tool really saw every file.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { root } from './find-node.mjs';

const folders = ['contract', 'core', 'electron', 'headless', 'renderer', 'tests', 'bench'];
const isSource = (name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts');

function sourcesIn(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter(isSource)
    .map((name) => join(folder, name));
}

process.chdir(root);
const rules = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const { output } = await cruise(folders, { ...rules.options, ruleSet: rules, validate: true });
const cruised = new Set(output.modules.map((module) => module.source));
const missed = folders.flatMap(sourcesIn).filter((file) => !cruised.has(file));
for (const { rule, from, to } of output.summary.violations) console.error(`${rule.name}: ${from} → ${to}`);
for (const file of missed) console.error(`not looked at: ${file}`);
const wrong = output.summary.violations.length + missed.length;
console.log(`Import rules: ${output.modules.length} modules, ${wrong} complaints`);
process.exitCode = wrong === 0 ? 0 : 1;
