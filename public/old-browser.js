// Looks, before anything else runs, for what the figures need of a browser, and says in a sentence
// what is missing. Written for the oldest of them: no module, no syntax after 2009.
(function () {
  var own = document.currentScript;
  var needed = {
    'module scripts': 'noModule' in document.createElement('script'),
    'custom elements': 'customElements' in window,
    'intersection observers': 'IntersectionObserver' in window,
    'resize observers': 'ResizeObserver' in window,
    'structured cloning': 'structuredClone' in window,
    'private fields and what came with them': 'hasOwn' in Object,
  };
  var wanted = { WebAssembly: 'WebAssembly' in window, workers: 'Worker' in window };

  function missing(features) {
    var list = [];
    for (var name in features) if (!features[name]) list.push(name);
    return list.join(', ');
  }

  var words = missing(needed) ? 'needs' : 'wants';
  var what = missing(needed) || missing(wanted);
  if (!what || !own) return;
  var note = document.createElement('p');
  note.className = 'notice';
  note.setAttribute('role', 'note');
  note.appendChild(document.createTextNode(own.getAttribute('data-' + words).replace('…', what)));
  function show() {
    var main = document.querySelector('main');
    if (main) main.insertBefore(note, main.firstChild);
  }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', show);
  else show();
})();
