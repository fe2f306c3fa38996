/** Branches and snapshots: what you can do with them, wherever they're kept. */
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { Problem } from '../problem'

/** A name for a branch or a snapshot; most git branches have such names. */
export const copyName = z
  .string()
  .regex(
    /^(?!ep-)[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?$/,
    'Use letters, digits, and . _ / - between them; don’t begin with ep-.',
  )
  .max(50, 'A name has 50 characters at most.')

export const branchSchema = z.object({
  name: z.string(),
  /** The branch it was made from; null for the first. */
  parent: z.string().nullable(),
  createdAt: z.date(),
  isCurrent: z.boolean().describe('Where connection strings without a branch lead'),
  bytes: z.number(),
})
/** A state of the database with a life of its own. */
export type Branch = z.infer<typeof branchSchema>

export const snapshotSchema = z.object({
  name: z.string(),
  /** The branch it comes from. */
  branch: z.string(),
  createdAt: z.date(),
  bytes: z.number(),
})
/** A branch's state that nobody changes. */
export type Snapshot = z.infer<typeof snapshotSchema>

/** The request is impossible; the message tells people why. */
export class BranchProblem extends Problem {
  constructor(
    readonly kind: 'missing' | 'conflict' | 'invalid',
    message: string,
  ) {
    super(kind, message)
  }
}

/** What belongs to the current branch but isn't in its database. */
export interface Belongings {
  save(): unknown
  load(saved: unknown): void
}

/**
 * One cluster's branches and snapshots. Each change waits for the one before. All throw BranchProblem if
 * there is no such branch or snapshot, or the name is taken or invalid.
 */
export interface KeptBranches {
  list(): Promise<Branch[]>
  /** Makes a branch from another or the current one. */
  create(name: string, from?: string): Promise<void>
  /** Makes it current. */
  checkout(name: string): Promise<void>
  /**
   * Resets a branch to its parent's current state.
   * @param keepAs the name for a snapshot of the old state
   */
  reset(name: string, keepAs?: string): Promise<void>
  /** Deletes a branch that isn't current and has no child branches. */
  delete(name: string): Promise<void>
  snapshots(): Promise<Snapshot[]>
  /** Takes a snapshot of the current branch. */
  save(name: string): Promise<void>
  /**
   * Sets the current branch to a snapshot.
   * @returns the name of the snapshot with the old state
   */
  restore(name: string): Promise<string>
  deleteSnapshot(name: string): Promise<void>
  /** Everything in one file: a compressed archive of the cluster, consistent even during use. */
  export(): Promise<Readable>
  /** Looks after these from now on, and gives them what an earlier run kept. */
  adopt(belongings: Belongings): Promise<void>
}

/** A local Neon's branches and snapshots. */
export interface Branches extends KeptBranches {
  /**
   * Replaces all branches and snapshots with an export. Connections end, and new ones wait until it's done.
   * In a folder, the old data is kept beside it.
   * @throws NoExport, with nothing changed
   */
  import(file: string): Promise<void>
}
