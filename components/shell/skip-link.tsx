/** The id of the page's <main>, where the skip link leads. */
export const mainId = 'main'

/** The first keyboard stop: skips the header. <main> needs `id={mainId}` and `tabIndex={-1}`. */
export function SkipLink() {
  return (
    <a
      href={`#${mainId}`}
      className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-primary px-4 py-2.5 text-sm font-medium text-primary-foreground focus:translate-y-0"
    >
      Skip to content
    </a>
  )
}
