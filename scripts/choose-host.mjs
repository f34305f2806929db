/**
 * Which host `npm start` runs: `{ electron }`, its executable, or `{ missing }`, why there is no desktop to be had.
 * @param find gives the executable or null
 * @param fetchRuntime fetches the runtime; gives why it could not, or null
 */
export function chooseHost({ env, platform, find, fetchRuntime }) {
  const electron = find();
  if (platform !== 'darwin') {
    if (!electron) return { missing: "Electron isn't installed" };
    return env.DISPLAY || env.WAYLAND_DISPLAY ? { electron } : { missing: 'No display found' };
  }
  if (env.ELECTRON_OVERRIDE_DIST_PATH) return electron ? { electron } : { missing: "Electron isn't installed" };
  // Electron's own script does nothing where the right version is there, and replaces a wrong one.
  const failure = fetchRuntime();
  const fetched = failure === null ? find() : null;
  return fetched ? { electron: fetched } : { missing: `Couldn't download Electron (${failure})` };
}
