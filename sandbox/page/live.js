// The long poll that keeps the page true: follows /control/wait, and starts over whenever the server was gone.

import { ApiError, get, query } from './api.js';

const HOLD_SECONDS = 25;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 3_000;

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Runs for as long as the page lives. After a break nothing is assumed about the sequence numbers (a server without
 * a state file counts from the beginning again): `load` reads everything anew and says where to go on.
 * @param {{load: () => Promise<number>, onEvents: (events: import('./types.js').LiveEvent[]) => void,
 *   onState: (connected: boolean) => void}} hooks
 */
export async function follow({ load, onEvents, onState }) {
  let since = -1;
  let failures = 0;
  for (;;) {
    try {
      if (since < 0) since = await load();
      onState(true);
      failures = 0;
      const asked = performance.now();
      const answer = await get(`wait?${query({ since, timeout: HOLD_SECONDS })}`, (HOLD_SECONDS + 15) * 1000);
      // A number that went back means that the world was begun anew behind our back.
      since = answer.seq < since ? -1 : answer.seq;
      if (answer.events.length) onEvents(answer.events);
      else if (performance.now() - asked < FIRST_PAUSE_MS) await pause(FIRST_PAUSE_MS);
    } catch (error) {
      since = -1;
      failures += 1;
      onState(false);
      if (!(error instanceof ApiError)) console.error(error);
      await pause(Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS));
    }
  }
}
