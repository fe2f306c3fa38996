import { BranchProblem, type Branch, type Branches } from '../../branches/branches'
import { OWN_POSTGRES_ONLY } from '../../postgres/start'
import type { ConsoleContext } from '../context'

/** @throws BranchProblem in front of your own server */
export function branchesOf({ branches }: Pick<ConsoleContext, 'branches'>): Branches {
  if (branches === null) throw new BranchProblem('conflict', OWN_POSTGRES_ONLY)
  return branches
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
