// keys.mjs - an editor's morning by keyboard, and what happens when two are at one card.
import { URL_, accessible, check, done, has, is, person } from './lib.mjs';

async function signIn(name, options) {
    const page = await person(options);
    await page.goto(`${URL_}/sign-in`);
    await page.fill('[name=name]', name);
    await page.fill('[name=password]', 'mistletoe grows');
    await Promise.all([page.waitForURL((u) => u.pathname !== '/sign-in'), page.keyboard.press('Enter')]);
    return page;
}

const group = (page) => page.evaluate(() => document.querySelector('.desk')?.dataset.group);
const heading = (page) => page.evaluate(() => document.activeElement.id);
const moved = (page, from) => page.waitForFunction((g) => {
    const now = document.querySelector('.desk')?.dataset.group;
    return now && now !== g && !document.querySelector('#main').hasAttribute('aria-busy');
}, from);

const ada = await signIn('ada');
await ada.goto(`${URL_}/q/?clear=1`);
await ada.click('text=Start with the first');
const first = await group(ada);
await accessible(ada, 'card');

// Keys do nothing in a text field, with a modifier, or when they are Enter and Backspace.
await ada.keyboard.press('Control+a');
await ada.keyboard.press('Backspace');
await ada.keyboard.press('Enter');
is('still there', await group(ada), first);

// A button of the bar is in sight: what opens above it moves nothing.
const top = await ada.evaluate(() => scrollY);
await ada.keyboard.press('p');
is('scrolled by a menu', await ada.evaluate(() => scrollY), top);
await ada.keyboard.press('Escape');

// Approve: the next card is there, its heading has the focus, and it was said.
await ada.keyboard.press('a');
await moved(ada, first);
is('focus', await heading(ada), 'question');
await ada.waitForFunction(() => /^Approved\. \d+ left\. Undo with u\.$/.test(document.querySelector('#live').textContent));
has('address', ada.url(), 'clear=1');

// Undo leads back; back and forth; reject by a digit; Escape closes.
await ada.keyboard.press('u');
await ada.waitForFunction((g) => document.querySelector('.desk').dataset.group === g, first);
await ada.keyboard.press('j');
await moved(ada, first);
const second = await group(ada);
await ada.keyboard.press('k');
await moved(ada, second);
is('back', await group(ada), first);
await ada.keyboard.press('x');
check(await ada.locator('details[data-menu=reject][open]').isVisible(), 'x opens the reasons');
await ada.keyboard.press('Escape');
is('closed', await ada.locator('details[data-menu=reject][open]').count(), 0);
await ada.keyboard.press('x');
await ada.keyboard.press('2');
await moved(ada, first);
await ada.keyboard.press('?');
check(await ada.locator('dialog[open]').isVisible(), '? lists the keys');
await ada.keyboard.press('Escape');

// Edit: what is typed is kept, offered after leaving, and saved and approved in one act.
const third = await group(ada);
await ada.keyboard.press('e');
await ada.waitForSelector('#text:focus');
await ada.keyboard.press('Control+Home');
await ada.keyboard.type('jax ');
await ada.keyboard.press('Escape');
await ada.waitForSelector('.notice >> text=You typed something here');
is('the same card', await group(ada), third);
await ada.keyboard.press('e');
await ada.waitForSelector('#text:focus');
has('typed', await ada.inputValue('#text'), 'jax ');
for (let i = 0; i < 4; i++) await ada.keyboard.press('Delete');
await ada.fill('#text', (await ada.inputValue('#text')).replace('jax ', ''));
await ada.keyboard.press('End');
await ada.keyboard.press('Control+Home');
await ada.keyboard.type('Hello! ');
await ada.waitForSelector('#lint .preview');
await ada.keyboard.press('Control+Enter');
await moved(ada, third);

// Ben has a card open; Ada sees it. He saves; she, on the revision before, loses nothing.
const ben = await signIn('ben');
const fourth = await group(ada);
await ada.keyboard.press('e');
await ada.waitForSelector('#text:focus');
await ada.keyboard.press('Control+Home');
await ada.keyboard.type('Mine. ');
await ben.goto(`${URL_}/g/${fourth}`);
has('whose', await ben.textContent('.line'), 'ada, since');
await ben.keyboard.press('e');
await ben.waitForSelector('#text:focus');
await ben.keyboard.press('Control+Home');
await ben.keyboard.type('His. ');
await ben.keyboard.press('Control+s');
await ben.waitForSelector('#answer >> text=His.');
await ada.keyboard.press('Control+s');
await ada.waitForSelector('[role=alert] >> text=Somebody was quicker');
has('mine', await ada.inputValue('#text'), 'Mine. ');
has('theirs', await ada.textContent('.three'), 'His. ');
await accessible(ada, 'conflict');

// A session that ends while somebody types costs no text.
await ada.keyboard.type('More. ');
await ada.context().clearCookies();
await ada.keyboard.press('Control+s');
await ada.waitForSelector('.toast >> text=You are signed out');
has('kept', await ada.inputValue('#text'), 'Mine. ');

// Scripts off: the same acts by buttons.
const plain = await signIn('ben', { javaScriptEnabled: false });
await plain.goto(`${URL_}/q/?clear=1`);
await plain.click('text=Start with the first');
const before = plain.url();
await plain.click('button:has-text("Edit")');
has('the box', plain.url(), 'edit=1');
await plain.click('a:has-text("Leave")');
await plain.click('button:has-text("Approve")');
check(plain.url() !== before, 'the next card');
has('said', await plain.textContent('.message'), 'Approved.');
await done();
