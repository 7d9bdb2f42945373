// Ask now and then whether somebody else changed what is on the screen.
import { read } from "./server.js";

const EVERY = 15_000;

// address: where to ask, for the days shown; changed: called when the stamp is another one.
export function watch({ address, known, changed }) {
  let asking = false;
  async function ask() {
    if (document.hidden || asking || !address()) return;
    asking = true;
    try {
      const { stamp } = await (await read(address())).json();
      if (known() !== null && stamp !== known()) changed();
    } catch {
      // no connection: asked again next time
    }
    asking = false;
  }
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
}
