'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { deleteQuote, quoteInput, saveQuote } from '@/lib/quotes'
import { signedInAction } from '../signed-in-action'

/** Saves the viewer's favourite quote, replacing any old one. */
export const keepQuote = signedInAction(
  { event: 'quotes.save', input: quoteInput, path: '/' },
  async ({ user, value }) => {
    await saveQuote(user.id, value.message)
    redirect('/')
  },
)

/** Deletes the viewer's favourite quote. */
export const forgetQuote = signedInAction(
  { event: 'quotes.delete', input: z.object({}), path: '/' },
  async ({ user }) => {
    await deleteQuote(user.id)
    redirect('/')
  },
)
