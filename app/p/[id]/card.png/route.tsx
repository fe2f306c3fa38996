import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ImageResponse } from 'next/og'
import { siteName } from '@/components/site'
import { keptForAMinute } from '@/lib/http/public-pages'
import { parsePostId } from '@/lib/posts/input'
import { readPublicPost } from '@/lib/posts/one'
import { shapeOf } from '@/lib/posts/shape'
import { limitAttempt } from '@/lib/rate-limit/limits'

const folder = join(process.cwd(), 'node_modules/geist/dist/fonts/geist-sans')

/** Read once; the picture uses the page's own font. */
const fonts = Promise.all([
  readFile(join(folder, 'Geist-Regular.ttf')),
  readFile(join(folder, 'Geist-SemiBold.ttf')),
])
// The first request reports a failure.
fonts.catch(() => {})

/**
 * Drops what Geist has no glyphs for: the renderer would look for a font on the internet, and nothing is
 * loaded from there.
 */
function drawable(text: string): string {
  return text
    .replace(/[^\u0020-\u024F\u0400-\u045F\u2010-\u2027\u2030-\u203A€…]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** A post's link preview picture: its title and author. */
export async function GET(
  _request: Request,
  { params }: RouteContext<'/p/[id]/card.png'>,
): Promise<Response> {
  const id = parsePostId((await params).id)
  const post = id === undefined ? undefined : await readPublicPost(id)
  if (!post) {
    return new Response('Not found\n', { status: 404, headers: { 'Cache-Control': 'no-store' } })
  }
  const title = drawable(shapeOf(post.content).title) || siteName
  const name = drawable(post.name ?? '')
  const key = JSON.stringify([title, name])
  let drawing = kept.get(key)
  if (!drawing) {
    // Drawing takes a tenth of a second of processor time, so pictures are kept and drawing is limited.
    const tooOften = await limitAttempt('draw-card', undefined)
    if (tooOften) {
      return new Response('Too many requests\n', {
        status: 429,
        headers: { 'Retry-After': String(tooOften.retryAfter), 'Cache-Control': 'no-store' },
      })
    }
    drawing = draw(title, name)
    drawing.catch(() => kept.delete(key))
  }
  keep(key, drawing)
  return new Response(await drawing, {
    headers: { 'Content-Type': 'image/png', 'Cache-Control': keptForAMinute },
  })
}

/** The latest pictures, by their content; about 30 KB each. */
const kept = new Map<string, Promise<ArrayBuffer>>()
const mostKept = 100

function keep(key: string, drawing: Promise<ArrayBuffer>): void {
  kept.delete(key)
  kept.set(key, drawing)
  const [oldest] = kept.keys()
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
}

async function draw(title: string, name: string): Promise<ArrayBuffer> {
  const [regular, semibold] = await fonts
  return new ImageResponse(
    <div
      style={{
        width: '100%',
        height: '100%',
        display: 'flex',
        flexDirection: 'column',
        justifyContent: 'space-between',
        padding: '72px 80px',
        background: '#fcfcfb',
        color: '#1b1b1f',
        fontFamily: 'Geist',
      }}
    >
      <div
        style={{
          display: 'flex',
          fontSize: title.length > 70 ? 60 : 76,
          fontWeight: 600,
          lineHeight: 1.15,
          letterSpacing: '-0.03em',
        }}
      >
        {title}
      </div>
      <div
        style={{
          display: 'flex',
          justifyContent: 'space-between',
          alignItems: 'center',
          borderTop: '2px solid #e4e4e2',
          paddingTop: 36,
          fontSize: 32,
        }}
      >
        <span style={{ color: '#5b5b63' }}>{name}</span>
        <span style={{ color: '#0c6b5d', fontWeight: 600 }}>{siteName}</span>
      </div>
    </div>,
    {
      width: 1200,
      height: 630,
      fonts: [
        { name: 'Geist', data: regular, weight: 400 },
        { name: 'Geist', data: semibold, weight: 600 },
      ],
    },
  ).arrayBuffer()
}
