import './globals.css'
import type { Metadata } from 'next'
import type { ReactNode } from 'react'

export const metadata: Metadata = { title: 'Reference' }

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body className="font-sans">
        <main className="mx-auto grid w-full gap-4 px-4 py-8">{children}</main>
      </body>
    </html>
  )
}
