/** Whether a text holds every word that somebody typed, whatever the case and the accents. */
export function holds(text: string, wanted: string): boolean {
  const plain = fold(text);
  return fold(wanted).split(/\s+/).every((word) => plain.includes(word));
}

function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
}
