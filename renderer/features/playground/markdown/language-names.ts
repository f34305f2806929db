import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';

/** Grammars by the language of a fence. The grammar for TypeScript with JSX also covers JavaScript. */
const grammars: Readonly<Record<string, string>> = {
  bash: 'bash',
  sh: 'bash',
  shell: 'bash',
  zsh: 'bash',
  console: 'bash',
  c: 'c',
  h: 'c',
  cpp: 'cpp',
  'c++': 'cpp',
  cc: 'cpp',
  hpp: 'cpp',
  csharp: 'csharp',
  cs: 'csharp',
  'c#': 'csharp',
  css: 'css',
  diff: 'diff',
  patch: 'diff',
  go: 'go',
  golang: 'go',
  html: 'html',
  xml: 'html',
  svg: 'html',
  java: 'java',
  json: 'json',
  jsonc: 'json',
  json5: 'json',
  python: 'python',
  py: 'python',
  rust: 'rust',
  rs: 'rust',
  sql: 'sql',
  swift: 'swift',
  tsx: 'tsx',
  ts: 'tsx',
  typescript: 'tsx',
  jsx: 'tsx',
  js: 'tsx',
  javascript: 'tsx',
  mjs: 'tsx',
  yaml: 'yaml',
  yml: 'yaml',
};

/** Labels by the language of a fence; other languages are shown as the model wrote them. */
const labels: Readonly<Record<string, string>> = {
  bash: 'Shell',
  sh: 'Shell',
  shell: 'Shell',
  zsh: 'Shell',
  c: 'C',
  cpp: 'C++',
  'c++': 'C++',
  csharp: 'C#',
  css: 'CSS',
  diff: 'Diff',
  go: 'Go',
  html: 'HTML',
  xml: 'XML',
  java: 'Java',
  json: 'JSON',
  python: 'Python',
  py: 'Python',
  rust: 'Rust',
  rs: 'Rust',
  sql: 'SQL',
  swift: 'Swift',
  tsx: 'TypeScript',
  ts: 'TypeScript',
  typescript: 'TypeScript',
  jsx: 'JavaScript',
  js: 'JavaScript',
  javascript: 'JavaScript',
  yaml: 'YAML',
  yml: 'YAML',
};

/** The grammar for the language of a fence; null for an unknown language. */
export function grammarFor(language: string): string | null {
  return grammars[language.toLowerCase()] ?? null;
}

/** The label of a code block. */
export function languageLabel(language: string): string {
  return labels[language.toLowerCase()] ?? (language === '' ? playgroundText('markdown.plainText') : language);
}
