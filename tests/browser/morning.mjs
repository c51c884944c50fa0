// morning.mjs - an editor's morning by the keys alone.
import { URL_, check, done, group, has, is, person, sign_in, sql, state } from './lib.mjs';
import { at, decide, focused, nothing, open, press } from './desk.mjs';

const page = await person();
const decisions = () => sql('SELECT COUNT(*) FROM decision');
const left = () => Number(sql("SELECT SUM(n) FROM queue_count WHERE department_id = (SELECT id FROM department"
    + " WHERE key = 'physics') AND state IN ('machine', 'edited', 'stale', 'reply-missing', 'reopened')"));
const text = (g) => sql(`SELECT text FROM decision WHERE group_id = ${g} AND text IS NOT NULL ORDER BY id DESC LIMIT 1`);
const draft = (g) => sql(`SELECT MAX(id) FROM draft WHERE group_id = ${g}`);

await sign_in(page, 'lea');
await page.goto(`${URL_}/q/physics`);

// ---- the list: the first card, search, filter, rows by j and k ----
await page.keyboard.press('/');
is('/', await focused(page), 'find');
await page.keyboard.type('aj?x');
is('keys are text in a field', await page.inputValue('#find'), 'aj?x');
await page.keyboard.press('Tab');
is('Tab', await focused(page), 'filter');
await page.locator('h1').click();
await page.keyboard.press('f');
is('f', await focused(page), 'filter');
await page.locator('h1').click();
await page.keyboard.press('j');
await page.keyboard.press('j');
await page.keyboard.press('k');
is('j j k', await page.evaluate(() => [...document.querySelectorAll('.question')].indexOf(document.activeElement)), 0);
await page.keyboard.press('Enter');
await page.waitForURL('**/g/*');

// ---- decide by one key; take it back across cards ----
const start = await at(page);
is('focus on the first card', await focused(page), 'question');
await nothing(page, ['Backspace', 'Enter', 'Control+a', 'Alt+a', 'Meta+a', 'Control+x', '1'], decisions);
is('still there', await at(page), start);
let n = left();
const approved = await decide(page, ['a'], `Approved. ${n - 1} left. Undo with u`);
is('a', state(approved), 'approved');
const rejected = await decide(page, ['x', '2'], `Rejected. ${n - 2} left`);
is('x 2', state(rejected), 'rejected');
is('x 2', sql(`SELECT arg FROM decision WHERE group_id = ${rejected} ORDER BY id DESC LIMIT 1`), 'not-our-topic');
const parked = await decide(page, ['z', '1'], `Parked. ${n - 3} left`);
is('z 1', state(parked), 'parked');
for (const [g, was] of [[parked, 'machine'], [rejected, 'machine'], [approved, 'machine']]) {
    await press(page, ['u'], 'Undone.');
    is('u', state(g), was);
    is('u shows the card', await at(page), g);
}

// ---- reject for another reason wants a note ----
await page.keyboard.press('x');
await page.keyboard.press('6');
is('6 asks for a note', await page.evaluate(() => document.activeElement.name), 'reason');
is('and decides nothing', state(approved), 'machine');
await page.keyboard.type('asked by a robot');
await page.keyboard.press('Escape');
check(!(await page.locator('details[data-menu=reject][open]').count()), 'Esc leaves the menu open');
await page.keyboard.press('Escape');

await page.keyboard.press('x');
await nothing(page, ['a', 'u', 'y', '9'], decisions);
await page.keyboard.press('Escape');

// ---- skip, back, the list of keys, source and page, the diff ----
await page.keyboard.press('s');
await page.waitForFunction((g) => document.querySelector('.desk').dataset.group !== g, String(approved));
await page.keyboard.press('k');
await page.waitForFunction((g) => document.querySelector('.desk').dataset.group === g, String(approved));
await page.keyboard.press('?');
has('?', await page.textContent('dialog'), 'approve, and next');
await nothing(page, ['a', 'x'], decisions);
await page.keyboard.press('Escape');
await page.waitForSelector('dialog', { state: 'detached' });

for (const [key, address] of [['o', 'https://talk.campusline.example/t/'], ['l', 'https://physics.northfield.example/']]) {
    const [other] = await Promise.all([page.context().waitForEvent('request', (r) => r.url().startsWith('https:')), page.keyboard.press(key)]);
    has(key, other.url(), address);
    for (const p of page.context().pages()) if (p !== page) await p.close();
}

// ---- edit: type, leave, come back, save, approve in one act ----
const edited = group('taught in English');
await open(page, edited, '?dept=physics');
await page.keyboard.press('e');
await page.waitForSelector('#text');
is('e', await focused(page), 'text');
await page.keyboard.press('Control+Home');
await page.keyboard.type('Hello! ax1 ');
is('keys are text in the box', (await page.inputValue('#text')).slice(0, 11), 'Hello! ax1 ');
await page.keyboard.press('Escape');
await page.waitForSelector('#answer');
has('the text is kept', await page.textContent('.draft'), 'You typed something here');
await page.keyboard.press('e');
await page.waitForSelector('#text');
is('it comes back', (await page.inputValue('#text')).slice(0, 11), 'Hello! ax1 ');
await page.fill('#text', (await page.inputValue('#text')).replace('Hello! ax1 ', 'Hello! '));
await press(page, ['Control+s'], 'Saved.');
is('Ctrl S', state(edited), 'edited');
has('Ctrl S', text(edited), 'Hello! ');
await page.keyboard.press('d');
await page.waitForSelector('#diff[open]');
has('d', await page.textContent('#diff ins'), 'Hello!');
await page.keyboard.press('e');
await page.waitForSelector('#text');
await page.fill('#text', (await page.inputValue('#text')).replace('Hello! ', 'Good morning! '));
n = left();
await decide(page, ['Control+Enter'], `Approved. ${n - 1} left. Undo with u`);
is('Ctrl Enter', state(edited), 'approved');
has('Ctrl Enter', text(edited), 'Good morning! ');
is('what was typed is gone from the desk', sql(`SELECT COUNT(*) FROM typed WHERE group_id = ${edited}`), '0');
is('and so is the lease', sql(`SELECT COUNT(*) FROM lease WHERE group_id = ${edited}`), '0');

// ---- another page, an earlier answer ----
const swapped = group('register for the laboratory');
await open(page, swapped, '?dept=physics');
const was = draft(swapped);
await press(page, ['p', '2'], 'Drafted from the other page');
check(draft(swapped) !== was, 'p 2 makes no new draft');
is('p 2 stays on the card', await at(page), swapped);
await press(page, ['u'], 'Undone.');
const again = group('guests read e-books');
await open(page, again);
if (await page.locator('[data-key=reuse]').count()) {
    await press(page, ['y'], 'Took the earlier answer');
    is('y', sql(`SELECT origin FROM draft WHERE group_id = ${again} ORDER BY id DESC LIMIT 1`), 'reused');
} else {
    check(false, 'no earlier answer is offered');
}

// ---- words for others: gap, hand over, note ----
async function said(keys, words, says, g, wanted) {
    await page.evaluate(() => { document.getElementById('live').textContent = ''; });
    for (const key of keys) await page.keyboard.press(key);
    await page.keyboard.type(words);
    await press(page, ['Enter'], says);
    if (wanted) is(says, state(g), wanted);
}
const gap = group('keep my dog');
await open(page, gap, '?dept=physics&state=gap');
await said(['c'], 'Ask the housing office.', 'Noted.', gap, 'gap');
has('c', await page.textContent('.notes'), 'Ask the housing office.');
await said(['g'], 'Pets in student housing.', 'Filed: this needs a page.', gap, 'needs-page');
const handed = group('somebody gets hurt') || group('Somebody fainted');
await open(page, handed, '?dept=physics&state=gap');
await said(['h'], 'Safety officer', 'Handed over.', handed, 'handed-over');

// ---- split and merge ----
const many = group('application deadline for the master');
await open(page, many, '?dept=physics');
await page.keyboard.press('v');
await page.waitForSelector('#group[open]');
await page.locator('#group input[name=question]').last().check();
await page.locator('#group button:not([form])').click();
await page.waitForFunction(() => document.getElementById('live').textContent.includes('Split off'));
const part = Number(sql('SELECT MAX(id) FROM question_group'));
await open(page, many, '?dept=physics');
await page.keyboard.press('m');
await page.locator('details[data-menu=merge] input[name=group]').fill(String(part));
await press(page, ['Enter'], 'Merged.');
is('merged', sql(`SELECT merged_into FROM question_group WHERE id = ${part}`), String(many));

// ---- many at once: the count is named, warnings are left out ----
await page.goto(`${URL_}/q/?find=Northfield`);
const rows = page.locator('.rows.big .row');
const warned = await rows.filter({ hasText: 'warning' }).count();
check(warned > 0, 'no card with a warning is in the list');
await page.keyboard.press('j');
await page.keyboard.press('Space');
for (let i = 1; i < 6; i++) {
    await page.keyboard.press('j');
    await page.keyboard.press('Space');
}
has('Space', await page.textContent('#picked'), '6 ticked');
await page.keyboard.press('b');
await page.keyboard.press('Enter');
await page.waitForSelector('.picked');
has('b names its count', await page.textContent('h1'), 'Approve: 6 cards?');
const was_approved = Number(sql("SELECT COUNT(*) FROM queue WHERE state = 'approved'"));
await Promise.all([page.waitForNavigation({ waitUntil: 'domcontentloaded' }), page.locator('main button.main').click()]);
const [, n_done, n_out] = (await page.textContent('h1')).match(/(\d+) done, (\d+) left out/) || [];
is('done', Number(sql("SELECT COUNT(*) FROM queue WHERE state = 'approved'")) - was_approved, Number(n_done));
check(Number(n_out) > 0, 'what has warnings is not left out');

// ---- keys moved and switched off in the profile ----
async function settings(fill) {
    await page.goto(`${URL_}/profile`);
    await page.locator('summary', { hasText: 'Move keys' }).click();
    await fill();
    await Promise.all([page.waitForURL('**/profile?done=saved'), page.locator('form[action="/profile/settings"] button').click()]);
}
await settings(() => page.fill('[name="key-a"]', 'q'));
const moved = group('Is there a tuition fee');
await open(page, moved, '?dept=physics');
await nothing(page, ['a'], decisions);
has('the button names the key', await page.textContent('[data-key=approve] kbd'), 'q');
await decide(page, ['q'], 'Approved.');
await settings(async () => { await page.fill('[name="key-a"]', 'a'); await page.locator('[name=keys]').setChecked(false); });
await page.goto(`${URL_}/q/physics`);
await page.locator('a[rel=next].button').click();
await page.waitForURL('**/g/*');
await nothing(page, ['a', 'x', '1', 'e', 'u'], decisions);
check(!(await page.locator('kbd').first().isVisible()), 'keys stand on the buttons though they are off');
await done();
