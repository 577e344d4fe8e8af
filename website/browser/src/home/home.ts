// The front page: copying of references.
import { letCopy } from "./copying.ts";
import { find } from "../lib/dom.ts";

const status = find(".home .said", HTMLElement);
letCopy(document, (text) => navigator.clipboard.writeText(text), (words) => { status.textContent = words; });
