import { gzipSync } from 'node:zlib'
import { get } from './load'

/** The bytes one visit to a page transfers. */
export interface Weight {
  html: number
  /** As compressed by the server. */
  htmlCompressed: number
  /** All script tags, each file by `gzip -9`. */
  script: number
  /** All stylesheets, likewise. */
  style: number
}

/** Weighs a page and the scripts and stylesheets its tags name. */
export async function weigh(url: string, headers: Record<string, string>): Promise<Weight> {
  const plain = await get(url, headers)
  const compressed = await get(url, { ...headers, 'accept-encoding': 'gzip' })
  const html = plain.body.toString()
  const [script, style] = await Promise.all([
    sumOf(url, sources(html, /<script\b[^>]*?\bsrc="([^"]+)"/g)),
    sumOf(url, sources(html, /<link\b[^>]*?\brel="stylesheet"[^>]*?\bhref="([^"]+)"/g)),
  ])
  return { html: plain.body.length, htmlCompressed: compressed.body.length, script, style }
}

/** The URLs in a page's tags, each once. */
export function sources(html: string, tag: RegExp): string[] {
  const found = Array.from(html.matchAll(tag), ([, address = '']) => address.replace(/&amp;/g, '&'))
  return [...new Set(found)]
}

async function sumOf(page: string, addresses: string[]): Promise<number> {
  let sum = 0
  for (const address of addresses) {
    const answer = await get(new URL(address, page).href)
    if (answer.status !== 200) throw new Error(`${address} was answered with ${answer.status}.`)
    sum += gzipSync(answer.body, { level: 9 }).length
  }
  return sum
}
