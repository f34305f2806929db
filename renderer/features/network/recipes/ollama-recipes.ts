import { recipesText } from '../../../../contract/derived/catalog/en/recipes.ts';
import { type ClientRecipe, GREETING, isLoopback, KEY_PLACEHOLDER, rootUrl } from './client-recipe.ts';
import { inShell, inDoubleQuotes as py, inTypeScript as ts } from './quote.ts';

/** Unlikely to be in use, and unlike 11434 free where Ollama runs too. */
const TUNNEL_PORT = 11_435;

/**
 * The command signs requests only for ollama.com and has no other way to send a key (`api/client.go` of Ollama 0.33). Over SSH its
 * requests arrive at the Mac's loopback address, which requires none.
 */
export const ollamaCliRecipe: ClientRecipe = {
  id: 'ollama-cli',
  name: 'Ollama CLI',
  place: recipesText('place.terminal'),
  text: (facts) => {
    const run = `ollama run ${inShell(facts.chatModel)} ${inShell(GREETING)}`;
    if (!facts.needsKey) return `export OLLAMA_HOST=${inShell(rootUrl(facts))}\n${run}`;
    const mac = new URL(facts.baseUrl).hostname.replace(/^\[|\]$/g, '');
    return `ssh -f -N -o ExitOnForwardFailure=yes \\
  -L ${TUNNEL_PORT}:127.0.0.1:${facts.serverPort} YOUR_NAME@${mac}

export OLLAMA_HOST=http://127.0.0.1:${TUNNEL_PORT}
${run}`;
  },
  needs: (facts) => [
    ...(facts.needsKey ? [recipesText('needs.ollamaSsh')] : []),
    ...(isLoopback(facts) ? [] : [recipesText('needs.ollamaInstalled')]),
  ],
};

/** Source: README of `ollama` on npm, "Custom client" and "Custom Headers". */
export const ollamaJsRecipe: ClientRecipe = {
  id: 'ollama-js',
  name: 'Ollama JS',
  place: 'TypeScript',
  text: (facts) => `// npm install ollama
import { Ollama } from 'ollama';

const client = new Ollama({
  host: ${ts(rootUrl(facts))},${
    facts.needsKey ? `\n  headers: { Authorization: ${ts(`Bearer ${KEY_PLACEHOLDER}`)} },` : ''
  }
});
const reply = await client.chat({
  model: ${ts(facts.chatModel)},
  messages: [{ role: 'user', content: ${ts(GREETING)} }],
});
console.log(reply.message.content);${
    facts.embeddingModel === null
      ? ''
      : `

const { embeddings } = await client.embed({
  model: ${ts(facts.embeddingModel)},
  input: ${ts(GREETING)},
});
console.log(embeddings[0]?.length);`
  }`,
};

/** Source: README of `ollama` on PyPI, "Custom client". */
export const ollamaPythonRecipe: ClientRecipe = {
  id: 'ollama-python',
  name: 'Ollama Python',
  place: 'Python',
  text: (facts) => `# pip install ollama
from ollama import Client

client = Client(
    host=${py(rootUrl(facts))},${
      facts.needsKey ? `\n    headers={"Authorization": ${py(`Bearer ${KEY_PLACEHOLDER}`)}},` : ''
    }
)
reply = client.chat(
    model=${py(facts.chatModel)},
    messages=[{"role": "user", "content": ${py(GREETING)}}],
)
print(reply.message.content)${
    facts.embeddingModel === null
      ? ''
      : `

vectors = client.embed(
    model=${py(facts.embeddingModel)},
    input=${py(GREETING)},
)
print(len(vectors.embeddings[0]))`
  }`,
};
