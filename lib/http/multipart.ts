/** Longest head of a part, in bytes: a name and a type. */
const maxHead = 8 * 1024

/**
 * A form's fields, if it's whole: not empty, not cut off, and with its type's boundary. Next parses it again
 * with busboy, which is stricter about the parts' heads, so these are checked here.
 *
 * @param body as it came in
 * @param contentType with the boundary
 */
export async function readMultipart(
  body: ArrayBuffer,
  contentType: string,
): Promise<FormData | undefined> {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? []
  const parts = Buffer.from(body)
    .toString('latin1')
    .split(`--${quoted ?? plain}`)
  if (!parts.slice(1, -1).every(hasReadableHead)) return undefined
  try {
    return await new Response(body, { headers: { 'Content-Type': contentType } }).formData()
  } catch {
    return undefined
  }
}

function hasReadableHead(part: string): boolean {
  const end = part.indexOf('\r\n\r\n')
  return (
    end >= 0 && end <= maxHead && /^[\t\r\n\u0020-\u007E\u0080-\u00FF]*$/.test(part.slice(0, end))
  )
}
