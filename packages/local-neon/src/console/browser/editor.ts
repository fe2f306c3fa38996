/** CodeMirror instead of the textarea. */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { PostgreSQL, sql } from '@codemirror/lang-sql'
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language'
import { EditorState, Prec, StateEffect, StateField } from '@codemirror/state'
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  type DecorationSet,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { wordAt } from '../sql/positions'

export interface Editor {
  text(): string
  /** The selection, or everything if there is none, and where it begins. */
  chosen(): { text: string; offset: number }
  /** Marks the word at an offset; null removes the mark, as does the next change. */
  mark(offset: number | null): void
}

export interface EditorEvents {
  submit(mode: 'run' | 'explain'): void
  selected(hasSelection: boolean): void
}

const setMark = StateEffect.define<number | null>()
const failed = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = transaction.docChanged ? Decoration.none : marks
    for (const effect of transaction.effects) {
      if (!effect.is(setMark)) continue
      next =
        effect.value === null
          ? Decoration.none
          : markAt(transaction.newDoc.toString(), effect.value)
    }
    return next
  },
  provide: (field) => EditorView.decorations.from(field),
})

/** There's no word at the end of the text, so its last character is marked instead. */
function markAt(text: string, offset: number): DecorationSet {
  if (text === '') return Decoration.none
  const length = wordAt(text, offset).length
  const from = length > 0 ? offset : Math.max(0, Math.min(offset, text.length) - 1)
  return Decoration.set(
    Decoration.mark({ class: 'failed' }).range(from, from + Math.max(length, 1)),
  )
}

/** The console's colours reach the editor's shadow tree as variables. */
const look = EditorView.theme({
  '&': {
    fontSize: '0.875rem',
    backgroundColor: 'var(--page)',
    color: 'var(--text)',
    maxHeight: '60vh',
  },
  '&.cm-focused': {
    outline: '2px solid var(--accent)',
    outlineOffset: '2px',
    borderRadius: '0.25rem',
  },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', minHeight: '14rem' },
  '.cm-content': { padding: '0.625rem 0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0 0.75rem' },
  '.cm-gutters': { backgroundColor: 'var(--page)', color: 'var(--muted)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '2.5rem' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    {
      background: 'color-mix(in oklab, var(--accent) 25%, transparent)',
    },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--soft)',
    outline: '1px solid var(--input)',
  },
  '.failed': {
    backgroundColor: 'var(--danger-soft)',
    textDecoration: 'underline wavy var(--danger)',
    textUnderlineOffset: '0.25em',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--card)',
    border: '1px solid var(--line)',
    borderRadius: '0.5rem',
    boxShadow: '0 8px 28px rgb(0 0 0 / 0.12)',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '14rem' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--tint)',
    color: 'var(--accent)',
  },
})

const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.keyword, color: 'var(--accent)', fontWeight: '500' },
    { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
    { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
    { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--code-type)' },
    { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
  ]),
)

/** Adds the editor and hides the textarea. */
export function createEditor(textarea: HTMLTextAreaElement, events: EditorEvents): Editor {
  const surface = document.createElement('div')
  surface.className = 'surface'
  textarea.before(surface)
  textarea.hidden = true
  // In a shadow tree, its styles are sheets, not `style` elements, which the page's CSP forbids.
  const root = surface.attachShadow({ mode: 'open' })
  const submit = (mode: 'run' | 'explain') => () => {
    events.submit(mode)
    return true
  }
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: textarea.value,
      extensions: [
        Prec.high(
          keymap.of([
            { key: 'Mod-Enter', run: submit('run') },
            { key: 'Shift-Mod-Enter', run: submit('explain') },
          ]),
        ),
        // No Tab: it leaves the editor, like any other field.
        keymap.of([
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        lineNumbers(),
        history(),
        drawSelection(),
        highlightSpecialChars(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ icons: false }),
        sql({ dialect: PostgreSQL, schema: tablesOf(textarea) }),
        look,
        colours,
        failed,
        EditorView.contentAttributes.of({
          'aria-label': 'SQL',
          autocapitalize: 'off',
          tabindex: '0',
        }),
        EditorView.updateListener.of(({ state, selectionSet }) => {
          if (selectionSet) events.selected(!state.selection.main.empty)
        }),
      ],
    }),
  })
  document.querySelector('label[for=sql]')?.addEventListener('click', () => view.focus())
  return {
    text: () => view.state.doc.toString(),
    chosen() {
      const { from, to, empty } = view.state.selection.main
      const text = empty ? view.state.doc.toString() : view.state.sliceDoc(from, to)
      return { text, offset: empty ? 0 : from }
    },
    mark(offset) {
      const effects: StateEffect<unknown>[] = [setMark.of(offset)]
      if (offset !== null) {
        const place = Math.min(offset, view.state.doc.length)
        effects.push(EditorView.scrollIntoView(place, { y: 'nearest' }))
      }
      view.dispatch({ effects })
    },
  }
}

function tablesOf(textarea: HTMLTextAreaElement): Record<string, string[]> {
  const given: unknown = JSON.parse(
    textarea.closest<HTMLElement>('[data-tables]')?.dataset['tables'] ?? '{}',
  )
  const tables: Record<string, string[]> = {}
  if (typeof given !== 'object' || given === null) return tables
  for (const [name, columns] of Object.entries(given)) {
    if (Array.isArray(columns)) tables[name] = columns.map(String)
  }
  return tables
}
