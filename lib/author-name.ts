/** An author's name, or what stands in for one that's missing or blank. */
export function authorName(name: string | null): string {
  return name?.trim() || 'Unknown author'
}
