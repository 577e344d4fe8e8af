// Bytes of this site, fetched with word of how far it is, and unpacked.

export type Progress = (done: number) => void;

/** All bytes of an answer. Throws if it is not one of success. */
export async function bytesOf(answer: Response, progress: Progress, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  if (!answer.ok || !answer.body) throw new Error(`the site answers ${answer.status} for ${new URL(answer.url).pathname}`);
  const parts: Uint8Array[] = [];
  let done = 0;
  for (const reader = answer.body.getReader(); ;) {
    signal?.throwIfAborted();
    const { value, done: ended } = await reader.read();
    if (ended) break;
    parts.push(value);
    progress(done += value.length);
  }
  const whole = new Uint8Array(done);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** What was packed with gzip, unpacked; some hosts have that done on the way. */
export async function unpacked(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Blob> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return new Blob([bytes], { type });
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Blob([await new Response(stream).arrayBuffer()], { type });
}
