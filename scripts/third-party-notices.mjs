import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './find-node.mjs';

const packageFolder = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/;
const licenseFile = /^(licen[cs]e|copying|notice)/i;

/**
 * A Vite plugin that collects which packages end up in the bundles of pages, workers and hosts, and the notices of these
 * packages. Vite's own `build.license` leaves workers out, and with them what only a worker uses.
 */
export function collectThirdPartyNotices() {
  const folders = new Set();
  const plugin = {
    name: 'third-party-notices',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const id of chunk.moduleIds) {
          const folder = id.startsWith('\0') ? null : packageFolder.exec(id);
          if (folder) folders.add(folder[0]);
        }
        // It isn't in the bundle, but around it. Chromium's notices are put beside the app by electron-builder.
        if (chunk.imports.includes('electron')) folders.add(join(root, 'node_modules/electron'));
      }
    },
  };
  return { plugin, notices: () => noticesOf(folders) };
}

/** @returns {{ name: string, version: string, license: string, text: string }[]} sorted, each package once */
function noticesOf(folders) {
  const notices = [...folders].map(noticeOf).map((notice) => [`${notice.name}@${notice.version}`, notice]);
  return [...new Map(notices).values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}

function noticeOf(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder)
    .filter((file) => licenseFile.test(file))
    .toSorted()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length > 0) return { name, version, license, text: texts.join('\n\n') };
  if (license !== 'MIT') throw new Error(`${name} ${version} comes without the text of its license (${license})`);
  return { name, version, license, text: mitBy(author?.name ?? author) };
}

/** For a package that names the license and leaves its text out. */
function mitBy(author) {
  const ours = readFileSync(join(root, 'LICENSE'), 'utf8').trim();
  return ours.replace(/^Copyright .*$/m, `By ${author}, whose package names this license without its text.`);
}
