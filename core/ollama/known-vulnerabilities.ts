import type { Advisory } from '../../contract/server.ts';

export interface KnownVulnerability extends Advisory {
  readonly fixedIn: string;
  /** The first version that has it, where it isn't as old as Ollama. */
  readonly since?: string;
}

function nvd(id: string): string {
  return `https://nvd.nist.gov/vuln/detail/${id}`;
}
function goDatabase(id: string): string {
  return `https://pkg.go.dev/vuln/${id}`;
}

/**
 * Vulnerabilities of Ollama whose first version without them is known, as of November 2026, newest first. Each version comes
 * from the page behind `url`, or from the change named beside it and the first tag of Ollama's repository that has it.
 *
 * Left out on purpose: what has no version without it (CVE-2025-63389, that the API asks for no key: the Network page says so;
 * CVE-2026-7020 and CVE-2026-5530), reports whose sources disagree about the fix or name none (CVE-2024-8063, CVE-2024-12055,
 * CVE-2024-12886, CVE-2025-0312, CVE-2025-1975), the withdrawn duplicate CVE-2024-7773, and what concerns Windows only.
 */
export const knownVulnerabilities: readonly KnownVulnerability[] = [
  {
    id: 'CVE-2026-7482',
    title: 'A crafted model file makes the server give away its memory, with prompts and keys',
    fixedIn: '0.17.1',
    url: goDatabase('GO-2026-5748'),
  },
  {
    id: 'CVE-2025-66960',
    title: 'A crafted model file crashes the server',
    fixedIn: '0.31.2', // ollama/ollama#17062 checks the length of strings.
    url: nvd('CVE-2025-66960'),
  },
  {
    id: 'CVE-2025-66959',
    title: 'A model file with wrong lengths crashes the server',
    fixedIn: '0.31.2', // ollama/ollama#17062 checks every length it reads.
    url: nvd('CVE-2025-66959'),
  },
  {
    id: 'CVE-2025-51471',
    title: 'A model’s registry can have the account’s token sent to another host',
    fixedIn: '0.14.3', // ollama/ollama#13738, “reject unexpected auth hosts”.
    url: goDatabase('GO-2025-3824'),
  },
  {
    id: 'CVE-2025-44779',
    title: 'A crafted pull deletes files',
    fixedIn: '0.1.34',
    url: goDatabase('GO-2025-3851'),
  },
  {
    id: 'CVE-2025-15514',
    title: 'A damaged image in a chat crashes the model',
    since: '0.11.5-rc0',
    fixedIn: '0.30.0', // ollama/ollama#16031 takes the code that reads it out; it is unchanged until then.
    url: nvd('CVE-2025-15514'),
  },
  {
    id: 'CVE-2025-0317',
    title: 'A model file with an alignment of zero crashes the server',
    fixedIn: '0.31.2', // ollama/ollama#17062 refuses it.
    url: goDatabase('GO-2025-3559'),
  },
  {
    id: 'CVE-2025-0315',
    title: 'A crafted model file uses up all memory',
    fixedIn: '0.31.2', // ollama/ollama#17062 limits what a file may ask for.
    url: goDatabase('GO-2025-3557'),
  },
  {
    id: 'CVE-2024-45436',
    title: 'A crafted archive writes files outside of its folder',
    fixedIn: '0.1.47',
    url: goDatabase('GO-2024-3104'),
  },
  {
    id: 'CVE-2024-39722',
    title: 'A push tells which files this machine has',
    fixedIn: '0.1.46',
    url: nvd('CVE-2024-39722'),
  },
  {
    id: 'CVE-2024-39721',
    title: 'Creating a model from a device keeps the server busy for ever',
    fixedIn: '0.1.34',
    url: nvd('CVE-2024-39721'),
  },
  {
    id: 'CVE-2024-39720',
    title: 'A crafted model file of four bytes crashes the server',
    fixedIn: '0.1.46',
    url: goDatabase('GO-2024-3245'),
  },
  {
    id: 'CVE-2024-39719',
    title: 'Creating a model tells which files this machine has',
    fixedIn: '0.5.5', // Since then a request names no files of the server any more.
    url: nvd('CVE-2024-39719'),
  },
  {
    id: 'CVE-2024-37032',
    title: 'A crafted model writes files anywhere and so runs programs',
    fixedIn: '0.1.34',
    url: goDatabase('GO-2024-2901'),
  },
  {
    id: 'CVE-2024-28224',
    title: 'Web pages can use the server through DNS rebinding',
    fixedIn: '0.1.29',
    url: nvd('CVE-2024-28224'),
  },
];
