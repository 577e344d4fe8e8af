// A query in an address: as it is while it is short, packed behind the # when it is long.
// It is not called q: the theme takes that for a search of the site.

const LONGEST = 1500;
const MOST = 200_000;

/** What follows the page in the address that holds a query. */
export async function addressOf(sql: string): Promise<string> {
  const plain = `?sql=${encodeURIComponent(sql)}`;
  return plain.length <= LONGEST ? plain : `#z=${await packed(sql)}`;
}

/** The query that an address holds, or null. What cannot be unpacked is no query. */
export async function queryOf(address: { search: string; hash: string }): Promise<string | null> {
  const plain = new URLSearchParams(address.search).get("sql");
  if (plain !== null) return plain.slice(0, MOST);
  const long = new URLSearchParams(address.hash.replace(/^#/, "")).get("z");
  if (long === null) return null;
  try {
    return await unpacked(long);
  } catch {
    return null;
  }
}

async function packed(text: string): Promise<string> {
  const bytes = new Uint8Array(await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

async function unpacked(text: string): Promise<string> {
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const parts = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).pipeThrough(new TextDecoderStream("utf-8", { fatal: true }));
  let whole = "";
  // A short address may unpack to a very long text.
  for await (const part of parts as unknown as AsyncIterable<string>) {
    whole += part;
    if (whole.length > MOST) return whole.slice(0, MOST);
  }
  return whole;
}
