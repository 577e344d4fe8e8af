// Buttons that copy the text of another element, named by its id in `data-copies`.

import { find } from "../lib/dom.ts";

/** Show the buttons of a page and let them copy; `said` is told what was done. */
export function letCopy(page: ParentNode, write: (text: string) => Promise<void>, said: (words: string) => void): void {
  for (const button of page.querySelectorAll<HTMLButtonElement>("button[data-copies]")) {
    const words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await write(find(`#${button.dataset.copies}`, HTMLElement, page).textContent);
        button.textContent = "Copied";
        said("Copied");
      } catch {
        said("The browser did not allow it; select the text and copy it");
      }
      button.addEventListener("blur", () => { button.textContent = words; }, { once: true });
    });
  }
}
