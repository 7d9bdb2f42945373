// The addresses of the server, and the ways in which it says no.
export class Offline extends Error {}
export class SignedOut extends Error {}
export class Refused extends Error {
  constructor(status, answer) {
    super(answer.detail ?? answer.error ?? String(status));
    this.status = status;
    this.answer = answer;
  }
}

const SHORT = 30_000;
const LONG = 180_000;
let token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";

export async function call(method, url, { body, type = "application/json", wait = SHORT } = {}) {
  let answer;
  try {
    answer = await fetch(url, {
      method,
      body,
      headers: { Accept: "application/json", "Content-Type": type, "X-CSRFToken": token },
      redirect: "manual",
      signal: AbortSignal.timeout(wait),
    });
  } catch {
    throw new Offline();
  }
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new SignedOut();
  if ([502, 503, 504].includes(answer.status)) throw new Offline();
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, content);
  return { status: answer.status, content };
}

export async function freshToken() {
  token = (await call("GET", "/api/v1/token")).content.csrf_token;
}

// With the ticket of a draft the server answers for the plant it was begun for.
export async function readContext(query, ticket) {
  const proof = ticket ? `&ticket=${encodeURIComponent(ticket)}` : "";
  return (await call("GET", `/api/v1/reports/context?${query}${proof}`)).content;
}

// A page kept open for hours holds an old token: ask for a new one, once.
export async function withToken(ask) {
  try {
    return (await ask()).content;
  } catch (error) {
    if (error.status !== 400) throw error;
    await freshToken();
    return (await ask()).content;
  }
}

export const preview = (body) =>
  withToken(() => call("POST", "/api/v1/reports/preview", { body: JSON.stringify(body) }));

export function sendPicture(report, picture, about) {
  const query = new URLSearchParams({
    owner: "report",
    key: report,
    kind: about.kind,
    caption: about.caption,
    filename: picture.name,
  });
  const type = picture.blob.type || "application/octet-stream";
  return call("PUT", `/api/v1/attachments/${picture.id}?${query}`, {
    body: picture.blob,
    type,
    wait: LONG,
  });
}

export async function sendReport(uuid, body) {
  return (await call("PUT", `/api/v1/reports/${uuid}`, { body: JSON.stringify(body), wait: LONG }))
    .content;
}
