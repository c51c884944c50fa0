// plain.mjs - the same work by forms and links, with scripts off.
import { URL_, check, done, group, has, is, person, sign_in, sql, state } from './lib.mjs';

const page = await person({ javaScriptEnabled: false });
async function click(locator) { await Promise.all([page.waitForNavigation({ waitUntil: 'domcontentloaded' }), locator.click()]); }
const button = (name) => page.locator('main').getByRole('button', { name });

await sign_in(page, 'lea');
await page.goto(`${URL_}/q/library`);
await click(page.getByRole('link', { name: 'Start with the first' }));
const id = () => Number(page.url().match(/\/g\/(\d+)/)?.[1]);
let card = id();
await click(button('Approve'));
is('approved', state(card), 'approved');
has('says so', await page.textContent('.message'), 'Approved.');
check(id() !== card, 'the next card follows');
await click(button('Undo my last'));
is('undone', state(card), 'machine');

await page.goto(`${URL_}/g/${card}?dept=library`);
await page.locator('summary', { hasText: 'Reject' }).click();
await click(button('Not a question'));
is('rejected', state(card), 'rejected');
await page.goto(`${URL_}/g/${card}?dept=library`);
await click(button('Reopen'));
is('reopened', state(card), 'reopened');
await page.locator('summary', { hasText: 'Park' }).click();
await click(button('In a week'));
is('parked', state(card), 'parked');

card = group('use e-books and journals');
await page.goto(`${URL_}/g/${card}?dept=library`);
await click(button('Edit'));
await page.fill('#text', (await page.inputValue('#text')).replace(/^/, 'Good day! '));
await click(button('Save and approve'));
is('saved and approved', state(card), 'approved');
await page.goto(`${URL_}/g/${card}?dept=library`);
await page.fill('input[name=arg][type=url]', 'https://forum.studentsquare.example/t/41#r9');
await click(button('Posted'));
is('posted', state(card), 'posted');

card = group('reading group for children');
await page.goto(`${URL_}/g/${card}?dept=library&state=gap`);
await page.locator('summary', { hasText: 'Needs a page' }).click();
await page.fill('details[open] [name=reason]', 'Events for children.');
await click(button('File it'));
is('filed', state(card), 'needs-page');
await page.goto(`${URL_}/g/${card}?dept=library`);
await page.locator('summary', { hasText: 'Hand over' }).click();
await page.fill('details[open] [name=arg]', 'Children\'s library');
await click(button('Hand over'));
is('handed over', state(card), 'handed-over');
await page.goto(`${URL_}/g/${card}?dept=library`);
await page.locator('summary', { hasText: 'Note' }).click();
await page.fill('details[open] [name=text]', 'They call back on Monday.');
await click(button('Add'));
has('note', await page.textContent('.notes'), 'They call back on Monday.');
card = group('donate books');
await page.goto(`${URL_}/g/${card}?dept=library&state=gap`);
await click(button('Write an answer'));
await page.fill('#text', 'The reading rooms are open to children, too. See https://library.northfield.example/using/opening-hours');
await click(button('Make it the answer'));
is('written', sql(`SELECT origin FROM draft WHERE group_id = ${card} ORDER BY id DESC LIMIT 1`), 'written');

await page.goto(`${URL_}/q/library`);
for (const i of [0, 1]) await page.locator('input[name=card]').nth(i).check();
await click(button('Park for a week'));
has('the count', await page.textContent('h1'), '2 cards');
await click(button('Park for a week: 2'));
has('done', await page.textContent('h1'), '2 done');
await done();
