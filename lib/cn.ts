/** Joins class names; leaves out undefined, null, false and ''. */
export function cn(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}
