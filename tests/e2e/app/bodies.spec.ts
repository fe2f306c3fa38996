import { expect, newAccount, test } from '../support/fixtures'
import { formOf, post } from '../support/forms'

const boundary = '----FormBoundary7MA4YWxkTrZu0gW'
const multipart = { 'Content-Type': `multipart/form-data; boundary=${boundary}` }

/** Sent in chunks: its length isn't known in advance. */
function chunked(size: number): ReadableStream {
  return new Blob(['x'.repeat(size)]).stream()
}

const broken: Record<string, [body: string, headers: Record<string, string>]> = {
  empty: ['', multipart],
  'cut off': [`--${boundary}\r\nContent-Disposition: form-data; name="name"\r\n\r\nEv`, multipart],
  'without a boundary': ['name=Eve', { 'Content-Type': 'multipart/form-data' }],
  'with another boundary': ['--other\r\n\r\n--other--\r\n', multipart],
}

for (const [title, [body, headers]] of Object.entries(broken)) {
  test(`a form that is ${title} is refused with a page`, async () => {
    const response = await post('/auth/sign-up', body, headers)
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toContain('text/html')
    expect(await response.text()).toContain('We couldn’t read this form')
  })

  test(`a call of an action that is ${title} is refused too`, async () => {
    const response = await post('/auth/sign-up', body, {
      ...headers,
      'Next-Action': 'a'.repeat(42),
    })
    expect(response.status).toBe(400)
  })
}

for (const size of [129 * 1024, 300 * 1024, 4 * 1024 * 1024]) {
  test(`a body of ${size / 1024} KB without a Content-Length is refused`, async () => {
    const response = await post('/auth/sign-up', chunked(size), multipart)
    expect(response.status).toBe(413)
    expect(await response.text()).toContain('That was too large')
  })
}

test('a good form without a Content-Length is accepted', async ({ page }) => {
  const data = await formOf(page, '/auth/sign-up')
  const fields = { name: 'Eve', email: newAccount().email, password: 'long enough password' }
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  const encoded = new Response(data)
  const contentType = encoded.headers.get('content-type') ?? ''
  const response = await post('/auth/sign-up', encoded.body ?? '', { 'Content-Type': contentType })
  expect(response.status).toBe(303)
})
