// The addresses of the server for energy-efficiency reports.
import { call, freshToken, withToken } from "../report/api.js";

export const readContext = async (query) => (await call("GET", `/api/v1/ree/context?${query}`)).content;

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
