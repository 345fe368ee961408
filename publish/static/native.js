// What Datasette's scripts add to its pages, named for who does not see it and reached by who has no mouse.
"use strict";
window.addEventListener("load", () => {
  for (const field of document.querySelectorAll(".CodeMirror textarea")) field.setAttribute("aria-label", "SQL");
  for (const icon of document.querySelectorAll(".dropdown-menu-icon")) {
    const column = icon.closest("th").dataset.column;
    for (const [name, text] of [["tabindex", "0"], ["role", "button"], ["aria-haspopup", "true"], ["aria-label", `${column}: 菜单 / menu`]])
      icon.setAttribute(name, text);
    icon.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      icon.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      document.querySelector(".dropdown-menu a")?.focus();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.body.click();
  });
});
