import { useSignal } from '@preact/signals';
import { type FieldValue, fieldsOf, flatten } from '@/engine/experiment/fields';
import { Entry } from '@/ui/entry';
import { Segments } from '@/ui/segments';
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
  const groups = Object.keys(GROUPS) as Group[];
  return (
    <>
      <fieldset class="experiments">
        <legend>Experiments</legend>
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
          Duplicate
        </button>
        <button
          type="button"
          class="chip add"
          disabled={busy || variants.length < 2}
          onClick={() => model.remove()}
        >
          Remove
        </button>
      </fieldset>
      <div class="fields">{groups.flatMap((group) => paths(group, true)).map(control)}</div>
      <details class="more fields-more">
        <summary>More of this experiment</summary>
        <div class="fields">
          <Entry
            label="Name"
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
              label="A change is for"
              value={everywhere.value ? 'all' : 'one'}
              options={[
                { value: 'one', label: 'this one' },
                { value: 'all', label: 'all' },
              ]}
              onChange={(value) => {
                everywhere.value = value === 'all';
              }}
            />
          )}
        </div>
        {groups.map((group) => (
          <fieldset class="group" key={group}>
            <legend>{GROUPS[group]}</legend>
            <div class="fields">{paths(group, false).map(control)}</div>
          </fieldset>
        ))}
      </details>
    </>
  );
}
