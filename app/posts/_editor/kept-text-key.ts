/**
 * Where the unsaved text of a post is kept in a tab: apart for each person, so that nobody who signs in
 * there next finds it.
 *
 * @param post the post's id, or 'new'
 */
export function keptTextKey(viewerId: string, post: number | 'new'): string {
  return `unsaved-post:${viewerId}:${post}`
}
