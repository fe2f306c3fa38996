'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { deleteQuote, quoteInput, saveQuote } from '@/lib/quotes'
import { signedInAction } from '../signed-in-action'

/** Keeps the viewer's favourite quote, in place of the one before. */
export const keepQuote = signedInAction(
  { event: 'quotes.save', input: quoteInput, path: '/' },
  async ({ user, value }) => {
    await saveQuote(user.id, value.message)
    redirect('/')
  },
)

/** Forgets the viewer's favourite quote. */
export const forgetQuote = signedInAction(
  { event: 'quotes.delete', input: z.object({}), path: '/' },
  async ({ user }) => {
    await deleteQuote(user.id)
    redirect('/')
  },
)
