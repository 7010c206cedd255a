// The control API over fetch: one function per verb, one error type with words for people.

/** An answer that was not 2xx, or none at all (`status` 0). */
export class ApiError extends Error {
  /** @param {string} message @param {number} status */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/**
 * @param {string} method
 * @param {string} path below /control/
 * @param {object} [body] sent as JSON
 * @param {number} [patience] milliseconds until the call is given up
 * @returns {Promise<any>}
 */
async function call(method, path, body, patience = 20_000) {
  let response;
  let answer;
  try {
    response = await fetch(`/control/${path}`, {
      method,
      cache: 'no-store',
      signal: AbortSignal.timeout(patience),
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    answer = await response.text();
  } catch {
    throw new ApiError('The local Telegram does not answer.', 0);
  }
  let value = null;
  try {
    value = answer === '' ? null : JSON.parse(answer);
  } catch {
    throw new ApiError(`The local Telegram answered ${response.status} without words.`, response.status);
  }
  if (!response.ok) throw new ApiError(value?.error ?? `It answered ${response.status}.`, response.status);
  return value;
}

/** @param {string} path @param {number} [patience] */
export const get = (path, patience) => call('GET', path, undefined, patience);
/** @param {string} path @param {object} body */
export const post = (path, body) => call('POST', path, body);
/** @param {string} path */
export const remove = (path) => call('DELETE', path);

/**
 * A person does something.
 * @param {number} person
 * @param {string} what a `do` of docs/sandbox.md
 * @param {object} [more]
 */
export const act = (person, what, more = {}) => post('act', { person, do: what, ...more });

/** @param {Record<string, string|number|null|undefined>} params what is null or undefined is left out */
export function query(params) {
  const known = Object.entries(params).filter(([, value]) => value !== null && value !== undefined);
  return new URLSearchParams(known.map(([key, value]) => [key, String(value)])).toString();
}
