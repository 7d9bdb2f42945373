// The three changes of an appointment that can be taken back.
import { done, words } from "./says.js";
import { askScope } from "./scope.js";
import { placeOf, send } from "./server.js";

const said = (name, row, stored) => words(name, row.title) + (stored.others.length ? ` (+${stored.others.length})` : "");

// Put an appointment elsewhere; `row` is what the server said of it before.
export async function move(url, row, place) {
  const scope = await askScope(row);
  const stored = await send("PATCH", `${url}${row.id}`, { ...place, scope, version: row.version });
  done([said("moved", row, stored), ...stored.warnings], () =>
    send("PATCH", `${url}${row.id}`, { ...placeOf(row), scope, version: stored.appointment.version }),
  );
}

export async function cancel(url, row, reason) {
  const scope = await askScope(row);
  const stored = await send("DELETE", `${url}${row.id}`, { reason, scope, version: row.version });
  const { others } = stored;
  done([said("cancelled", row, stored)], () =>
    send("POST", `${url}${row.id}/restore`, { version: stored.appointment.version, others }),
  );
}
