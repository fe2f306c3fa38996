import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** The Dockerfile's instructions, one per line, without comments. */
const instructions = readFileSync('Dockerfile', 'utf8')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => {
    const [, keyword = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? []
    return { keyword, rest }
  })

const all = (keyword: string) =>
  instructions.filter((one) => one.keyword === keyword).map(({ rest }) => rest)
const stages = all('FROM').map((rest) => /AS (\S+)$/.exec(rest)?.[1])

/** The hadolint rules that can be broken here: https://github.com/hadolint/hadolint#rules */
describe('the Dockerfile', () => {
  it('DL3000: changes into absolute folders alone', () => {
    expect(all('WORKDIR').filter((rest) => !rest.startsWith('/'))).toEqual([])
  })

  it('DL3002: does not end as root', () => {
    expect(all('USER').at(-1)).toBe('node')
  })

  it('DL3003, DL3004: runs neither cd nor sudo', () => {
    expect(all('RUN').filter((rest) => /(^|[;&|]\s*|\s)(cd|sudo)\s/.test(rest))).toEqual([])
  })

  it('DL3006, DL3007: names the version of each image', () => {
    const images = all('FROM').map((rest) => rest.split(' ')[0] ?? '')
    const foreign = images.filter((image) => !stages.includes(image))
    expect(foreign).not.toEqual([])
    for (const image of foreign) expect(image).toMatch(/^[\w./-]+:(?!latest)[\w.-]+(@sha256:\S+)?$/)
  })

  it('DL3008, DL3016: installs from the lock file, and nothing beside it', () => {
    expect(all('RUN').filter((rest) => /apt|apk|npm (i|install)\b|curl|wget/.test(rest))).toEqual(
      [],
    )
    expect(all('RUN').filter((rest) => rest.includes('npm ci'))).toHaveLength(1)
  })

  it('DL3012: has one health check', () => {
    expect(all('HEALTHCHECK')).toHaveLength(1)
  })

  it('DL3020, DL3022, DL3024: copies instead of adding, and from stages that are there, each once', () => {
    expect(all('ADD')).toEqual([])
    expect(new Set(stages).size).toBe(stages.length)
    for (const rest of all('COPY')) {
      const from = /--from=(\S+)/.exec(rest)?.[1]
      if (from !== undefined) expect(stages).toContain(from)
    }
  })

  it('DL3025: gives commands as JSON', () => {
    const commands = [...all('CMD'), ...all('ENTRYPOINT')]
    expect(commands).not.toEqual([])
    for (const rest of commands) expect(JSON.parse(rest)).toBeInstanceOf(Array)
  })

  it('DL4000: has no deprecated instruction', () => {
    const known = /^(FROM|WORKDIR|ENV|COPY|RUN|USER|CMD|EXPOSE|HEALTHCHECK)$/
    expect(instructions.filter(({ keyword }) => !known.test(keyword))).toEqual([])
  })
})
