import { defineTexts } from '../define-texts.ts';

/** Why a download or an action on a model failed, and what to do. */
export const modelFailureText = defineTexts({
  'pull.unknownModel': 'No model with that name in the registry. Check the spelling and the tag.',
  'pull.registryUnreachable': 'Can’t reach the model registry. Check your internet connection, then try again.',
  'pull.nameNotFound':
    'Can’t reach the model registry because its address couldn’t be looked up. Check your internet connection and DNS settings, then try again.',
  'pull.connectionRefused':
    'Can’t reach the model registry because the connection was refused. Check your firewall and proxy, then try again.',
  'pull.connectionBlocked':
    'Can’t reach the model registry because the system blocked the connection. Allow Ollama in your firewall or security app, then try again.',
  'pull.connectionLost': 'Lost connection to the model registry. Try again to continue where it left off.',
  'pull.registrySilent': 'The model registry isn’t responding. Check your internet connection, then try again.',
  'pull.certificate':
    'Can’t verify the model registry’s certificate. Check the date and time, and whether a proxy or a security app inspects connections.',
  'pull.proxy':
    'Can’t reach the model registry through the proxy. Check HTTPS_PROXY in the server’s environment, then try again.',
  'pull.plainHttp':
    'The model registry doesn’t use HTTPS. If you trust it, pull the model with http:// before its name.',
  'pull.notRegistry':
    'Something other than the model registry responded. Check whether your network asks you to sign in, and whether a proxy changes responses.',
  'pull.registryError': 'The model registry has a problem (status {status}). Try again later.',
  'pull.registryBusy': 'The model registry has received too many requests. Wait a few minutes, then try again.',
  'pull.notAllowed':
    'The model registry doesn’t allow this download. Check the name. The model may be private, or you may need to accept its license.',
  'pull.registryRejected': 'The model registry rejected the request (status {status}).',
  'pull.registryRejectedBecause': 'The model registry rejected the request (status {status}): {reason}',
  'pull.diskFull': 'The disk is full. Free up space, then resume. Downloaded data is kept.',
  'pull.quotaExceeded': 'Your disk quota is used up. Free up space, then resume. Downloaded data is kept.',
  'pull.diskError': 'The disk of {folder} reported an error. Check that it’s connected and working, then try again.',
  'pull.diskErrorSomewhere': 'The disk reported an error. Check that it’s connected and working, then try again.',
  'pull.diskReadOnly':
    'The disk of {folder} is read-only. Make it writable, or choose another models folder in Settings.',
  'pull.diskReadOnlySomewhere':
    'The disk of the models folder is read-only. Make it writable, or choose another models folder in Settings.',
  'pull.permissionDenied':
    'The server isn’t allowed to use {folder}. Change its permissions, or choose another models folder in Settings.',
  'pull.permissionDeniedSomewhere':
    'The server isn’t allowed to use the models folder. Change its permissions, or choose another models folder in Settings.',
  'pull.folderUnavailable':
    'The server can’t find or use {folder}. If it’s on an external disk, connect the disk, or choose another models folder in Settings.',
  'pull.keyUnreadable': 'The server can’t read its key, {path}. Check its permissions, then restart the server.',
  'pull.nameTooLong':
    'The disk can’t store a name that long. Choose a models folder with a shorter path in Settings, or a model with a shorter name.',
  'pull.fileTooLarge':
    'The disk can’t store a file that large, as with the FAT32 format. Choose a models folder on another disk in Settings.',
  'pull.tooManyFiles': 'The server has too many files open. Restart the server, then try again.',
  'pull.ollamaTooOld': 'This model needs a newer version of Ollama. Update Ollama, then try again.',
  'pull.unsupportedModel': 'This server can’t use the model’s format. Update Ollama, or choose another model.',
  'pull.damagedDownload': 'The downloaded data is damaged. Try again to download it again.',
  'pull.canceled': 'The server canceled the download. Try again to continue where it left off.',
  'pull.interrupted': 'Lost connection to the server. Resume to continue where it left off.',
  'pull.other': 'The server couldn’t finish the download: {message}',
  'pull.otherNoReason': 'The server couldn’t finish the download. The log may say why.',
  'action.missingRoute':
    'This server can’t do that. Update Ollama, or check which server uses the port, then try again.',
  'duplicate.exists': 'A model named {model} already exists.',
});
