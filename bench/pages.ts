import { commonWord, rareWord } from '../scripts/support/bulk-posts'
import type { Server } from './server'

/** A page that is measured. */
export interface Page {
  name: string
  /** Where a server has it; undefined when it has nothing of the kind. */
  path: (server: Server) => string | undefined
  /** Whether a reader who has signed in asks for it, or a stranger. */
  signedIn: boolean
  /** What stands in it when it is whole: a page that only says that something failed is not measured. */
  shows: string
}

const reader = 'Demo Reader'

/** The pages of the app, each of which the reference app has in a plain form. */
export const pages: Page[] = [
  { name: '/ (stranger)', path: () => '/', signedIn: false, shows: 'Sign in' },
  { name: '/ (reader)', path: () => '/', signedIn: true, shows: reader },
  { name: '/posts', path: () => '/posts', signedIn: true, shows: 'Post 2:' },
  { name: '/posts/[id]', path: () => '/posts/2', signedIn: true, shows: 'Post 2:' },
  { name: '/posts/mine', path: () => '/posts/mine', signedIn: true, shows: 'Post 1:' },
  { name: '/posts/new', path: () => '/posts/new', signedIn: true, shows: '<textarea' },
  { name: '/account', path: () => '/account', signedIn: true, shows: 'demo@example.com' },
  { name: '/auth/sign-in', path: () => '/auth/sign-in', signedIn: false, shows: 'type="password"' },
]

/** What many posts could make slow, beside the same with few; the reference app has no such pages. */
export const largePages: Page[] = [
  {
    name: '/posts, page 1,000',
    path: (server) => (server.isReference ? undefined : `/posts${server.database.farPage}`),
    signedIn: true,
    shows: 'Post ',
  },
  {
    name: '/posts, a common word',
    path: (server) => (server.isReference ? undefined : `/posts?search=${commonWord}`),
    signedIn: true,
    shows: '</mark>',
  },
  {
    name: '/posts, a rare word',
    path: (server) => (server.isReference ? undefined : `/posts?search=${rareWord}`),
    signedIn: true,
    shows: '</mark>',
  },
]
