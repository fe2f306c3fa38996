import { HTTPException } from 'hono/http-exception'
import { BranchProblem, type Branch, type Branches } from '../../branches/branches'
import { NoExport } from '../../branches/import'
import { OWN_POSTGRES_ONLY } from '../../postgres/start'
import type { ConsoleContext } from '../context'

const statuses = { missing: 404, conflict: 409, invalid: 400 } as const

/** @throws HTTPException 409 in front of your own server */
export function branchesOf({ branches }: Pick<ConsoleContext, 'branches'>): Branches {
  if (branches === null) throw new HTTPException(409, { message: OWN_POSTGRES_ONLY })
  return branches
}

/** @throws HTTPException as `branchesOf`, and if the work can't be done */
export async function withBranches<T>(
  context: Pick<ConsoleContext, 'branches'>,
  work: (branches: Branches) => Promise<T>,
): Promise<T> {
  const branches = branchesOf(context)
  try {
    return await work(branches)
  } catch (error) {
    if (error instanceof NoExport) throw new HTTPException(400, { message: error.message })
    if (!(error instanceof BranchProblem)) throw error
    throw new HTTPException(statuses[error.kind], { message: error.message })
  }
}

/** A branch with connection strings that lead to it, whichever is current. */
export function withAddresses(
  branch: Branch,
  { databaseUrl, databaseUrlUnpooled }: Pick<ConsoleContext, 'databaseUrl' | 'databaseUrlUnpooled'>,
) {
  const option = `?options=${encodeURIComponent(`endpoint=${branch.name}`)}`
  return {
    ...branch,
    databaseUrl: databaseUrl + option,
    databaseUrlUnpooled: databaseUrlUnpooled + option,
  }
}
