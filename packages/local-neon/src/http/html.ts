/** Text that is markup already. Made by `html` alone. */
export class Markup {
  constructor(readonly text: string) {}
  toString() {
    return this.text
  }
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

type Part = string | number | false | undefined | Markup | readonly Markup[]

function render(part: Part): string {
  if (part === false || part === undefined) return ''
  if (part instanceof Markup) return part.text
  if (typeof part === 'object') return part.map(String).join('')
  return escape(String(part))
}

/** A template tag: what is put in is escaped, unless it is markup itself; false and undefined are nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = strings.map((string, index) => string + render(parts[index])).join('')
  return new Markup(text)
}
