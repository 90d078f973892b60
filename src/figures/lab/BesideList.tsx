import type { OpenedSurface } from '@/files/opened';
import { Choice } from '@/ui/choice';
import { NumberField } from '@/ui/number-field';
import { say } from '@/words';
import type { Beside } from './beside';
import { MOST_MEMBERS } from './members';
import type { LabModel } from './model';

/** What stands beside the experiments, how it is shown, and how to be rid of it. */
export function BesideList({ model }: { readonly model: LabModel }) {
  const list = model.besides.list.value;
  if (list.length === 0) return null;
  const words = say().lab.beside;
  return (
    <ul class="beside" aria-label={words.title}>
      {list.map((one) => (
        <li key={one.id}>
          <strong>{one.name}</strong>
          <span class="quiet">{kindWords(one)}</span>
          {one.kind === 'surface' && losses(one.surface).length > 1 && (
            <Choice
              label={words.layer}
              value={String(one.layer)}
              options={losses(one.surface)}
              onChange={(text) => model.besides.look(one.id, { layer: Number(text) })}
            />
          )}
          {one.kind === 'surface' && (
            <NumberField
              label={words.classes}
              value={one.classes}
              min={2}
              max={1000}
              onChange={(classes) => model.besides.look(one.id, { classes })}
            />
          )}
          {one.kind === 'run' && (
            <button
              type="button"
              class="button small"
              onClick={() => {
                const member = { name: one.name, experiment: one.run.experiment };
                if (model.members.value.length < MOST_MEMBERS) model.add(member);
                else model.replace(member);
              }}
            >
              {words.setUp}
            </button>
          )}
          <button type="button" class="button small" onClick={() => model.besides.remove(one.id)}>
            {words.remove}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The layers that can be shown as a loss; accuracies go along into saved files. */
function losses({ layers }: OpenedSurface): { value: string; label: string }[] {
  return layers
    .map(({ name }, i) => ({ value: String(i), label: name }))
    .filter(({ label }, i) => i === 0 || !/acc|err/i.test(label));
}

function kindWords(one: Beside): string {
  const { origin } = say();
  const words = say().lab.beside;
  if (one.kind === 'run') return words.run(origin[one.origin]);
  if (one.kind === 'network') return origin.weights;
  const { x, y, missing } = one.surface;
  const size = y.length === 1 ? words.line(x.length) : words.surface(x.length, y.length);
  return [
    size,
    missing > 0 && words.missing(missing),
    lowestWords(one.surface, one.layer),
    one.path && words.path(one.path.x.length),
  ]
    .filter(Boolean)
    .join(', ');
}

/** Where the lowest value is, and how low. */
function lowestWords({ x, y, layers }: OpenedSurface, layer: number): string {
  const { values } = layers[layer]!;
  let at = -1;
  values.forEach((value, i) => {
    if (Number.isFinite(value) && (at < 0 || value < values[at]!)) at = i;
  });
  const words = say().lab.beside;
  if (at < 0) return words.nothing;
  const place = [x[at % x.length]!, ...(y.length > 1 ? [y[Math.floor(at / x.length)]!] : [])];
  return words.lowest(digits(values[at]!), place.map(digits).join(', '));
}

function digits(value: number): string {
  // Axes made by adding up are a hair off 0.
  const near = Math.abs(value) < 1e-9 ? 0 : value;
  return String(Number(near.toPrecision(4))).replace('-', '−');
}
