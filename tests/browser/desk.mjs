// desk.mjs - the card in a browser, for the scripts that work with it.
import { URL_, fail, has, is } from './lib.mjs';

export const at = (page) => page.evaluate(() => {
    const d = document.querySelector('.desk');
    return d ? Number(d.dataset.group) : 0;
});

export const open = async (page, group, query = '') => {
    await page.goto(`${URL_}/g/${group}${query}`);
    await page.waitForSelector('.desk');
};

export const focused = (page) => page.evaluate(() => {
    const e = document.activeElement;
    return e.id || e.getAttribute('data-key') || e.className || e.tagName;
});

// Press keys one after the other, and wait until the live region says so.
export async function press(page, keys, says) {
    await page.evaluate(() => { document.getElementById('live').textContent = ''; });
    for (const key of keys) await page.keyboard.press(key);
    try {
        await page.waitForFunction((t) => document.getElementById('live').textContent.includes(t), says);
    } catch {
        fail(`${keys.join(' ')}: the live region says ${JSON.stringify(await page.textContent('#live'))}, wanted ${says}`);
    }
}

// The same where the next card follows: another one, with the focus on its heading.
export async function decide(page, keys, says) {
    const before = await at(page);
    await press(page, keys, says);
    if (await at(page) === before) fail(`${keys.join(' ')}: the next card does not follow`);
    is(`focus after ${keys.join(' ')}`, await focused(page), 'question');
    has(`what is read after ${keys.join(' ')}`, await page.textContent('.message'), says);
    return before;
}

// Nothing of the store changes by these keys.
export async function nothing(page, keys, look) {
    const before = look();
    for (const key of keys) await page.keyboard.press(key);
    await page.waitForTimeout(150);
    is(`after ${keys.join(' ')}`, look(), before);
}
