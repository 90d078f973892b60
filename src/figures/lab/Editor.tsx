import { useSignal } from '@preact/signals';
import { type FieldValue, fieldsOf, flatten } from '@/engine/experiment/fields';
import { Entry } from '@/ui/entry';
import { Segments } from '@/ui/segments';
import { say } from '@/words';
import { applies, FieldControl } from './FieldControl';
import { LONGEST_NAME, MOST_MEMBERS } from './members';
import type { LabModel } from './model';
import { GROUPS, type Group, TABLE } from './table';

/** The experiments side by side, and the controls of the one under the hand. */
export function Editor({ model, busy }: { readonly model: LabModel; readonly busy: boolean }) {
  const everywhere = useSignal(false);
  const variants = model.variants.value;
  const at = model.selected.value;
  const member = model.members.value[at]!;
  const { experiment } = member;
  const flat = flatten(experiment);
  const fields = fieldsOf(experiment).filter(({ path }) => applies(path, flat));
  const control = (path: string) => {
    const field = fields.find((one) => one.path === path)!;
    return (
      <FieldControl
        key={`${at} ${path}`}
        field={field}
        value={flat[path] ?? ''}
        onChange={(value: FieldValue) => {
          try {
            model.setField(path, value, everywhere.value && variants.length > 1);
            model.said.value = undefined;
          } catch (error) {
            // An entry says it at its own place; a list has none.
            if (['choice', 'flag', 'part'].includes(field.type.kind)) {
              model.tell((error as Error).message, true);
            } else throw error;
          }
        }}
      />
    );
  };
  const paths = (group: Group, main: boolean) =>
    fields
      .map(({ path }) => path)
      .filter((path) => TABLE[path]!.group === group && (TABLE[path]!.main ?? false) === main);
  const words = say().lab;
  return (
    <>
      <fieldset class="experiments">
        <legend>{words.editor.title}</legend>
        {variants.map(({ key, name, hue }, i) => (
          <button
            type="button"
            key={key}
            class={`chip hue-${hue}`}
            aria-pressed={i === at}
            onClick={() => {
              model.selected.value = i;
            }}
          >
            <span class="name">{name}</span>
          </button>
        ))}
        <button
          type="button"
          class="chip add"
          disabled={busy || variants.length >= MOST_MEMBERS}
          onClick={() => model.add()}
        >
          {words.editor.duplicate}
        </button>
        <button
          type="button"
          class="chip add"
          disabled={busy || variants.length < 2}
          onClick={() => model.remove()}
        >
          {words.editor.remove}
        </button>
      </fieldset>
      <div class="fields">{GROUPS.flatMap((group) => paths(group, true)).map(control)}</div>
      <details class="more fields-more">
        <summary>{words.editor.more}</summary>
        <div class="fields">
          <Entry
            label={words.editor.name}
            key={at}
            value={member.name ?? variants[at]!.name}
            maxLength={LONGEST_NAME}
            onEnter={(text) => {
              model.rename(text);
              return undefined;
            }}
          />
          {variants.length > 1 && (
            <Segments
              label={words.editor.changeIsFor}
              value={everywhere.value ? 'all' : 'one'}
              options={[
                { value: 'one', label: words.editor.one },
                { value: 'all', label: words.editor.all },
              ]}
              onChange={(value) => {
                everywhere.value = value === 'all';
              }}
            />
          )}
        </div>
        {GROUPS.map((group) => (
          <fieldset class="group" key={group}>
            <legend>{words.groups[group]}</legend>
            <div class="fields">{paths(group, false).map(control)}</div>
          </fieldset>
        ))}
      </details>
    </>
  );
}
