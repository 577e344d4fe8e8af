// The theme makes a landmark around the buttons of every piece of code, and all of them without a name.
// A landmark is a part of a page; these are none.
function demote(): void {
  for (const nav of document.querySelectorAll("nav.md-code__nav")) nav.setAttribute("role", "none");
}

demote();
new MutationObserver(demote).observe(document.body, { childList: true, subtree: true });
