/** The id of the page's <main>, where the skip link leads. */
export const mainId = 'main'

/** The first keyboard stop: skips the header. <main> needs `id={mainId}` and `tabIndex={-1}`. */
export function SkipLink() {
  return (
    <a href={`#${mainId}`} className="skip-link">
      Skip to content
    </a>
  )
}
