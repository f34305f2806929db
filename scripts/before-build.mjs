/** electron-builder asks before it looks for node_modules; `false` says that there is nothing of them to pack or to rebuild. */
export function beforeBuild() {
  return false;
}
