import { defineTexts } from '../define-texts.ts';

/** What known vulnerabilities of Ollama allow, by their ID. */
export const advisoryText = defineTexts({
  'CVE-2026-7482': 'A malicious model file can leak server memory, including prompts and keys',
  'CVE-2025-66960': 'A malicious model file can crash the server',
  'CVE-2025-66959': 'A model file with invalid lengths can crash the server',
  'CVE-2025-51471': 'A malicious registry can send your account token to another host',
  'CVE-2025-44779': 'A malicious pull can delete files',
  'CVE-2025-15514': 'A corrupt image in a chat can crash the model',
  'CVE-2025-0317': 'A model file with zero alignment can crash the server',
  'CVE-2025-0315': 'A malicious model file can exhaust memory',
  'CVE-2024-45436': 'A malicious archive can write files outside its folder',
  'CVE-2024-39722': 'A push request can reveal which files exist on this computer',
  'CVE-2024-39721': 'Creating a model from a device file can hang the server',
  'CVE-2024-39720': 'A four-byte model file can crash the server',
  'CVE-2024-39719': 'Creating a model can reveal which files exist on this computer',
  'CVE-2024-37032': 'A malicious model can write files anywhere and run code',
  'CVE-2024-28224': 'Web pages can access the server through DNS rebinding',
});
