// The addresses of the server for energy-efficiency reports.
import { call, freshToken } from "../report/api.js";

export const readContext = async (query) => (await call("GET", `/api/v1/ree/context?${query}`)).content;

// A page kept open for hours holds an old token: ask for a new one, once.
async function withToken(ask) {
  try {
    return (await ask()).content;
  } catch (error) {
    if (error.status !== 400) throw error;
    await freshToken();
    return (await ask()).content;
  }
}

export const checkContent = (content, reeId) =>
  withToken(() =>
    call("POST", "/api/v1/ree/check", { body: JSON.stringify({ content, ree_id: reeId }) }),
  );

export const readStrip = (text, analyser) =>
  withToken(() => call("POST", "/api/v1/ree/analyser", { body: JSON.stringify({ text, analyser }) }));

export async function sendRee(uuid, body) {
  await freshToken();
  return (await call("PUT", `/api/v1/ree/${uuid}`, { body: JSON.stringify(body) })).content;
}
