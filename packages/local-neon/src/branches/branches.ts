/** Branches and snapshots: what one can do with them, wherever they are kept. */
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { Problem } from '../problem'

/** A name of a branch or a snapshot: git's branches have such names, mostly. */
export const copyName = z
  .string()
  .regex(
    /^(?!ep-)[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?$/,
    'Use letters, digits, and . _ / - between them; don’t begin with ep-.',
  )
  .max(50, 'A name has 50 characters at most.')

export const branchSchema = z.object({
  name: z.string(),
  /** The branch it was made from; null for the first one. */
  parent: z.string().nullable(),
  createdAt: z.date(),
  isCurrent: z.boolean().describe('Where connection strings without a branch lead'),
  bytes: z.number(),
})
/** A state of the database that has a life of its own. */
export type Branch = z.infer<typeof branchSchema>

export const snapshotSchema = z.object({
  name: z.string(),
  /** The branch it was taken of. */
  branch: z.string(),
  createdAt: z.date(),
  bytes: z.number(),
})
/** A state of a branch that nobody changes. */
export type Snapshot = z.infer<typeof snapshotSchema>

/** What was asked for cannot be; the message says why, for people. */
export class BranchProblem extends Problem {
  constructor(
    readonly kind: 'missing' | 'conflict' | 'invalid',
    message: string,
  ) {
    super(kind, message)
  }
}

/** What belongs to the current branch and is not in its database. */
export interface Belongings {
  save(): unknown
  load(saved: unknown): void
}

/**
 * The branches and snapshots of one cluster. Each change waits for the one before. All throw
 * BranchProblem when there is no such branch or snapshot, or the name is taken or no name.
 */
export interface KeptBranches {
  list(): Promise<Branch[]>
  /** Makes a branch of another, or of the current one. */
  create(name: string, from?: string): Promise<void>
  /** Makes it the current one. */
  checkout(name: string): Promise<void>
  /**
   * Resets a branch to its parent as it is now.
   * @param keepAs the name of a snapshot to make of what was there
   */
  reset(name: string, keepAs?: string): Promise<void>
  /** Deletes a branch that is not the current one and has no branches of its own. */
  delete(name: string): Promise<void>
  snapshots(): Promise<Snapshot[]>
  /** Takes a snapshot of the current branch. */
  save(name: string): Promise<void>
  /**
   * Makes the current branch as a snapshot is.
   * @returns the name of the snapshot that keeps what was there
   */
  restore(name: string): Promise<string>
  deleteSnapshot(name: string): Promise<void>
  /** Everything as one file: a compressed archive of the cluster, consistent while it is used. */
  export(): Promise<Readable>
  /** Takes care of these from now on, and gives them what an earlier run has kept. */
  adopt(belongings: Belongings): Promise<void>
}

/** The branches and snapshots of one local Neon. */
export interface Branches extends KeptBranches {
  /**
   * Replaces all branches and snapshots with an export. Connections end, and
   * new ones wait for that moment. In a folder, what was there is kept beside it.
   * @throws NoExport, with nothing changed
   */
  import(file: string): Promise<void>
}
