// two.mjs - two editors at two browsers, and texts that must not get lost.
import { URL_, check, done, group, has, is, person, sign_in, sql, state } from './lib.mjs';
import { at, decide, focused, open, press } from './desk.mjs';

const AUTOSAVE_MS = 2600; // earshot.js saves every 2 s
const lea = await person(), eva = await person();
await sign_in(lea, 'lea');
await sign_in(eva, 'eva');
const typed = (g, who) => sql(`SELECT text FROM typed WHERE group_id = ${g} AND actor = '${who}'`);
async function edit(page, g) {
    await open(page, g, '?dept=physics');
    await page.keyboard.press('e');
    await page.waitForSelector('#text');
}
const add = async (page, words) => page.fill('#text', `${words} ${await page.inputValue('#text')}`);

// ---- who has a card open is seen, skipped and can be taken over ----
const open_card = group('roof telescope');
await edit(eva, open_card);
await lea.goto(`${URL_}/q/physics`);
has('the list', await lea.locator('.row', { hasText: 'roof telescope' }).textContent(), 'open: eva');
await lea.goto(`${URL_}/q/physics?free=1`);
is('without those open elsewhere', await lea.locator('.row', { hasText: 'roof telescope' }).count(), 0);
await open(lea, open_card, '?dept=physics');
has('the card', await lea.textContent('.line'), 'eva, since');
await add(eva, 'Dear neighbours,');
await eva.waitForTimeout(AUTOSAVE_MS);
has('autosave', typed(open_card, 'eva'), 'Dear neighbours,');
has('the button says so', await lea.textContent('[data-key=edit]'), 'Take over from eva');
await lea.keyboard.press('e');
await lea.waitForSelector('#text');
is('taken over', sql(`SELECT actor FROM lease WHERE group_id = ${open_card}`), 'lea');
await eva.focus('#text');
await eva.keyboard.type('x');
await eva.waitForSelector('.toast');
has('a notice', await eva.textContent('.toast'), 'lea has taken the card over');
has('nothing is lost', typed(open_card, 'eva'), 'Dear neighbours,');

// ---- both save: the second sees base, theirs and mine, with mine in the box ----
await add(lea, 'Good evening!');
await press(lea, ['Control+s'], 'Saved.');
await eva.focus('#text');
await eva.keyboard.press('Control+s');
await eva.waitForSelector('.notice.error');
const told = await eva.textContent('.notice.error');
for (const words of ['Somebody was quicker', 'edit by lea', 'Base: revision 0', 'Theirs: revision 1', 'Good evening!', 'Mine'])
    has('the conflict', told, words);
has('mine is in the box', await eva.inputValue('#text'), 'Dear neighbours,');
is('and the focus', await focused(eva), 'text');
is('nothing was changed', sql(`SELECT COUNT(*) FROM decision WHERE group_id = ${open_card}`), '1');
await press(eva, ['Control+s'], 'Saved.');
has('saved over theirs', sql(`SELECT text FROM decision WHERE group_id = ${open_card} ORDER BY id DESC LIMIT 1`), 'Dear neighbours,');

// My own second save is no conflict.
await edit(eva, open_card);
await add(eva, 'Again.');
await press(eva, ['Control+s'], 'Saved.');

// ---- the skipped card is not handed out ----
const first = group('Missed an experiment');
await edit(eva, first);
await lea.goto(`${URL_}/q/physics`);
await lea.locator('a[rel=next].button').click();
await lea.waitForURL('**/g/*');
check(await at(lea) !== first, 'the first card is handed out though somebody has it open');
await eva.keyboard.press('Escape');
await eva.waitForSelector('#answer');

// ---- decided under somebody's eyes ----
const both = group('download the lecture notes') || group('preparatory course');
await open(eva, both, '?dept=physics');
await open(lea, both, '?dept=physics');
await decide(lea, ['a'], 'Approved.');
await eva.keyboard.press('z');
await eva.keyboard.press('1');
await eva.waitForSelector('.notice.error');
has('a decision too late', await eva.textContent('.notice.error'), 'Somebody was quicker');
is('stands as it was', state(both), 'approved');

// ---- a reload, a crash ----
const crash = group('write my physics master');
await edit(eva, crash);
await add(eva, 'Before the crash.');
await eva.waitForTimeout(AUTOSAVE_MS);
await eva.reload();
has('after a reload', await eva.inputValue('#text'), 'Before the crash.');
await add(eva, 'Half a second before.');
await eva.context().close();
const eva2 = await person();
await sign_in(eva2, 'eva');
await open(eva2, crash);
has('after a crash', await eva2.textContent('.draft'), 'You typed something here');
await eva2.getByRole('button', { name: 'Go on with it' }).click();
await eva2.waitForSelector('#text');
has('all but the last two seconds', await eva2.inputValue('#text'), 'Before the crash.');

// The server was away: the browser keeps it and offers it.
await eva2.route('**/type', (r) => r.abort());
await add(eva2, 'The server was away.');
await eva2.waitForTimeout(AUTOSAVE_MS);
eva2.on('dialog', (d) => d.accept());
await eva2.goto(`${URL_}/profile`);
await eva2.unroute('**/type');
await open(eva2, crash, '?edit=1');
has('offered', await eva2.textContent('.draft'), 'never reached the server');
await eva2.getByRole('button', { name: 'Put it into the box' }).click();
has('put into the box', await eva2.inputValue('#text'), 'The server was away.');

// ---- the session is gone, or runs out, while somebody types ----
await add(eva2, 'Written after midnight.');
sql("DELETE FROM session WHERE account_id = (SELECT id FROM account WHERE name = 'eva')");
await eva2.focus('#text');
await eva2.keyboard.press('Control+s');
await eva2.waitForSelector('.toast');
has('signed out', await eva2.textContent('.toast'), 'You are signed out. What you typed is kept here.');
has('the text stands', await eva2.inputValue('#text'), 'Written after midnight.');
const again = await eva2.context().newPage();
await sign_in(again, 'eva');
await again.close();
await eva2.focus('#text');
await press(eva2, ['Control+s'], 'Saved.');
has('saved with the new session', sql(`SELECT text FROM decision WHERE group_id = ${crash} ORDER BY id DESC LIMIT 1`), 'Written after midnight.');

// The same without scripts: the text comes back with the form, and lies on the desk.
const plain = await person({ javaScriptEnabled: false });
await sign_in(plain, 'ed');
const late = group('apply for the summer research');
await plain.goto(`${URL_}/g/${late}`);
await Promise.all([plain.waitForNavigation({ waitUntil: 'domcontentloaded' }), plain.locator('[data-key=edit]').click()]);
await plain.fill('#text', 'Typed by hand, without scripts.');
sql("UPDATE session SET until_s = 1 WHERE account_id = (SELECT id FROM account WHERE name = 'ed')");
await Promise.all([plain.waitForNavigation({ waitUntil: 'domcontentloaded' }), plain.locator('[data-key=save]').click()]);
has('the text is shown', await plain.content(), 'Typed by hand, without scripts.');
await plain.fill('[name=name]', 'ed');
await plain.fill('[name=password]', 'mistletoe grows');
await Promise.all([plain.waitForNavigation({ waitUntil: 'domcontentloaded' }), plain.locator('form button.main').first().click()]);
has('signed in where one was', plain.url(), `/g/${late}`);
await plain.goto(`${URL_}/g/${late}?edit=1`);
has('the text is in the box', await plain.inputValue('#text'), 'Typed by hand, without scripts.');
await Promise.all([plain.waitForNavigation({ waitUntil: 'domcontentloaded' }), plain.locator('[data-key=save]').click()]);
is('saved', state(late), 'edited');
await done();
