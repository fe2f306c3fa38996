/**
 * Where a tab keeps a post's unsaved text: separately per person, so the next one to sign in there doesn't
 * find it.
 *
 * @param post the post's id, or 'new'
 */
export function keptTextKey(viewerId: string, post: number | 'new'): string {
  return `unsaved-post:${viewerId}:${post}`
}
