/** How Ollama is installed from a terminal. The Linux line is the one on ollama.com/download. */
export function installation(platform: string): { readonly command: string; readonly commandHint: string } {
  return platform === 'darwin'
    ? { command: 'brew install ollama', commandHint: 'With Homebrew: paste this in Terminal, then look again.' }
    : {
        command: 'curl -fsSL https://ollama.com/install.sh | sh',
        commandHint: 'Paste this in a terminal, then look again.',
      };
}
