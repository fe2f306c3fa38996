/** The id of the page's <main>, where the skip link leads. */
export const mainId = 'main'

/** The first stop of the keyboard: past the header. <main> needs `id={mainId}` and `tabIndex={-1}`. */
export function SkipLink() {
  return (
    <a href={`#${mainId}`} className="skip-link">
      Skip to content
    </a>
  )
}
