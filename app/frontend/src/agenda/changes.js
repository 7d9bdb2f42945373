// The three changes of an appointment that can be taken back.
import { done, words } from "./says.js";
import { placeOf, send } from "./server.js";

// Put an appointment elsewhere; `row` is what the server said of it before.
export async function move(url, row, place) {
  const stored = await send("PATCH", `${url}${row.id}`, { ...place, version: row.version });
  done([words("moved", row.title), ...stored.warnings], () =>
    send("PATCH", `${url}${row.id}`, { ...placeOf(row), version: stored.appointment.version }),
  );
}

export async function cancel(url, row, reason) {
  const stored = await send("DELETE", `${url}${row.id}`, { reason, version: row.version });
  done([words("cancelled", row.title)], () =>
    send("POST", `${url}${row.id}/restore`, { version: stored.appointment.version }),
  );
}
