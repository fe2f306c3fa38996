import localFont from 'next/font/local'

export { GeistSans as sans } from 'geist/font/sans'

/**
 * For code and references. The file of the package, which would have every page fetch it first, for the
 * few digits that hardly a page has.
 */
export const mono = localFont({
  src: '../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2',
  variable: '--font-geist-mono',
  preload: false,
  adjustFontFallback: false,
  fallback: ['ui-monospace', 'SFMono-Regular', 'Menlo', 'monospace'],
  weight: '100 900',
})
