import { defineTexts } from '../define-texts.ts';

/** Why the server quit, couldn't start or couldn't be stopped: whole sentences, which core puts into the state. */
export const serverFailureText = defineTexts({
  'exit.ready':
    'The server {how, select, signal {was terminated by {signal}} code {quit with exit code {code}} other {quit unexpectedly}}.',
  'exit.readySaid':
    'The server {how, select, signal {was terminated by {signal}} code {quit with exit code {code}} other {quit unexpectedly}}: {message}.',
  'exit.starting':
    'The server {how, select, signal {was terminated by {signal}} code {quit with exit code {code}} other {quit unexpectedly}} before it was ready.',
  'exit.startingSaid':
    'The server {how, select, signal {was terminated by {signal}} code {quit with exit code {code}} other {quit unexpectedly}} before it was ready: {message}.',
  'exit.stoppedByOllamaApp': 'The Ollama app stopped the server to use its port.',
  'exit.stoppedByOther':
    'Another process requested that the server quit{named, select, no {} other { ({signal})}}. Corral doesn’t restart it automatically.',
  'exit.stopped': 'Stopped normally.',
  'start.addressInUse': 'Another app is using the port.',
  'start.portTaken': 'Another app took the port while the server was starting.',
  'start.addressUnavailable': 'This Mac no longer has the address the server listens on.',
  'start.neverReady': 'The server started but didn’t respond within {duration}.',
  'start.failed': 'The server couldn’t start: {reason}',
  'run.unresponsive': 'The server didn’t respond for {duration}.',
  'run.errorStatus': 'The server responded with status {status}.',
  'stop.failed': 'The server wouldn’t quit, even when forced.',
  'stop.orphan': 'A server from a previous Corral session is still running and wouldn’t quit.',

  'named.originsInvalid':
    'An origin in OLLAMA_ORIGINS is invalid. Each needs a scheme such as http:// or https://, or is an asterisk (*).',
  'named.variableInvalid':
    '{has, select, yes {{subject} has an invalid value} other {A variable has an invalid value}}: {words}.',
  'named.homeMissing': 'The server doesn’t know its home folder because HOME isn’t set.',
  'named.folderDenied':
    'The server doesn’t have permission to use {has, select, yes {{subject}} other {a file or folder}}.',
  'named.folderProtected':
    'The system’s privacy protection doesn’t let the server use {has, select, yes {{subject}} other {a file or folder}}.',
  'named.folderUnusable': 'The server can’t use {has, select, yes {{subject}} other {a file or folder}}: {words}.',
  'named.diskReadOnly':
    'The server can’t write to {has, select, yes {{subject}} other {its disk}} because the disk is read-only.',
  'named.diskFull':
    'The server can’t write to {has, select, yes {{subject}} other {its disk}} because the disk is full.',
  'named.addressDenied': 'The system doesn’t allow the server to use this port.',
  'named.identityKeyInvalid': 'Ollama can’t use its key{has, select, yes { {subject}} other {}}: {words}.',
  'named.signatureInvalid': 'The system blocked Ollama because its code signature is invalid.',
  'named.wrongArchitecture': 'This computer can’t run Ollama: {words}.',
  'named.libraryMissing':
    'Ollama can’t run because {has, select, yes {{subject} is missing or too old} other {a library is missing or too old}}.',
  'named.outOfMemory': 'The server ran out of memory.',
  'named.gpuFault': 'The GPU failed: {words}.',
  'named.modelCorrupt': 'A model is damaged or incomplete: {words}.',
  'named.limitReached': 'The server reached a limit of the system: {words}.',
  'named.notOllama': 'The executable isn’t Ollama, or is too old to run as a server: {words}.',

  'program.missing': '{program} no longer exists.',
  'program.notMarked': '{program} isn’t executable.',
  'program.folder': '{program} is a folder, not an executable.',
  'program.empty': '{program} is an empty file.',
  'program.noPermission': 'You don’t have permission to run {program}.',
  'program.blocked': 'The system blocked {program} from starting.',
  'program.quarantined': 'macOS is blocking {program} because it was downloaded and hasn’t been opened yet.',
  'program.interpreter': '{program} is a script that needs {interpreter}, which isn’t installed.',
  'program.dependency': 'Something that {program} needs in order to start is missing.',
  'program.unsuitable': 'This computer can’t run {program}.',
  'program.busy': '{program} is being modified, possibly by an update.',
  'program.resources': 'The system doesn’t have enough resources to start another process right now.',
  'program.mismatch':
    '{program} can’t run on this computer because it was built for {target, select, mac32 {older 32-bit Macs} macIntel {Intel Macs} macSilicon {Macs with Apple silicon} macPowerPc {PowerPC Macs} macOther {a different kind of Mac} linuxIntel32 {32-bit Intel processors} linuxIntel {Intel and AMD processors} linuxArm32 {32-bit ARM processors} linuxArm {ARM processors} windows {Windows} macos {macOS} linux {Linux} other {a different processor}}.',
  'program.mismatchRosetta':
    '{program} can’t run on this computer because it was built for {target, select, macIntel {Intel Macs} other {a different kind of Mac}}, and Rosetta isn’t installed.',

  'log.leftOut': '… {count, plural, one {# line} other {# lines}} left out …',
  'log.dropped': "Corral dropped {bytes} bytes of this log because it couldn't save a copy ({reason})",
  'log.notRotated': "couldn't rotate this log; it keeps growing until Corral can retry ({reason})",

  'takeOver.otherUser': 'It belongs to another user on this computer.',
  'takeOver.service': 'macOS couldn’t stop the service {label}.',
  'takeOver.stillRunning': 'It hasn’t quit after {duration}. Corral doesn’t force servers it didn’t start to quit.',

  'port.noneFree': 'Couldn’t find a free port.',
});
