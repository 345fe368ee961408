"use strict";
// Sets a button beside every <pre data-copy>: it copies the lines and says so. Without it, the lines are there to be read.
(() => {
  const blocks = document.querySelectorAll("pre[data-copy]");
  if (!blocks.length) return;
  const said = document.createElement("p");
  said.className = "said";
  said.setAttribute("role", "status");
  said.setAttribute("aria-live", "polite");
  document.querySelector("main").append(said);

  const byHand = (block) => {
    const range = document.createRange();
    range.selectNodeContents(block);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return document.execCommand("copy");
  };
  const copied = async (block) => {
    try {
      await navigator.clipboard.writeText(block.textContent);
      return true;
    } catch {
      return byHand(block);
    }
  };
  for (const block of blocks) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = block.dataset.copy;
    button.setAttribute("aria-label", `${block.dataset.copy}: ${block.getAttribute("aria-label")}`);
    button.addEventListener("click", async () => {
      const done = await copied(block);
      said.textContent = "";
      // An empty text between two equal ones lets screen readers say the second too.
      setTimeout(() => { said.textContent = done ? block.dataset.copied : block.dataset.refused; }, 50);
      button.textContent = done ? block.dataset.copied : block.dataset.refused;
      setTimeout(() => { button.textContent = block.dataset.copy; }, 3000);
    });
    block.before(button);
  }
})();
