// A file field that says so sends its form once the files are chosen; its page says so beforehand.
document.addEventListener("change", (event) => {
  if (event.target.matches("input[type=file][data-send]") && event.target.files.length) event.target.form.requestSubmit();
});
// A menu closes when one clicks beside it or presses Escape. Everything works without this file.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
