/** Makes this worker throw or spin for ever on its n-th message; its name is `crash:n` or `hang:n`. */
const [fault, nth] = self.name.split(':');
let count = 0;
self.addEventListener('message', (event) => {
  if (++count !== Number(nth)) return;
  event.stopImmediatePropagation();
  if (fault === 'crash') throw new Error('struck down by the test');
  for (;;);
});

export {};
