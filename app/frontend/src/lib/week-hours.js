// [data-week-hours]: the button copies the hours of the first day to the next four.
export function startWeekHours() {
  for (const week of document.querySelectorAll("[data-week-hours]")) {
    const button = week.querySelector("[data-copy-monday]");
    const [monday, ...others] = [...week.querySelectorAll(".week-day")].map((day) => [...day.querySelectorAll("input")]);
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const day of others.slice(0, 4)) day.forEach((input, at) => (input.value = monday[at].value));
      week.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
