import { ownWords } from '../parts/own-words';
import type { Control, Definition } from './definition';

/** @returns a comparison with its own texts in the page’s language. */
export function inWords(definition: Definition): Definition {
  const own = ownWords(definition.id);
  if (!own) return definition;
  const { controls, more, variants } = definition;
  return {
    ...definition,
    controls: controlsIn(controls, own),
    ...(more && { more: controlsIn(more, own) }),
    variants: (settings) =>
      variants(settings).map((variant) => ({ ...variant, name: own(variant.name) })),
  };
}

/** Labels of controls and of their options in other words; what they set stays. */
export function controlsIn(
  controls: readonly Control[],
  own: (text: string) => string,
): readonly Control[] {
  return controls.map((control) => {
    const label = own(control.label);
    if (!('options' in control)) return { ...control, label };
    const options = control.options.map((option) => {
      if (typeof option === 'object') return { ...option, label: own(option.label) };
      const said = own(String(option));
      return said === String(option) ? option : { value: option, label: said };
    });
    return { ...control, label, options };
  });
}
