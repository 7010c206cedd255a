// Times for people: an instant shown in a zone, and a wall time in that zone back into an instant.

/** @type {Map<string, Intl.DateTimeFormat>} making a formatter is slow, using one is not */
const formats = new Map();

/** @param {string} zone @param {Intl.DateTimeFormatOptions} options */
function format(zone, options) {
  const key = `${zone} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }));
  return formats.get(key);
}

/** @param {string|number} value ISO 8601, or seconds since 1970 as the Bot API writes it @returns {number} ms */
export const instant = (value) => (typeof value === 'number' ? value * 1000 : Date.parse(value));

/** @param {number} at ms @param {string} zone */
export const timeOf = (at, zone) => format(zone, { hour: '2-digit', minute: '2-digit' }).format(at);
/** @param {number} at ms @param {string} zone */
export const exactTimeOf = (at, zone) =>
  format(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);
/** @param {number} at ms @param {string} zone */
export const dateOf = (at, zone) =>
  format(zone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(at);
/** @param {number} at ms @param {string} zone */
export const dayOf = (at, zone) => format(zone, { weekday: 'long', day: 'numeric', month: 'long' }).format(at);

/** @param {number} at ms @param {string} zone @returns {string} `2026-12-01T10:00`, as a date-time field wants it */
export function wallTime(at, zone) {
  const parts = Object.fromEntries(
    format(zone, {
      year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
    }).formatToParts(at).map((part) => [part.type, part.value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/**
 * The instant of a wall time. A time that a clock change skips moves forward, one that happens twice is the first.
 * @param {string} wall `2026-12-01T10:00`
 * @param {string} zone
 * @returns {number} ms
 */
export function fromWallTime(wall, zone) {
  const asUtc = Date.parse(`${wall}Z`);
  const offsets = [-24, 24].map((hours) => {
    const near = asUtc + hours * 3_600_000;
    return Date.parse(`${wallTime(near, zone)}Z`) - Math.floor(near / 60_000) * 60_000;
  });
  const candidates = offsets.map((offset) => asUtc - offset);
  const exact = candidates.filter((at) => wallTime(at, zone) === wall);
  return exact.length ? Math.min(...exact) : Math.max(...candidates);
}

/** The zone to show: `?zone=Europe/London` in the address, else the browser's. */
export function chosenZone() {
  const asked = new URLSearchParams(location.search).get('zone');
  if (asked && isZone(asked)) return asked;
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

/** @param {string} zone */
export function isZone(zone) {
  try {
    return Boolean(format(zone, {}));
  } catch {
    return false;
  }
}
