// access.mjs - every page by keyboard and by axe, light and dark, wide, narrow, at 400 %.
import { URL_, axe, check, done, fail, group, is, person, sign_in } from './lib.mjs';
import { focused, open } from './desk.mjs';
import { pages } from './pages.mjs';

const WIDE = { width: 1440, height: 900 }, PHONE = { width: 390, height: 844 }, ZOOM = { width: 320, height: 256 };
const MAX_TABS = 400;

// What Tab reaches against what stands there to be reached; each with a mark that is seen.
async function tabs(page, name) {
    const n = await page.evaluate(() => {
        const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && (!e.closest('details:not([open])') || e.matches('summary'));
        window.reach = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
            .filter((e) => shown(e) && !e.disabled && !(e.type === 'radio' && !e.checked));
        window.seen = [];
        document.addEventListener('focusin', (e) => {
            const t = e.target, style = getComputedStyle(t), row = t.closest('.row');
            const mark = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
                || (row && getComputedStyle(row).boxShadow !== 'none');
            const box = t.getBoundingClientRect();
            const in_view = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
            window.seen.push({ t, mark, in_view });
        });
        document.activeElement?.blur();
        window.getSelection().removeAllRanges();
        return window.reach.length;
    });
    check(n < MAX_TABS, `${name}: ${n} things to reach`);
    for (let i = 0; i < n + 40; i++) await page.keyboard.press('Tab');
    for (const what of await page.evaluate(() => {
        const told = (e) => e.outerHTML.slice(0, 120), out = [], first = new Map();
        window.seen.forEach((s, i) => { if (!first.has(s.t)) first.set(s.t, i); });
        for (const e of window.reach) if (!first.has(e)) out.push(`Tab does not reach ${told(e)}`);
        for (const s of window.seen) if (!s.mark && s.t !== document.body) out.push(`no mark of the focus on ${told(s.t)}`);
        for (const s of window.seen) if (!s.in_view) out.push(`focus out of sight on ${told(s.t)}`);
        const order = [...first.keys()].filter((e) => window.reach.includes(e));
        const start = order.indexOf(window.reach[0]);
        const turned = [...order.slice(start), ...order.slice(0, start)];
        for (let i = 1; i < turned.length; i++)
            if (!(turned[i - 1].compareDocumentPosition(turned[i]) & Node.DOCUMENT_POSITION_FOLLOWING)) out.push(`out of order: ${told(turned[i])}`);
        return out.slice(0, 4);
    })) fail(`${name}: ${what}`);
}

async function narrow(page, name) {
    await page.setViewportSize(PHONE);
    await page.reload(); // the line of pages is wider than the screen there
    const hidden = await page.evaluate(() => {
        const here = document.querySelector('.top nav [aria-current]')?.getBoundingClientRect();
        return here && (here.left < 0 || here.right > innerWidth);
    });
    check(!hidden, `${name}: its own name in the navigation is out of sight on a phone`);
    await page.setViewportSize(ZOOM);
    const over = await page.evaluate(() => {
        const wide = [...document.querySelectorAll('main *')].find((e) => e.getBoundingClientRect().right > innerWidth + 1);
        const px = document.documentElement.scrollWidth - innerWidth;
        return px > 0 ? `${px} px too wide at 400 %, as is ${wide?.outerHTML.slice(0, 120)}` : '';
    });
    check(!over, `${name}: ${over}`);
}

async function look(page, [name, address]) {
    await page.setViewportSize(WIDE);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(URL_ + address);
    const a = await axe(page);
    await a.look(`${name}, wide`);
    await page.setViewportSize(PHONE);
    const cut = await page.evaluate(() => [...document.querySelectorAll('.cells')].some((e) => e.scrollWidth > e.clientWidth));
    check(!cut, `${name}: a table whose rows are cards on a phone is cut`);
    await a.look(`${name}, narrow`, ['scrollable-region-focusable', 'target-size', 'meta-viewport', 'region', 'color-contrast']);
    await page.emulateMedia({ colorScheme: 'dark' });
    await a.look(`${name}, narrow and dark`, ['color-contrast', 'link-in-text-block']);
    await page.setViewportSize(WIDE);
    await a.look(`${name}, wide and dark`, ['color-contrast', 'link-in-text-block']);
    await a.end();
    await narrow(page, name);
    await page.setViewportSize(WIDE);
    await tabs(page, name);
}

// Two at a time: one for each core.
const all = pages();
await Promise.all([0, 1].map(async (k) => {
    const page = await person();
    if (k === 0) await look(page, ['sign-in', '/sign-in']);
    await sign_in(page, 'ada');
    for (let i = k; i < all.length; i += 2) await look(page, all[i]);
}));

// ---- the link over the head, menus, the list of keys ----
const page = await person({ reducedMotion: 'reduce' });
await sign_in(page, 'lea');
await page.goto(`${URL_}/q/`);
await page.keyboard.press('Tab');
is('Tab', await focused(page), 'skip');
check(await page.locator('.skip').evaluate((e) => e.getBoundingClientRect().width > 20), 'the skip link stays hidden');
await page.keyboard.press('Enter');
is('Enter on it', await focused(page), 'main');
await open(page, group('taught in English'));
await page.locator('.ref').first().click();
check(page.url().endsWith('#e1'), 'the evidence is not shown');
for (const menu of await page.locator('.menu summary').all()) {
    await menu.focus();
    await page.keyboard.press('Enter');
    const name = await menu.textContent();
    check(await menu.evaluate((e) => e.parentElement.open), `Enter does not open ${name}`);
    is(`motion of ${name}`, await page.evaluate(() => document.getAnimations().length), 0);
    check(await menu.evaluate((e) => {
        const r = e.nextElementSibling.getBoundingClientRect();
        return r.left >= 0 && r.top >= 0 && r.right <= innerWidth && r.bottom <= innerHeight;
    }), `${name} opens out of sight`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    check(await menu.evaluate((e) => !e.parentElement.open && e === document.activeElement), `Esc does not close ${name}`);
}
await page.locator('h1').focus();
await page.keyboard.press('?');
await (async () => { const a = await axe(page); await a.look('the list of keys'); await a.end(); })();
for (let i = 0; i < 5; i++) await page.keyboard.press('Tab');
check(await page.evaluate(() => document.querySelector('dialog').contains(document.activeElement) || document.activeElement === document.body),
    'the focus leaves the list of keys');
await page.keyboard.press('Escape');
await done();
