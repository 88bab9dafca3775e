// Puts in place what the service sends. It computes nothing and knows no panel: an element with data-live is replaced by the event of its id.
// What is sent was escaped where it was made; the browser lets no other script make markup (trusted-types) and runs none that stands in it.
const markup = window.trustedTypes?.createPolicy('panels', { createHTML: sent => sent }) ?? { createHTML: sent => sent };
const longestSilence = 40_000; // the service says something every 15 seconds
const connection = document.getElementById('connection');
const panels = document.querySelectorAll('[data-live]');

let source;
let heardAt = performance.now();

function tell(state, text) {
  if (connection.dataset.state === state) return; // not read aloud again
  connection.dataset.state = state;
  connection.textContent = text;
}

function replace(panel, sent) {
  const held = panel.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  panel.innerHTML = markup.createHTML(sent);
  if (held !== null) [...panel.querySelectorAll('a')].find(link => link.getAttribute('href') === held)?.focus({ preventScroll: true });
}

function lose() {
  document.body.dataset.stale = '';
  tell('lost', `Disconnected since ${document.querySelector('.clock')?.textContent ?? 'the start'}, trying again`);
}

// The service may have ended this session, or know more panels than this page: then the page is loaded anew. If it is away, we wait for it.
async function reconnect() {
  source?.close();
  try {
    const answer = await fetch('/', { redirect: 'manual' });
    if (answer.type === 'opaqueredirect') return location.reload();
  } catch {
    // away
  }
  connect();
}

function connect() {
  source = new EventSource('live');
  heardAt = performance.now();
  for (const panel of panels) source.addEventListener(panel.id, event => replace(panel, event.data));
  source.addEventListener('title', event => { document.title = event.data; });
  source.addEventListener('version', event => { if (event.data !== document.body.dataset.version) location.reload(); });
  source.addEventListener('painted', () => {
    heardAt = performance.now();
    delete document.body.dataset.stale;
    tell('live', 'Live');
  });
  source.addEventListener('error', () => {
    lose();
    if (source.readyState === EventSource.CLOSED) setTimeout(reconnect, 3_000); // it was refused, and the browser gives up by itself
  });
}

setInterval(() => {
  if (performance.now() - heardAt < longestSilence) return;
  lose();
  heardAt = performance.now();
  reconnect();
}, 5_000);

connect();
