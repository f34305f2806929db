/**
 * @param {number} number
 * @param {number} [width]
 */
function pad(number, width = 2) {
  return String(number).padStart(width, '0');
}

/**
 * RFC 3339 in local time with milliseconds and offset.
 * @param {Date} date
 */
export function localTime(date) {
  const minutes = -date.getTimezoneOffset();
  const offset = `${minutes < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(minutes) / 60))}:${pad(Math.abs(minutes) % 60)}`;
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const time = `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
  return `${day}T${time}.${pad(date.getMilliseconds(), 3)}${minutes === 0 ? 'Z' : offset}`;
}

/** @param {string} value */
function quoted(value) {
  return value === '' || /[\s"=]/.test(value) ? JSON.stringify(value) : value;
}

/**
 * One line of the server's log, in Go's slog text form, on stderr.
 * @param {'INFO' | 'WARN' | 'ERROR'} level
 * @param {string} source the real server's file and line
 * @param {string} msg
 * @param {Readonly<Record<string, unknown>>} [fields]
 */
export function log(level, source, msg, fields = {}) {
  const pairs = Object.entries(fields).map(([key, value]) => ` ${key}=${quoted(String(value))}`);
  process.stderr.write(
    `time=${localTime(new Date())} level=${level} source=${source} msg=${quoted(msg)}${pairs.join('')}\n`,
  );
}

/** @param {number} ms */
function goDuration(ms) {
  if (ms < 1) return `${(ms * 1000).toFixed(3)}µs`;
  return ms < 1000 ? `${ms.toFixed(6)}ms` : `${(ms / 1000).toFixed(9)}s`;
}

/**
 * One line of the access log, in gin's form, on stdout.
 * @param {{
 *   readonly status: number,
 *   readonly ms: number,
 *   readonly client: string,
 *   readonly method: string,
 *   readonly url: string,
 * }} request
 */
export function logAccess({ status, ms, client, method, url }) {
  const now = new Date();
  const day = `${now.getFullYear()}/${pad(now.getMonth() + 1)}/${pad(now.getDate())}`;
  const time = `${pad(now.getHours())}:${pad(now.getMinutes())}:${pad(now.getSeconds())}`;
  process.stdout.write(
    `[GIN] ${day} - ${time} | ${status} | ${goDuration(ms).padStart(13)} | ${client.padStart(15)} | ${method.padEnd(7)}  ${JSON.stringify(url)}\n`,
  );
}
