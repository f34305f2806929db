import { advisoryText } from '../../contract/derived/catalog/en/advisories.ts';
import type { Advisory } from '../../contract/server.ts';

export interface KnownVulnerability extends Advisory {
  readonly fixedIn: string;
  /** The first affected version, where it isn't Ollama's first. */
  readonly since?: string;
}

function nvd(id: string): string {
  return `https://nvd.nist.gov/vuln/detail/${id}`;
}
function goDatabase(id: string): string {
  return `https://pkg.go.dev/vuln/${id}`;
}

/**
 * Vulnerabilities of Ollama with a known fixed version, as of November 2026, newest first. Each version comes from the page
 * at `url`, or from the change named beside it and the first tag of Ollama's repository that contains it.
 *
 * Left out on purpose: those without a fixed version (CVE-2025-63389, that the API requires no key: the Network page says so;
 * CVE-2026-7020 and CVE-2026-5530), reports whose sources disagree about the fix or name none (CVE-2024-8063, CVE-2024-12055,
 * CVE-2024-12886, CVE-2025-0312, CVE-2025-1975), the withdrawn duplicate CVE-2024-7773, and those of Windows only.
 */
export const KNOWN_VULNERABILITIES: readonly KnownVulnerability[] = [
  {
    id: 'CVE-2026-7482',
    title: advisoryText('CVE-2026-7482'),
    fixedIn: '0.17.1',
    url: goDatabase('GO-2026-5748'),
  },
  {
    id: 'CVE-2025-66960',
    title: advisoryText('CVE-2025-66960'),
    fixedIn: '0.31.2', // ollama/ollama#17062 checks the length of strings.
    url: nvd('CVE-2025-66960'),
  },
  {
    id: 'CVE-2025-66959',
    title: advisoryText('CVE-2025-66959'),
    fixedIn: '0.31.2', // ollama/ollama#17062 checks every length it reads.
    url: nvd('CVE-2025-66959'),
  },
  {
    id: 'CVE-2025-51471',
    title: advisoryText('CVE-2025-51471'),
    fixedIn: '0.14.3', // ollama/ollama#13738, “reject unexpected auth hosts”.
    url: goDatabase('GO-2025-3824'),
  },
  {
    id: 'CVE-2025-44779',
    title: advisoryText('CVE-2025-44779'),
    fixedIn: '0.1.34',
    url: goDatabase('GO-2025-3851'),
  },
  {
    id: 'CVE-2025-15514',
    title: advisoryText('CVE-2025-15514'),
    since: '0.11.5-rc0',
    fixedIn: '0.30.0', // ollama/ollama#16031 removes the code that reads it, unchanged until then.
    url: nvd('CVE-2025-15514'),
  },
  {
    id: 'CVE-2025-0317',
    title: advisoryText('CVE-2025-0317'),
    fixedIn: '0.31.2', // ollama/ollama#17062 refuses it.
    url: goDatabase('GO-2025-3559'),
  },
  {
    id: 'CVE-2025-0315',
    title: advisoryText('CVE-2025-0315'),
    fixedIn: '0.31.2', // ollama/ollama#17062 limits what a file may request.
    url: goDatabase('GO-2025-3557'),
  },
  {
    id: 'CVE-2024-45436',
    title: advisoryText('CVE-2024-45436'),
    fixedIn: '0.1.47',
    url: goDatabase('GO-2024-3104'),
  },
  {
    id: 'CVE-2024-39722',
    title: advisoryText('CVE-2024-39722'),
    fixedIn: '0.1.46',
    url: nvd('CVE-2024-39722'),
  },
  {
    id: 'CVE-2024-39721',
    title: advisoryText('CVE-2024-39721'),
    fixedIn: '0.1.34',
    url: nvd('CVE-2024-39721'),
  },
  {
    id: 'CVE-2024-39720',
    title: advisoryText('CVE-2024-39720'),
    fixedIn: '0.1.46',
    url: goDatabase('GO-2024-3245'),
  },
  {
    id: 'CVE-2024-39719',
    title: advisoryText('CVE-2024-39719'),
    fixedIn: '0.5.5', // Since then a request no longer names files of the server.
    url: nvd('CVE-2024-39719'),
  },
  {
    id: 'CVE-2024-37032',
    title: advisoryText('CVE-2024-37032'),
    fixedIn: '0.1.34',
    url: goDatabase('GO-2024-2901'),
  },
  {
    id: 'CVE-2024-28224',
    title: advisoryText('CVE-2024-28224'),
    fixedIn: '0.1.29',
    url: nvd('CVE-2024-28224'),
  },
];
