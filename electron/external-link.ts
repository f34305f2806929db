import { shell } from 'electron';

/** Only ordinary web addresses are opened, without credentials in them. */
function isWebLink(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || url.protocol === 'http:';
}

/** Opens a web address in the default browser, and nothing else. */
export async function openExternalLink(url: string): Promise<void> {
  if (isWebLink(url)) await shell.openExternal(url);
}
