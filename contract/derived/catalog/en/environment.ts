import { defineTexts } from '../define-texts.ts';

/** What is wrong with variables of the environment that Corral was started in. Those of `corral.` are plain ASCII, for terminals. */
export const environmentText = defineTexts({
  'corral.port': "{variable} is {value}, which isn't a port number. Set it to a number from 1 to {max}, or unset it.",
  'corral.path': "{variable} is {value}, which isn't a path. Set it to a full path, or unset it.",
  'corral.otherHome':
    '{variable} is {value}. Corral expands only ~/, not the home folder of another user. Set it to a full path.',
  'corral.unknown': 'Corral has no variable {name}, so it has no effect.',
  'corral.meant': 'Corral has no variable {name}, so it has no effect. Did you mean {meant}?',
  'unknown.title': '{name} has no effect',
  'unknown.detail':
    'Corral was started with this environment variable but has none of that name. Did you mean {meant}?',
});
