import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { Byline } from '@/components/posts/byline'
import { PostBody, PostTitle } from '@/components/posts/post-body'
import { writerOf } from '@/components/posts/writer'
import { siteDescription, siteName } from '@/components/site'
import { RelativeTime } from '@/components/ui/relative-time'
import { linkStyles } from '@/components/ui/text-link'
import { authorName } from '@/lib/author-name'
import { ownOrigin } from '@/lib/http/own-origin'
import { parsePostId } from '@/lib/posts/input'
import { readPublicPost, type PublicPost } from '@/lib/posts/one'
import { beginningOf, cutAtWord, shapeOf } from '@/lib/posts/shape'

/** Loads a whole new page, since this one's header knows nobody. */
const start = '/'

async function find({ params }: PageProps<'/p/[id]'>): Promise<PublicPost> {
  const id = parsePostId((await params).id)
  // If the database doesn't answer, this throws, and error.tsx says so with a status that no cache keeps
  // (lib/http/http-server.ts).
  const post = id === undefined ? undefined : await readPublicPost(id)
  return post ?? notFound()
}

function describe(content: string): string {
  const { text } = beginningOf(content)
  return text.length > 200 ? `${cutAtWord(text.slice(0, 200))}…` : text || siteDescription
}

export async function generateMetadata(props: PageProps<'/p/[id]'>): Promise<Metadata> {
  const post = await find(props)
  const { title } = shapeOf(post.content)
  const description = describe(post.content)
  const about: Metadata = { title, description, authors: [{ name: authorName(post.name) }] }
  const origin = ownOrigin(await headers())
  if (!origin) return about
  const url = `${origin}/p/${post.id}`
  return {
    ...about,
    alternates: {
      canonical: url,
      types: { 'application/atom+xml': `${origin}/people/${post.authorId}/feed.xml` },
    },
    openGraph: {
      type: 'article',
      title,
      description,
      url,
      siteName,
      publishedTime: post.publishedAt.toISOString(),
      images: [{ url: `${url}/card.png`, width: 1200, height: 630, alt: title }],
    },
    twitter: { card: 'summary_large_image' },
  }
}

/** A published post for everyone: a page to share. */
export default async function PublicPostPage(props: PageProps<'/p/[id]'>) {
  const post = await find(props)
  const shape = shapeOf(post.content)
  const origin = ownOrigin(await headers())
  return (
    <>
      <article aria-labelledby="title" className="grid grid-cols-1 gap-6">
        <PostTitle id="title" shape={shape} />
        <Byline author={writerOf(post)} tagline={post.tagline}>
          <RelativeTime date={post.publishedAt.toISOString()} now={new Date().toISOString()} />
        </Byline>
        <PostBody>{shape.body}</PostBody>
      </article>
      <p className="no-print mt-12 border-t pt-6 text-sm text-muted-foreground">
        {post.name !== null && (
          <>
            <a href={`/people/${post.authorId}`} className={linkStyles}>
              More by <bdi>{authorName(post.name)}</bdi>
            </a>{' '}
            ·{' '}
          </>
        )}
        {siteName} is a quiet home for short writing.{' '}
        <a href={start} className={linkStyles}>
          Take a look around
        </a>
      </p>
      {origin && <StructuredData post={post} origin={origin} />}
    </>
  )
}

/** What search engines read; it's data, so no policy has to allow it. */
function StructuredData({ post, origin }: { post: PublicPost; origin: string }) {
  const url = `${origin}/p/${post.id}`
  const data = {
    '@context': 'https://schema.org',
    '@type': 'BlogPosting',
    headline: shapeOf(post.content).title,
    description: describe(post.content),
    datePublished: post.publishedAt.toISOString(),
    image: `${url}/card.png`,
    url,
    mainEntityOfPage: url,
    author: {
      '@type': 'Person',
      name: authorName(post.name),
      ...(post.name !== null && { url: `${origin}/people/${post.authorId}` }),
    },
    publisher: { '@type': 'Organization', name: siteName, url: origin },
  }
  // So no post can end the element.
  const html = JSON.stringify(data).replaceAll('<', '\\u003c')
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: html }} />
}
