/** Variables of a running local Neon in a file such as `.env.local`, in a block of their own. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

const BEGIN = '# local-neon: begin. These lines are removed when local Neon stops.'
const END = '# local-neon: end'
const block = /^# local-neon: begin\b[^\n]*\n[\s\S]*?^# local-neon: end[^\n]*(?:\n|$)/gm

/**
 * Adds variables at the end of a file, where they win over the same names before. A block that an
 * earlier run has left is replaced.
 *
 * @returns the names that the file sets by itself, too
 */
export function writeEnvFile(file: string, variables: Record<string, string>): string[] {
  const own = existsSync(file) ? readFileSync(file, 'utf8').replace(block, '') : ''
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
  const separator = own === '' || own.endsWith('\n') ? '' : '\n'
  // It holds a password: a new file is for its owner alone.
  writeFileSync(file, [`${own}${separator}${BEGIN}`, ...lines, END, ''].join('\n'), { mode: 0o600 })
  return Object.keys(variables).filter((name) =>
    new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`, 'm').test(own),
  )
}

/** Takes the variables out of the file again; a file that has nothing else goes, too. */
export function cleanEnvFile(file: string): void {
  if (!existsSync(file)) return
  const text = readFileSync(file, 'utf8')
  const own = text.replace(block, '')
  if (own === text) return
  if (own.trim() === '') rmSync(file)
  else writeFileSync(file, own)
}
