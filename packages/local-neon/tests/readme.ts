import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'

/** The fenced block with a text in the package's README; it must exist. */
export async function readmeBlock(text: string): Promise<string> {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const blocks = [...readme.matchAll(/^```\w*\n(.*?)^```$/gms)].map(([, block = '']) => block)
  const found = blocks.filter((block) => block.includes(text))
  expect(found).toHaveLength(1)
  return found[0] ?? ''
}
