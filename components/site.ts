/** The product's name, as readers see it. Change it here to make this yours. */
export const siteName = 'Folio'

/** One sentence about the product, for search results and link previews. */
export const siteDescription = 'A calm place to read and write.'
