/** A running local Neon's variables in a file such as `.env.local`, in their own block. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

const BEGIN = '# local-neon: begin. These lines are removed when local Neon stops.'
const END = '# local-neon: end'
const block = /^# local-neon: begin\b[^\n]*\n[\s\S]*?^# local-neon: end[^\n]*(?:\n|$)/gm

/**
 * Adds variables at the end of a file, where they override the same names above. Replaces an earlier run's
 * block.
 *
 * @returns the names the file also sets itself
 */
export function writeEnvFile(file: string, variables: Record<string, string>): string[] {
  const own = existsSync(file) ? readFileSync(file, 'utf8').replace(block, '') : ''
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
  const separator = own === '' || own.endsWith('\n') ? '' : '\n'
  // It holds a password: a new file is only for its owner.
  writeFileSync(file, [`${own}${separator}${BEGIN}`, ...lines, END, ''].join('\n'), { mode: 0o600 })
  return Object.keys(variables).filter((name) =>
    new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`, 'm').test(own),
  )
}

/** Removes the variables from the file; a file with nothing else goes too. */
export function cleanEnvFile(file: string): void {
  if (!existsSync(file)) return
  const text = readFileSync(file, 'utf8')
  const own = text.replace(block, '')
  if (own === text) return
  if (own.trim() === '') rmSync(file)
  else writeFileSync(file, own)
}
