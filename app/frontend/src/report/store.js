// Reports that are being written, kept in the browser's own database until the server has them.
// One draft per person and subject; its pictures lie beside it because they are large.
import { openDB } from "idb";

let opened = null;
const base = () =>
  (opened ??= openDB("fiammetta-reports", 1, {
    upgrade(db) {
      db.createObjectStore("drafts", { keyPath: "key" });
      db.createObjectStore("contexts", { keyPath: "key" });
      db.createObjectStore("pictures", { keyPath: "id" }).createIndex("draft", "draft");
    },
  }));

export const loadDraft = async (key) => (await base()).get("drafts", key);
// What the form was told by the server, so that a draft opens without a connection too.
export const keepContext = async (key, context) => (await base()).put("contexts", { key, context });
export const loadContext = async (key) => (await (await base()).get("contexts", key))?.context;
// The drafts of one person, oldest first.
export async function draftsOf(owner) {
  const rows = await (await base()).getAll("drafts", IDBKeyRange.bound(`${owner}|`, `${owner}|\uffff`));
  return rows.sort((one, other) => (one.saved_at ?? "").localeCompare(other.saved_at ?? ""));
}
export const picturesOf = async (key) => (await base()).getAllFromIndex("pictures", "draft", key);
export const keepPicture = async (picture) => (await base()).put("pictures", picture);
export const dropPicture = async (id) => (await base()).delete("pictures", id);

export async function removeDraft(key) {
  const work = (await base()).transaction(["drafts", "contexts", "pictures"], "readwrite");
  const ids = await work.objectStore("pictures").index("draft").getAllKeys(key);
  for (const id of ids) work.objectStore("pictures").delete(id);
  work.objectStore("drafts").delete(key);
  work.objectStore("contexts").delete(key);
  await work.done;
}

// Returns a function that saves the draft as it is now; calls made meanwhile become one more save.
export function saver(onFailure) {
  let running = null;
  let again = null;
  async function run(draft) {
    try {
      await (await base()).put("drafts", JSON.parse(JSON.stringify(draft)));
    } catch (error) {
      onFailure(error);
    }
    running = null;
    if (again) {
      const next = again;
      again = null;
      await (running = run(next));
    }
  }
  return function save(draft) {
    if (running) again = draft;
    else running = run(draft);
    return running;
  };
}
