import type { CorralClient } from '../../client/corral-client.ts';

/** Lets the person pick the `ollama` program and uses it from now on; nothing changes when they cancel. */
export async function chooseProgram(client: CorralClient): Promise<void> {
  const path = await client.app.pickFile({ title: 'Choose the Ollama program', kind: 'file' });
  if (path === null) return;
  await client.settings.update({ ollamaPath: path });
  await client.server.start();
}
