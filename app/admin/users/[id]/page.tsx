import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PersonBadges } from '@/app/admin/person-badges'
import { requireAdmin } from '@/app/admin/require-admin'
import { FormResult } from '@/app/admin/results'
import { ServiceFailure } from '@/app/posts/service-failure'
import { Pager } from '@/components/pager'
import { Avatar } from '@/components/ui/avatar'
import { portraitOf } from '@/components/ui/portrait'
import { RelativeTime } from '@/components/ui/relative-time'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { findPerson } from '@/lib/admin/people'
import { listSessionsOf } from '@/lib/auth/admin'
import { parsePageRequest } from '@/lib/posts/cursor'
import { parseAuthorId } from '@/lib/posts/input'
import { listPublishedPosts } from '@/lib/posts/list'
import { attempt } from '@/lib/server/attempt'
import { BanForm, RemovalForm, RoleForm } from './forms'
import { Posts } from './posts'
import { Sessions } from './sessions'

export const metadata: Metadata = { title: 'User' }

/** Someone with an account, and what an admin can do about them. */
export default async function UserPage({ params, searchParams }: PageProps<'/admin/users/[id]'>) {
  const adminId = await requireAdmin()
  const id = parseAuthorId((await params).id)
  if (id === undefined) notFound()
  const path = `/admin/users/${id}`
  if (adminId === undefined) return <ServiceFailure page="User" />
  const { older, newer, ...about } = await searchParams
  const [found, sessions] = await Promise.all([
    attempt('admin.user', () =>
      Promise.all([
        findPerson(id),
        listPublishedPosts({ authorId: id, ...parsePageRequest({ older, newer }) }),
      ]),
    ),
    listSessionsOf(id),
  ])
  if (!found.ok) {
    return (
      <ServiceFailure page="User" title="We couldn’t load this user" failureId={found.failureId} />
    )
  }
  const [person, posts] = found.value
  if (!person) notFound()
  const isSelf = id === adminId
  const now = new Date().toISOString()
  const shown = person.name.trim() || person.email

  return (
    <div className="grid grid-cols-1">
      <p className="mb-6 text-sm">
        <TextLink href="/admin/users">All users</TextLink>
      </p>
      <header className="mb-8 flex items-center gap-5">
        <Avatar {...portraitOf(shown, person.image)} size="lg" />
        <div className="grid min-w-0 grid-cols-1 gap-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 dir="auto" className="min-w-0 text-xl wrap-anywhere">
              {shown}
            </h1>
            <PersonBadges person={person} />
          </div>
          <p className="wrap-anywhere text-muted-foreground">
            <bdi>{person.email}</bdi>
          </p>
          <p className="text-sm text-muted-foreground">
            Joined <RelativeTime date={person.createdAt.toISOString()} now={now} />
          </p>
        </div>
      </header>
      <div className="not-empty:mb-8">
        <FormResult searchParams={about} />
      </div>

      {isSelf ? (
        <Section id="self" title="Your own account">
          <p className="text-muted-foreground">
            You can’t change your own role, ban or delete yourself here.{' '}
            <TextLink href="/account">Go to your account</TextLink>
          </p>
        </Section>
      ) : (
        <>
          <Section id="role" title="Role" description="Admins can open these pages.">
            <RoleForm person={person} />
          </Section>
          <Section
            id="ban"
            title="Ban"
            description="Signs them out everywhere and keeps them out. What they published stays."
          >
            <BanForm person={person} />
          </Section>
          <Section id="sessions" title="Sessions" description="Where they’re signed in.">
            <Sessions userId={id} sessions={sessions} now={now} />
          </Section>
        </>
      )}

      <Section
        id="posts"
        title="Published posts"
        description="Drafts are private and aren’t shown."
      >
        <div className="grid grid-cols-1 gap-6">
          <Posts posts={posts.rows} authorId={id} now={now} />
          <Pager
            newer={posts.newer && `${path}?newer=${posts.newer}`}
            older={posts.older && `${path}?older=${posts.older}`}
          />
        </div>
      </Section>

      {!isSelf && (
        <Section
          id="removal"
          title="Delete account"
          description="Deletes the account, posts, drafts, profile and quote."
        >
          <RemovalForm userId={id} name={shown} />
        </Section>
      )}
    </div>
  )
}
