// What a reader takes away: rows as CSV, anything as a file or on the clipboard.

/** Rows as CSV by RFC 4180, with a line of names first; null and undefined are empty. A cell that a spreadsheet would run is kept as text by a quote before it. */
export function csv(columns: readonly string[], rows: Iterable<readonly unknown[]>): string {
  const cell = (value: unknown): string => {
    const text = value === null || value === undefined ? "" : String(value);
    const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** Have the browser save bytes or text under a name. */
export function download(name: string, type: string, content: BlobPart): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
