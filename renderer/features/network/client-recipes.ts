/** A way to talk to the server from a program. */
export interface ClientRecipe {
  readonly id: 'curl' | 'python' | 'typescript';
  readonly name: string;
  readonly code: (baseUrl: string, model: string) => string;
}

const greeting = 'Hello from the other room';

/** The shortest program of each kind that gets an answer. Any text serves as key while none is required. */
export const clientRecipes: readonly ClientRecipe[] = [
  {
    id: 'curl',
    name: 'curl',
    code: (baseUrl, model) => {
      const body = JSON.stringify({ model, messages: [{ role: 'user', content: greeting }] }, null, 2);
      return `curl ${inShell(`${baseUrl}/chat/completions`)} \\\n  -H 'Content-Type: application/json' \\\n  -d ${inShell(body)}`;
    },
  },
  {
    id: 'python',
    name: 'Python',
    code: (baseUrl, model) => `from openai import OpenAI

client = OpenAI(
    base_url=${JSON.stringify(baseUrl)},
    api_key="none",  # any text will do
)
reply = client.chat.completions.create(
    model=${JSON.stringify(model)},
    messages=[{
        "role": "user",
        "content": "${greeting}",
    }],
)
print(reply.choices[0].message.content)`,
  },
  {
    id: 'typescript',
    name: 'TypeScript',
    code: (baseUrl, model) => `import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: ${JSON.stringify(baseUrl)},
  apiKey: 'none', // any text will do
});
const reply = await client.chat.completions.create({
  model: ${JSON.stringify(model)},
  messages: [{
    role: 'user',
    content: '${greeting}',
  }],
});
console.log(reply.choices[0]?.message.content);`,
  },
];

/** A word of a shell's command line. */
function inShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
