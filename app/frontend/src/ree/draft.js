// What a report holds while it is written. `content` has the shape the server stores and people
// sign; everything else is of the page alone.
import { clockNow, newId, signaturesOf } from "../report/draft.js";

export function newDraft(key, context, device, technician) {
  const old = context.current;
  const content = JSON.parse(JSON.stringify(old ? old.content : device.prefill));
  if (!old && !content.values.arrived_at) content.values.arrived_at = clockNow();
  return {
    key,
    uuid: newId(),
    step: "A",
    saved_at: null,
    content,
    signatures: {
      client: { name: "", capacity: "", strokes: null },
      technician: { name: technician, capacity: "", strokes: null },
    },
    unsigned_reason: null,
    correction_reason: "",
    signed: null,
    outbox: null,
  };
}

// An item says by itself when it is asked; `values` are those of its row over those of the report.
export const isAsked = (item, values) =>
  Object.entries(item.when).every(([name, wanted]) => wanted.includes(values[name]));

const isEmpty = (value) =>
  value === undefined || value === null || value === "" || value === false || (Array.isArray(value) && !value.length);

// What is no longer asked is not stated: its value goes.
export function prune(content, sheet) {
  const { values } = content;
  for (const section of sheet.sections) {
    for (const item of section.items) {
      if (isEmpty(values[item.name]) || !isAsked(item, values)) delete values[item.name];
    }
  }
  content.measurements.forEach((row, place) => {
    for (const item of sheet.measures) {
      const stated = { ...values, ...row };
      if (isEmpty(row[item.name]) || !isAsked(item, stated)) delete row[item.name];
    }
    for (const item of sheet.measures.filter((one) => isAsked(one, { ...values, ...row }))) {
      if (item.name === "module") row.module ??= place + 1;
      if (item.name === "circuit") row.circuit ??= place + 1;
      if (item.name === "measured") row.measured ??= "o2";
    }
  });
}

// What is asked and empty, as the page sees it also without network.
export function missingOf(content, sheet) {
  const found = [];
  const look = (items, values, path) => {
    for (const item of items) {
      if (item.required && isAsked(item, { ...content.values, ...values }) && isEmpty(values[item.name])) {
        found.push({ path: `${path}${item.name}`, label: item.label, missing: true });
      }
    }
  };
  for (const section of sheet.sections) look(section.items, content.values, "values.");
  content.measurements.forEach((row, place) => look(sheet.measures, row, `measurements.${place}.`));
  return found;
}

export function bodyOf(draft, context) {
  return {
    appointment_id: context.current ? null : context.appointment_id,
    intervention_id: context.current || context.appointment_id ? null : context.intervention_id,
    client_id: context.current || context.appointment_id || context.intervention_id ? null : context.client.id,
    ticket: context.ticket,
    compiled_at: new Date().toISOString(),
    unsigned_reason: draft.signatures.client.strokes ? null : draft.unsigned_reason,
    signatures: signaturesOf(draft),
    corrects: context.current && {
      ree_id: context.current.ree_id,
      revision: context.current.revision,
      reason: draft.correction_reason.trim(),
    },
    content: draft.content,
  };
}
