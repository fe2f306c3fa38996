'use server'

import { redirect } from 'next/navigation'
import { attempt } from '@/lib/server/attempt'
import { getFreshViewer } from '@/lib/auth/session'
import { keptText, parseForm, type ActionState } from '@/lib/form'
import { deleteQuote, quoteInput, saveQuote } from '@/lib/quotes'
import { databaseFailure, viewerFailure } from '../failures'

/** Keeps the viewer's favourite quote, in place of the one before. */
export async function keepQuote(_previous: ActionState, data: FormData): Promise<ActionState> {
  const kept = keptText(data, ['message'])
  const state = await getFreshViewer()
  if (state.status !== 'signed-in') return viewerFailure(state, '/', kept)
  const form = parseForm(quoteInput, data)
  if (!form.ok) return form.state
  const result = await attempt('quotes.save', () => saveQuote(state.viewer.id, form.value.message))
  if (!result.ok) return databaseFailure(result.failureId, kept)
  redirect('/')
}

/** Forgets the viewer's favourite quote. */
export async function forgetQuote(_previous: ActionState, _data: FormData): Promise<ActionState> {
  const state = await getFreshViewer()
  if (state.status !== 'signed-in') return viewerFailure(state, '/')
  const result = await attempt('quotes.delete', () => deleteQuote(state.viewer.id))
  if (!result.ok) return databaseFailure(result.failureId)
  redirect('/')
}
