import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { Pager } from '@/components/pager'
import { PostItem } from '@/components/posts/post-item'
import { siteName } from '@/components/site'
import { Avatar } from '@/components/ui/avatar'
import { portraitOf } from '@/components/ui/portrait'
import { linkStyles } from '@/components/ui/text-link'
import { authorName } from '@/lib/author-name'
import { ownOrigin } from '@/lib/http/own-origin'
import { parsePageRequest } from '@/lib/posts/cursor'
import { parseAuthorId } from '@/lib/posts/input'
import { listPublishedPosts } from '@/lib/posts/list'

/** One statement for the page and its metadata. */
const listOf = cache((authorId: string, older: unknown, newer: unknown) =>
  listPublishedPosts({ authorId, ...parsePageRequest({ older, newer }) }),
)

/** Someone who has published nothing, or whom Neon Auth doesn't know, doesn't exist here. */
async function find({ params, searchParams }: PageProps<'/people/[id]'>) {
  const id = parseAuthorId((await params).id)
  const { older, newer } = await searchParams
  // Throws if the database doesn't answer: see the post's page.
  const list = id === undefined ? undefined : await listOf(id, older, newer)
  const author = list?.rows[0]
  if (!list || !author?.name) notFound()
  return { list, author: { ...author, name: authorName(author.name) } }
}

export async function generateMetadata(props: PageProps<'/people/[id]'>): Promise<Metadata> {
  const { author } = await find(props)
  const description = author.tagline ?? `What ${author.name} has published on ${siteName}.`
  const about: Metadata = { title: author.name, description }
  const origin = ownOrigin(await headers())
  if (!origin) return about
  const url = `${origin}/people/${author.authorId}`
  return {
    ...about,
    alternates: { canonical: url, types: { 'application/atom+xml': `${url}/feed.xml` } },
    openGraph: { type: 'profile', title: author.name, description, url, siteName },
  }
}

/** Someone's published posts, for everyone. */
export default async function PersonPage(props: PageProps<'/people/[id]'>) {
  const { list, author } = await find(props)
  const { authorId, name, image, tagline } = author
  const path = `/people/${authorId}`
  const now = new Date().toISOString()
  return (
    <div className="grid grid-cols-1 gap-10">
      <header className="flex items-center gap-5">
        <Avatar {...portraitOf(name, image)} size="lg" />
        <div className="grid min-w-0 gap-1">
          <h1 dir="auto" className="text-xl">
            {name}
          </h1>
          {tagline && (
            <p dir="auto" className="text-muted-foreground">
              {tagline}
            </p>
          )}
          <p className="text-sm">
            <a href={`${path}/feed.xml`} className={linkStyles}>
              Follow in a feed reader
            </a>
          </p>
        </div>
      </header>
      <ol className="grid grid-cols-1 divide-y divide-border border-t">
        {list.rows.map((post) => (
          <li key={post.id} className="py-7">
            <PostItem post={post} now={now} base="/p" hasAuthor={false} />
          </li>
        ))}
      </ol>
      <Pager
        newer={list.newer && `${path}?newer=${list.newer}`}
        older={list.older && `${path}?older=${list.older}`}
      />
    </div>
  )
}
