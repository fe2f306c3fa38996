import type { Metadata } from 'next'
import { Link } from '@/components/link'
import { buttonStyles } from '@/components/ui/button'

export const metadata: Metadata = { title: 'Page not found' }

export default function NotFound() {
  return (
    <div className="grid w-full gap-6 py-6 sm:py-16">
      <div className="grid gap-3">
        <h1 className="text-xl">Page not found</h1>
        <p className="text-muted-foreground">
          It may have been deleted or unpublished. Check the URL, or browse the posts.
        </p>
      </div>
      <div className="flex flex-wrap gap-3">
        <Link href="/posts" className={buttonStyles()}>
          Posts
        </Link>
        <Link href="/" className={buttonStyles({ variant: 'secondary' })}>
          Home
        </Link>
      </div>
    </div>
  )
}
