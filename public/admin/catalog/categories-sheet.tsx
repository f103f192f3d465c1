import { useState } from 'preact/hooks'
import type { CategoryView } from '../../../src/wire.ts'
import { DownIcon, UpIcon } from '../../desk/icons.tsx'
import { InlineEdit } from '../../desk/inline-edit.tsx'
import { Loaded } from '../../desk/loaded.tsx'
import { useCall } from '../../desk/session.tsx'
import { useProblemText } from '../../desk/use-problem-text.ts'
import type { Loading } from '../../desk/use-resource.ts'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { Confirm } from '../../shared/confirm.tsx'
import { Field } from '../../shared/field.tsx'
import { TrashIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { Sheet } from '../../shared/sheet.tsx'
import { indented } from './use-categories.ts'
import { catalogWords } from './words.ts'

type Tree = readonly CategoryView[]
type Props = {
  readonly categories: Loading<Tree>
  onClose(): void
  show(text: string, kind?: 'plain' | 'bad'): void
}

const deepest = 3

/** The tree: add, rename, put in order, delete. */
export function CategoriesSheet({ categories, onClose, show }: Props) {
  const say = useWords(catalogWords)
  const sayDesk = useWords(deskWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const [leaving, setLeaving] = useState<CategoryView | null>(null)

  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work()
      categories.reload()
      return true
    } catch (error) {
      show(sayProblem(error), 'bad')
      return false
    }
  }
  const place = (tree: Tree, { id, parentId }: CategoryView, by: number) => {
    const ids = tree.filter(other => other.parentId === parentId).map(other => other.id)
    const to = ids.indexOf(id) + by
    const body = { parentId, ids: ids.filter(other => other !== id).toSpliced(to, 0, id) }
    return attempt(() => call('PUT', '/api/v1/categories/order', { body }))
  }
  const siblings = (tree: Tree, parentId: string | null) =>
    tree.filter(other => other.parentId === parentId).length

  return (
    <Sheet title={say('manageCategories')} closeLabel={sayDesk('close')} onClose={onClose}>
      <div class="form">
        <Loaded loading={categories}>
          {tree => (
            <>
              {tree.length === 0 && <p class="field-hint">{say('noCategories')}</p>}
              <ul class="tree">
                {tree.map(category => (
                  <li key={category.id} style={{ '--depth': category.depth }}>
                    <InlineEdit
                      label={category.name}
                      quietLabel
                      value={category.name}
                      maxLength={40}
                      save={async name => {
                        await call('PATCH', `/api/v1/categories/${category.id}`, {
                          body: { name: name.trim() },
                        })
                        categories.reload()
                      }}
                    />
                    <span class="quiet small">{say('categoryCount', { count: category.products })}</span>
                    <span class="tree-actions">
                      <Button
                        kind="quiet"
                        icon
                        aria-label={`${say('earlier')}: ${category.name}`}
                        disabled={category.position === 0}
                        onClick={() => place(tree, category, -1)}
                      >
                        <UpIcon />
                      </Button>
                      <Button
                        kind="quiet"
                        icon
                        aria-label={`${say('later')}: ${category.name}`}
                        disabled={category.position === siblings(tree, category.parentId) - 1}
                        onClick={() => place(tree, category, 1)}
                      >
                        <DownIcon />
                      </Button>
                      <Button
                        kind="quiet"
                        icon
                        aria-label={say('deleteCategory', { name: category.name })}
                        disabled={tree.some(other => other.parentId === category.id)}
                        onClick={() => setLeaving(category)}
                      >
                        <TrashIcon />
                      </Button>
                    </span>
                  </li>
                ))}
              </ul>
              <NewCategory
                tree={tree}
                add={body => attempt(() => call('POST', '/api/v1/categories', { body }))}
              />
            </>
          )}
        </Loaded>
      </div>
      {leaving && (
        <Confirm
          title={say('deleteCategory', { name: leaving.name })}
          confirmLabel={say('delete')}
          cancelLabel={say('keep')}
          onClose={() => setLeaving(null)}
          onConfirm={async () => {
            await attempt(() => call('DELETE', `/api/v1/categories/${leaving.id}`))
            setLeaving(null)
          }}
        >
          <p>{say('deleteCategoryText')}</p>
        </Confirm>
      )}
    </Sheet>
  )
}

function NewCategory({ tree, add }: { tree: Tree; add(body: object): Promise<boolean> }) {
  const say = useWords(catalogWords)
  const [name, setName] = useState('')
  const [parentId, setParentId] = useState('')
  const submit = async (event: Event) => {
    event.preventDefault()
    if (name.trim() === '') return
    if (await add({ name: name.trim(), parentId: parentId || null })) setName('')
  }
  return (
    <form class="form" onSubmit={submit} noValidate>
      <div class="form-row">
        <Field label={say('newCategory')}>
          {attributes => (
            <input
              {...attributes}
              value={name}
              maxLength={40}
              data-testid="category-name"
              onInput={event => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={say('under')}>
          {attributes => (
            <select
              {...attributes}
              value={parentId}
              onChange={event => setParentId(event.currentTarget.value)}
            >
              <option value="">{say('top')}</option>
              {tree
                .filter(category => category.depth < deepest)
                .map(category => (
                  <option key={category.id} value={category.id}>
                    {indented(category)}
                  </option>
                ))}
            </select>
          )}
        </Field>
      </div>
      <Button type="submit" kind="primary" data-testid="add-category">
        {say('addCategory')}
      </Button>
    </form>
  )
}
