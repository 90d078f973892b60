import { say } from '@/words';

/**
 * Shows one figure alone, over the whole window, with larger controls: for a class. Escape, the
 * button, or leaving full screen ends it. The rest of the page is out of reach meanwhile.
 */
export function present(figure: HTMLElement): void {
  if (figure.classList.contains('presented')) return;
  const rest = everythingBeside(figure).filter((element) => !element.inert);
  const leave = document.createElement('button');
  leave.type = 'button';
  leave.className = 'button leave';
  leave.textContent = say().take.leave;

  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    figure.classList.remove('presented');
    figure.hidePopover?.();
    figure.removeAttribute('popover');
    for (const element of rest) element.inert = false;
    leave.remove();
    document.removeEventListener('keydown', onKey);
    document.removeEventListener('fullscreenchange', onScreen);
    if (document.fullscreenElement) void document.exitFullscreen();
    figure.scrollIntoView();
  };
  const onKey = ({ key }: KeyboardEvent) => key === 'Escape' && end();
  const onScreen = () => !document.fullscreenElement && end();

  // The top layer is the one place that no ancestor's containment can clip.
  figure.setAttribute('popover', 'manual');
  figure.classList.add('presented');
  figure.showPopover?.();
  for (const element of rest) element.inert = true;
  figure.append(leave);
  leave.addEventListener('click', end);
  document.addEventListener('keydown', onKey);
  // Granted only after a click; a link to a presentation fills the window instead.
  document.documentElement.requestFullscreen?.().then(
    () => {
      // The browser may take longer than an impatient presenter.
      if (ended) void document.exitFullscreen();
      else document.addEventListener('fullscreenchange', onScreen);
    },
    () => undefined,
  );
}

function everythingBeside(element: HTMLElement): HTMLElement[] {
  const beside: HTMLElement[] = [];
  for (let at = element; at !== document.body && at.parentElement; at = at.parentElement) {
    for (const sibling of at.parentElement.children) {
      if (sibling !== at && sibling instanceof HTMLElement) beside.push(sibling);
    }
  }
  return beside;
}
