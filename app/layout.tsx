import './globals.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { Footer } from '@/components/shell/footer'
import { Header } from '@/components/shell/header'
import { mainId, SkipLink } from '@/components/shell/skip-link'
import { siteDescription, siteName } from '@/components/site'
import { SoftNavigation } from '@/components/soft-navigation'
import { ThemeScript } from '@/components/theme-script'
import { Toaster } from '@/components/ui/overlay/toaster'
import { getViewer } from '@/lib/auth/session'
import { publicPageHeader } from '@/lib/http/public-pages'
import { fontVariables } from './fonts'
import { HeaderViewer } from './header-viewer'

const links = [{ href: '/posts', label: 'Posts' }]
const writeLink = { href: '/posts/new', label: 'Write' }

export const metadata: Metadata = {
  title: { default: siteName, template: `%s · ${siteName}` },
  description: siteDescription,
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fcfcfb' },
    { media: '(prefers-color-scheme: dark)', color: '#131315' },
  ],
}

export default async function RootLayout({ children }: LayoutProps<'/'>) {
  const request = await headers()
  const nonce = request.get('x-nonce') ?? undefined
  // The same for everyone, so don't ask who is signed in.
  const isPublic = request.has(publicPageHeader)
  const viewer = isPublic ? undefined : await getViewer()
  return (
    <html lang="en" className={fontVariables} suppressHydrationWarning>
      <head>
        <ThemeScript nonce={nonce} />
      </head>
      <body className="flex min-h-dvh flex-col font-sans">
        <SkipLink />
        {isPublic ? (
          <Header links={[...links, writeLink]} isPublic />
        ) : (
          <Header links={viewer?.status === 'signed-in' ? [...links, writeLink] : links}>
            {/* No Suspense: who is there stands in a cookie, and without JavaScript nothing late shows. */}
            <HeaderViewer />
          </Header>
        )}
        <main id={mainId} tabIndex={-1} className="column flex-1 py-8">
          {children}
        </main>
        <Footer />
        {!isPublic && (
          <>
            <Toaster />
            <SoftNavigation />
          </>
        )}
      </body>
    </html>
  )
}
