import { defineTexts } from '../define-texts.ts';

/** The Logs page. */
export const logsText = defineTexts({
  'page.title': 'Logs',
  'page.runsToday': '{count, plural, one {# run today} other {# runs today}}',
  'toolbar.follow': 'Follow',
  'toolbar.followName': 'Follow new lines',
  'toolbar.copyAll': 'Copy All',
  'toolbar.copyAllTooltip': 'Copies all lines shown',
  'toolbar.copyDiagnostics': 'Copy Diagnostics',
  'toolbar.copyDiagnosticsTooltip':
    'Copies versions, states, configuration, and the last log lines, without keys or prompts',
  'toolbar.reveal': '{platform, select, darwin {Show in Finder} other {Show Folder}}',

  'filter.level': 'Level',
  'level.all': 'All',
  'level.info': 'Info',
  'level.warn': 'Warnings',
  'level.error': 'Errors',
  'filter.source': 'Source',
  'source.all': 'Server and Corral',
  'source.server': 'Server',
  'source.corral': 'Corral',

  'search.group': 'Search',
  'search.field': 'Search the log',
  'search.placeholder': 'Search',
  'search.none': 'No matches',
  'search.found': '{count, number} found',
  'search.position': '{position, number} of {count, number}',
  'search.previous': 'Previous match',
  'search.previousShortcut': 'Previous match (⇧⌘G)',
  'search.next': 'Next match',
  'search.nextShortcut': 'Next match (⌘G)',

  'list.name': 'Log lines',
  'list.copyLine': 'Copy line',
  'list.empty': 'No log entries yet',
  'list.emptyExplanation': 'The server hasn’t written anything to its log.',
  'list.noMatches': 'No matching lines',
  'list.noMatchesExplanation': 'Show all levels, or lines from both the server and Corral.',
  'list.unreadable': 'Couldn’t read the log file',
  'list.missing':
    '{count, plural, one {# line} other {# lines}} arrived too quickly to show. Find them in the log file.',

  'run.new': 'New server run',
  'run.stopped': 'Server stopped at {time}.',
  'run.ended': 'Server stopped at {time}: {reason}',
  'run.started': 'Started at {time}.',
  'run.startedWith': 'Started at {time}, {facts}.',
  'run.adopted': 'Running since {time}.',
  'run.adoptedWith': 'Running since {time}, {facts}.',
  'run.version': 'version {version}',
  'run.pid': 'pid {pid}',

  'status.lines': '{count, plural, one {# line} other {# lines}}',
  'status.redacted': 'Values that look like keys or passwords are hidden.',
});
