// After npm install: says which Node Corral's commands use, where it isn't the one that npm itself runs on.
import { findNode, requiredNode, versionOf } from './find-node.mjs';

const own = process.env.npm_node_execpath ?? process.execPath;
const node = findNode();
const needed = `Corral needs Node ${requiredNode()} or newer.`;
if (node === null) {
  console.log(`${needed} This is ${versionOf(own)}; get one from nodejs.org.`);
} else if (node !== own) {
  console.log(
    `${needed} Yours is ${versionOf(own)}, so its commands use ${versionOf(node)}, which came along with it.`,
  );
}
