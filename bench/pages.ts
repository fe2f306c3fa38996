import { commonWord, rareWord } from '../scripts/support/bulk-posts'
import type { Server } from './server'

/** A page to measure. */
export interface Page {
  name: string
  /** Where a server has it; undefined if it has no such page. */
  path: (server: Server) => string | undefined
  /** Whether a signed-in reader asks for it, or a stranger. */
  signedIn: boolean
  /** Text in a complete page: a page that only reports a failure isn't measured. */
  shows: string
}

const reader = 'Demo Reader'

/** The app's pages; the reference app has a plain form of each. */
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

/** What many posts could slow down, next to the same with few; the reference app has no such page. */
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
