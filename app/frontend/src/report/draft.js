// What a report holds while it is written. `content` has the shape the server stores and the
// customer signs; everything else is of the page alone.
const two = (number) => String(number).padStart(2, "0");
export const clockNow = () => {
  const now = new Date();
  return `${two(now.getHours())}:${two(now.getMinutes())}`;
};

// crypto.randomUUID exists only over HTTPS; a phone on the shop's own network may use plain HTTP.
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function usualDevices(context) {
  const named = context.appointment?.device_ids ?? [];
  if (named.length) return [...named];
  return context.devices.length === 1 ? [context.devices[0].id] : [];
}

function firstContent(context) {
  const visit = context.appointment;
  return {
    type_id: visit?.type_id ?? null,
    performed_on: visit && visit.day <= context.today ? visit.day : context.today,
    started_at: visit?.arrived ?? null,
    ended_at: visit?.left ?? null,
    travel_minutes: null,
    outcome: null,
    moves_due_date: false,
    request_text: visit?.call_text || visit?.instructions || "",
    work_done: "",
    device_ids: usualDevices(context),
    technician_ids: [],
    heading: { ...context.heading },
    lines: [],
    findings: [],
    next_visit_advised_on: null,
    payment: null,
    attachments: [],
  };
}

export function newDraft(key, context, technician) {
  const old = context.current;
  const content = old ? { ...firstContent(context), ...old.content } : firstContent(context);
  return {
    key,
    uuid: newId(),
    base_version: context.appointment?.version ?? null,
    //: Proves later that this form was given out, also when the office has sent somebody else since.
    ticket: context.appointment?.ticket ?? null,
    step: "work",
    saved_at: null,
    content: JSON.parse(JSON.stringify(content)),
    signatures: {
      client: { name: content.heading.name ?? "", capacity: "", strokes: null },
      technician: { name: technician, capacity: "", strokes: null },
    },
    // Whoever is no technician writes at a desk, where no customer stands.
    unsigned_reason: technician ? null : "office_entry",
    correction_reason: "",
    //: What the customer saw when signing, as text; null while nobody has signed.
    signed: null,
    //: Pictures the server already has.
    arrived: (old?.content.attachments ?? []).map((one) => one.id),
    //: What was last sent, so that a repetition is the same to the letter.
    outbox: null,
  };
}

export const typeOf = (draft, context) =>
  context.types.find((one) => one.id === draft.content.type_id) ?? null;

export const deviceLabel = (device) =>
  [device.kind, device.brand, device.model].filter(Boolean).join(" ");

export const ended = (draft) => ["client_absent", "refused"].includes(draft.content.outcome);

export function needsDevice(draft, context) {
  const type = typeOf(draft, context);
  if (!type || ended(draft)) return false;
  return type.needs_device || type.moves_due_date || draft.content.moves_due_date;
}

// The technician's and the customer's signature stand for one content: another one needs new ones.
export function dropSignaturesIfChanged(draft) {
  if (draft.signed === null || JSON.stringify(draft.content) === draft.signed) return false;
  draft.signed = null;
  draft.signatures.client.strokes = null;
  draft.signatures.technician.strokes = null;
  return true;
}

const NUMBER = /^\d{1,8}(\.\d{1,8})?$/;

// What the page can see by itself, also without network: [{path, reason}].
export function problemsOf(draft, context) {
  const found = [];
  const need = (is, path, reason = "required") => is || found.push({ path, reason });
  const { content } = draft;
  need(content.type_id, "type_id");
  need(content.performed_on, "performed_on");
  need(!content.performed_on || content.performed_on <= context.today, "performed_on", "future");
  need(!needsDevice(draft, context) || content.device_ids.length, "device_ids", "device");
  need(context.team.length || content.technician_ids.length, "technician_ids");
  content.lines.forEach((line, at) => {
    need(line.description.trim(), `lines.${at}.description`);
    need(NUMBER.test(line.quantity) && Number(line.quantity) > 0, `lines.${at}.quantity`, "not_a_number");
    need(!("unit_price" in line) || NUMBER.test(line.unit_price), `lines.${at}.unit_price`, "not_a_number");
    need(NUMBER.test(line.discount_pct), `lines.${at}.discount_pct`, "not_a_number");
  });
  content.findings.forEach((one, at) => need(one.text.trim(), `findings.${at}.text`));
  need(content.outcome, "outcome");
  const paid = content.payment;
  need(!paid || (NUMBER.test(paid.amount) && Number(paid.amount) > 0), "payment.amount", "not_a_number");
  need(!context.current || draft.correction_reason.trim(), "corrects.reason");
  return found;
}

// What a report is about, as the server wants to hear it.
export function subjectOf(draft, context) {
  if (context.current) return { intervention_id: context.current.intervention_id };
  if (context.appointment) return { appointment_id: context.appointment.id, ticket: draft.ticket };
  return { client_id: context.client.id };
}

// The signatures there are, as the server wants to read them.
export function signaturesOf({ signatures }) {
  return ["client", "technician"]
    .filter((role) => signatures[role].strokes)
    .map((role) => ({
      role,
      signer_name: signatures[role].name.trim(),
      signer_capacity: signatures[role].capacity.trim(),
      strokes: signatures[role].strokes,
    }));
}

export function bodyOf(draft, context) {
  return {
    appointment_id: context.appointment?.id ?? null,
    client_id: context.appointment ? null : context.client.id,
    base_version: draft.base_version,
    ticket: draft.ticket,
    compiled_at: new Date().toISOString(),
    unsigned_reason: draft.signatures.client.strokes ? null : draft.unsigned_reason,
    signatures: signaturesOf(draft),
    corrects: context.current && {
      intervention_id: context.current.intervention_id,
      revision: context.current.revision,
      reason: draft.correction_reason.trim(),
    },
    content: draft.content,
  };
}
