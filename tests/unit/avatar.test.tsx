import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Avatar } from '@/components/ui/avatar'
import { initials, portraitOf } from '@/components/ui/portrait'

it.each([
  ['Ada Lovelace', 'AL'],
  ['ada', 'A'],
  ['  Gaius   Julius  Caesar ', 'GC'],
  ['李 小龙', '李'],
  ['محمد علي', 'م'],
  ['👩‍🚀 Sally Ride', '👩‍🚀'],
  ['Éloïse Øster', 'ÉØ'],
  ['', ''],
])('the initials of "%s" are "%s"', (name, letters) => expect(initials(name)).toBe(letters))

describe('Avatar', () => {
  const picture = (image: string) => renderToStaticMarkup(<Avatar {...portraitOf('Ada', image)} />)

  it('shows a picture from an https address', () => {
    expect(picture('https://example.com/ada.png')).toContain('https://example.com/ada.png')
  })

  it('shows a picture of ours', () => {
    expect(picture('/avatars/ines.svg')).toContain('url(&quot;/avatars/ines.svg&quot;)')
  })

  it.each(['/avatars/../a.svg', '/avatars/a.svg"', '//a.example/avatars/a.svg', '/posts'])(
    'shows no picture from %s',
    (image) => expect(picture(image)).not.toContain('background-image'),
  )

  it.each(['http://example.com/a.png', 'javascript:alert(1)', 'data:image/png;base64,AA', 'ada'])(
    'shows no picture from %s',
    (image) => expect(picture(image)).not.toContain('background-image'),
  )

  it('lets no address end the string in which it stands', () => {
    const html = picture('https://example.com/");color:red;\\"x')
    expect(html).not.toContain('");color')
    expect(html).not.toContain('\\')
  })
})
