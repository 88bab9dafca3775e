// Makes each heading of a table a button that sorts by it. Without scripts the tables stay as they are.
const words = new Intl.Collator(undefined, { numeric: true });

function compare(left, right) {
  const ranks = [left, right].map(cell => cell.dataset.rank === undefined ? NaN : Number(cell.dataset.rank));
  return ranks.some(Number.isNaN) ? words.compare(left.textContent, right.textContent) : ranks[0] - ranks[1];
}

function isBlank(cell) {
  return cell.querySelector('.none') !== null;
}

function sort(heading) {
  const body = heading.closest('table').tBodies[0];
  const place = Number(heading.dataset.place);
  const isNumber = heading.classList.contains('number');
  const before = heading.getAttribute('aria-sort');
  const order = before === null ? (isNumber ? 'descending' : 'ascending') : before === 'ascending' ? 'descending' : 'ascending';
  const sign = order === 'ascending' ? 1 : -1;
  for (const other of heading.closest('thead').querySelectorAll('[aria-sort]')) other.removeAttribute('aria-sort');
  heading.setAttribute('aria-sort', order);
  const rows = [...body.rows].sort((left, right) => {
    const [a, b] = [left.cells[place], right.cells[place]];
    return isBlank(a) || isBlank(b) ? isBlank(a) - isBlank(b) : sign * compare(a, b); // what has no value stands last either way
  });
  body.append(...rows);
}

for (const heading of document.querySelectorAll('table.sortable th[data-place]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.append(...heading.childNodes);
  button.addEventListener('click', () => sort(heading));
  heading.append(button);
}
